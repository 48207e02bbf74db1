import { Button, Group, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconLock } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { type ListedNote, type Note, notes } from '#contract/notes.ts'
import { idOf, type Of } from '#web/cards/of.ts'
import { useMembers } from '#web/companies/members.ts'
import { call } from '#web/platform/api.ts'
import { attempt, sentenceOf } from '#web/platform/attempt.ts'
import { hasDraft, useDraftKey } from '#web/platform/draft.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { Question } from '#web/ui/question.tsx'
import { tellUndo } from '#web/ui/tell-undo.tsx'
import { draftOf, NoteDialog } from './note-dialog.tsx'
import { NoteRow } from './note-row.tsx'
import { texts } from './texts.ts'
import { VersionsDialog } from './versions-dialog.tsx'

type Filter = { q: string; author_id: string; is: 'any' | 'private' | 'open' }
type Dialog = { kind: 'write'; note: Note | null } | { kind: 'versions' | 'delete'; note: ListedNote } | null

/** The notes of a card: those pinned first, then the newest. */
export function NotesPanel({ of }: { of: Of }) {
  const [filter, setFilter] = useState<Filter>({ q: '', author_id: '', is: 'any' })
  const [dialog, setDialog] = useState<Dialog>(null)
  const pages = useNotes(of, filter)
  const asked = useAsked(of)
  const [open, setOpen] = useState<string[]>([])
  const { pin, remove } = useDoing()
  const listed = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const rows = asked && !listed.some(({ id }) => id === asked.id) ? [asked, ...listed] : listed
  const isOpen = (id: string) => open.includes(id) !== (id === asked?.id)
  const toggle = (id: string) => setOpen((ids) => (ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]))
  const close = () => setDialog(null)
  const edit = async ({ id }: ListedNote) => {
    await attempt(async () => setDialog({ kind: 'write', note: await call(notes.get, { params: { id } }) }))
  }
  const isFiltered = filter.q !== '' || filter.author_id !== '' || filter.is !== 'any'
  return (
    <Stack gap="xs">
      <Tools of={of} filter={filter} onFilter={setFilter} onNew={() => setDialog({ kind: 'write', note: null })} />
      <Hidden hidden={pages.data?.pages[0]?.hidden ?? []} />
      {pages.error && (
        <Text c="var(--mantine-color-error)" role="alert">
          {sentenceOf(pages.error)}
        </Text>
      )}
      {pages.isPending && <Skeleton height={96} />}
      {pages.isSuccess && rows.length === 0 && (
        <Text c="dimmed" role="status">
          {isFiltered ? texts.none_here : texts.none}
        </Text>
      )}
      <ul className="rows" aria-label={texts.notes}>
        {rows.map((note) => (
          <NoteRow
            key={note.id}
            note={note}
            isOpen={isOpen(note.id)}
            onToggle={() => toggle(note.id)}
            onEdit={edit}
            onPin={pin}
            onVersions={() => setDialog({ kind: 'versions', note })}
            onDelete={() => setDialog({ kind: 'delete', note })}
          />
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
          {common.more}
        </Button>
      )}
      {dialog?.kind === 'write' && <NoteDialog of={of} note={dialog.note} onClose={close} />}
      {dialog?.kind === 'versions' && <VersionsDialog note={dialog.note} onClose={close} />}
      {dialog?.kind === 'delete' && (
        <Question
          title={common.delete}
          text={fill(texts.delete_question, { name: dialog.note.subject })}
          onYes={() => remove(dialog.note)}
          onClose={close}
        />
      )}
    </Stack>
  )
}

function useNotes(of: Of, filter: Filter) {
  const [q] = useDebouncedValue(filter.q.trim(), 200)
  return useInfiniteQuery({
    queryKey: ['notes', of.kind, of.id, { ...filter, q }],
    queryFn: ({ pageParam }) =>
      call(notes.list, { query: { ...idOf(of), ...filter, q, ...(pageParam ? { after: pageParam } : {}) } }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  })
}

/** The note that the address asks for, as a notification does: it may be far down the list. */
function useAsked(of: Of): ListedNote | undefined {
  const { open } = useSearch({ strict: false }) as { open?: string }
  const { memberName } = useMembers()
  const { data } = useQuery({
    queryKey: ['note', open],
    queryFn: () => call(notes.get, { params: { id: open ?? '' } }),
    enabled: open !== undefined,
    retry: false,
  })
  if (!data || (of.kind === 'company' ? data.company_id : data.person_id) !== of.id) return undefined
  return {
    ...data,
    author_name: memberName(data.author_id) ?? common.unknown,
    changed_by_name: null,
    excerpt: '',
    has_more: true,
  }
}

/** What is done at once, with a way back. */
function useDoing() {
  const queries = useQueryClient()
  const pin = async ({ id, version, pinned_at }: ListedNote) => {
    await attempt(() => call(pinned_at ? notes.unpin : notes.pin, { params: { id }, version }))
    await queries.invalidateQueries()
  }
  const restore = async (id: string) => {
    await attempt(() => call(notes.restore, { params: { id } }))
    await queries.invalidateQueries()
  }
  const remove = async ({ id, version, subject }: ListedNote) => {
    const isDeleted = await attempt(() => call(notes.delete, { params: { id }, version }))
    await queries.invalidateQueries()
    if (isDeleted) tellUndo(fill(common.was_deleted, { name: subject }), () => restore(id))
  }
  return { pin, remove }
}

type ToolsProps = { of: Of; filter: Filter; onFilter: (filter: Filter) => void; onNew: () => void }

function Tools({ of, filter, onFilter, onNew }: ToolsProps) {
  const { members } = useMembers()
  const mayChange = useRights().mayChange('crm')
  const isBegun = hasDraft(useDraftKey(draftOf(of, null)))
  return (
    <Group gap="xs" className="list-filters">
      <TextInput
        aria-label={texts.search}
        placeholder={texts.search}
        value={filter.q}
        maxLength={200}
        flex="1 1 180px"
        onChange={(event) => onFilter({ ...filter, q: event.currentTarget.value })}
      />
      <Select
        aria-label={texts.author}
        placeholder={texts.all_authors}
        clearable
        searchable
        w={180}
        data={members.map(({ id, name }) => ({ value: id, label: name }))}
        value={filter.author_id || null}
        onChange={(author_id) => onFilter({ ...filter, author_id: author_id ?? '' })}
      />
      <Select
        aria-label={texts.which}
        allowDeselect={false}
        w={110}
        data={(['any', 'open', 'private'] as const).map((value) => ({ value, label: texts[value] }))}
        value={filter.is}
        onChange={(is) => is && onFilter({ ...filter, is })}
      />
      <Button disabled={!mayChange} title={mayChange ? undefined : texts.no_right} onClick={onNew}>
        {isBegun && mayChange ? texts.go_on : texts.new_note}
      </Button>
    </Group>
  )
}

/** For administrators: that colleagues have private notes here. */
function Hidden({ hidden }: { hidden: { author_name: string; count: number }[] }) {
  if (hidden.length === 0) return null
  const named = hidden.map(({ author_name: name, count }) =>
    fill(count === 1 ? texts.hidden_one : texts.hidden_many, { name, count: String(count) }),
  )
  return (
    <Group gap={6} c="dimmed" wrap="nowrap" align="start">
      <IconLock size={14} style={{ flex: 'none', marginTop: 3 }} aria-hidden />
      <Text size="sm">
        {named.join(', ')}. {texts.hidden_why}
      </Text>
    </Group>
  )
}
