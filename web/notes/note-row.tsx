import { ActionIcon, Badge, Box, Group, Menu, Skeleton, Text, Title, UnstyledButton } from '@mantine/core'
import { IconDots, IconLock, IconPinFilled } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type MouseEvent, useState } from 'react'
import { type ListedNote, notes } from '#contract/notes.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, formatDay, formatMoment, texts as common } from '#web/platform/texts.ts'
import { MenuAt, type Place, placeOf } from '#web/ui/menu-at.tsx'
import { NoteBody } from './note-body.tsx'
import { texts } from './texts.ts'

/** What can be done with a note; the same under the button and on a right-click. */
type NoteActions = {
  onEdit: (note: ListedNote) => void
  onPin: (note: ListedNote) => void
  onVersions: (note: ListedNote) => void
  onDelete: (note: ListedNote) => void
}

type Props = NoteActions & { note: ListedNote; isOpen: boolean; onToggle: () => void }

/** One note of the list: its beginning, or the whole of it when it is open. */
export function NoteRow({ note, isOpen, onToggle, ...actions }: Props) {
  const [menuAt, setMenuAt] = useState<Place | null>(null)
  const openMenu = (event: MouseEvent<HTMLElement>) => {
    if ((event.target as HTMLElement).closest('a')) return
    event.preventDefault()
    // The card has a menu of its own.
    event.stopPropagation()
    setMenuAt(placeOf(event))
  }
  const entries = <Entries note={note} {...actions} />
  const { subject } = note
  return (
    <Box component="li" onContextMenu={openMenu} className="note-row">
      <div className="row-text">
        <Group gap="xs" wrap="nowrap">
          {note.pinned_at && <IconPinFilled size={14} role="img" aria-label={texts.pinned} style={{ flex: 'none' }} />}
          <Title order={3} size="sm" className="field-value">
            <UnstyledButton
              className="says"
              fz="inherit"
              fw="inherit"
              aria-expanded={isOpen}
              title={fill(isOpen ? texts.show_less : texts.show_all, { name: subject })}
              onClick={onToggle}
            >
              {subject}
            </UnstyledButton>
          </Title>
          {note.is_private && (
            <Badge size="sm" color="gray" variant="light" leftSection={<IconLock size={10} />} style={{ flex: 'none' }}>
              {texts.is_private}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {metaOf(note)}
        </Text>
        {isOpen ? <Whole note={note} /> : <Excerpt note={note} onOpen={onToggle} />}
      </div>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={fill(texts.actions_for, { name: subject })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>{entries}</Menu.Dropdown>
      </Menu>
      {menuAt && (
        <MenuAt at={menuAt} label={fill(texts.actions_for, { name: subject })} close={() => setMenuAt(null)}>
          {entries}
        </MenuAt>
      )}
    </Box>
  )
}

function metaOf({ noted_on, author_name, created_at, changed_at, changed_by_name }: ListedNote) {
  const isChanged = changed_at !== created_at && changed_by_name
  return [
    formatDay(noted_on),
    author_name,
    isChanged && fill(texts.changed_by, { at: formatMoment(changed_at), name: changed_by_name }),
  ]
    .filter(Boolean)
    .join(' · ')
}

function Excerpt({ note: { excerpt, has_more }, onOpen }: { note: ListedNote; onOpen: () => void }) {
  if (!excerpt) return null
  return (
    <Text size="sm" mt={4} lineClamp={3} className="field-value" onDoubleClick={onOpen}>
      {excerpt}
      {has_more && excerpt.length >= 400 && ' …'}
    </Text>
  )
}

function Whole({ note }: { note: ListedNote }) {
  const { id, version } = note
  const { data, error } = useQuery({
    queryKey: ['note', id, version],
    queryFn: () => call(notes.get, { params: { id } }),
  })
  if (error && !data)
    return (
      <Text size="sm" c="var(--mantine-color-error)" role="alert">
        {sentenceOf(error)}
      </Text>
    )
  if (!data) return <Skeleton height={48} mt={4} />
  return (
    <Text size="sm" mt={4} component="div">
      <NoteBody body={data.body} />
    </Text>
  )
}

function Entries({ note, onEdit, onPin, onVersions, onDelete }: NoteActions & { note: ListedNote }) {
  const mayChange = useRights().mayChange('crm')
  const refused = mayChange ? {} : { disabled: true, title: texts.no_right }
  return (
    <>
      <Menu.Item {...refused} onClick={() => onEdit(note)}>
        {common.edit}
      </Menu.Item>
      <Menu.Item {...refused} onClick={() => onPin(note)}>
        {note.pinned_at ? texts.unpin : texts.pin}
      </Menu.Item>
      <Menu.Item onClick={() => onVersions(note)}>{texts.versions}</Menu.Item>
      <Menu.Divider />
      <Menu.Item c="var(--mantine-color-error)" {...refused} onClick={() => onDelete(note)}>
        {common.delete}
      </Menu.Item>
    </>
  )
}
