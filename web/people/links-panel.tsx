import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { type ReactNode, Suspense, useState } from 'react'
import { useRights } from '#web/platform/session.ts'
import { lazily } from '#web/ui/lazily.tsx'
import type { Link } from './role-actions.tsx'
import { type Row, RoleTable } from './role-table.tsx'
import { texts } from './texts.ts'

const LinkDialog = lazily(async () => (await import('./link-dialog.tsx')).LinkDialog)
const NewContact = lazily(async () => (await import('./new-contact.tsx')).NewContact)
const RoleDialog = lazily(async () => (await import('./role-dialog.tsx')).RoleDialog)

type Named = { id: string; name: string }
type Props = {
  of: Named & { kind: 'company' | 'person' }
  label: string
  none: string
  rows: Row[]
  /** What stands below the table. */
  more?: ReactNode
}

/** What a card is linked to, and the ways to link more: persons of a company, companies of a person. */
export function LinksPanel({ of, label, none, rows, more }: Props) {
  const { mayChange } = useRights()
  const [open, setOpen] = useState<'new' | { q: string } | null>(null)
  const [edited, setEdited] = useState<Link | null>(null)
  const goTo = of.kind === 'company' ? 'person' : 'company'
  const close = () => setOpen(null)
  const edit = (link: Link) => {
    close()
    setEdited(link)
  }
  return (
    <Stack gap="sm">
      {mayChange('crm') && (
        <Group gap="xs">
          {of.kind === 'company' && (
            <Button size="xs" onClick={() => setOpen('new')}>
              {texts.new_contact}
            </Button>
          )}
          <Button size="xs" variant="default" onClick={() => setOpen({ q: '' })}>
            {of.kind === 'company' ? texts.link_contact : texts.link_company}
          </Button>
        </Group>
      )}
      {rows.length === 0 ? (
        <Text c="dimmed">{none}</Text>
      ) : (
        <RoleTable label={label} goTo={goTo} rows={rows} onEdit={setEdited} />
      )}
      {more}
      <Suspense fallback={<Skeleton height={0} />}>
        {open === 'new' && <NewContact company={of} onClose={close} onTake={({ name }) => setOpen({ q: name })} />}
        {open && open !== 'new' && (
          <LinkDialog
            of={of}
            q={open.q}
            linked={rows.map(({ link }) => link[goTo].id)}
            onClose={close}
            onLinked={edit}
          />
        )}
        {edited && <RoleDialog key={edited.id} link={edited} onClose={() => setEdited(null)} />}
      </Suspense>
    </Stack>
  )
}
