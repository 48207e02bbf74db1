import { Checkbox, Group, Skeleton, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, Suspense, useState } from 'react'
import type { NoteDocument } from '#contract/note-document.ts'
import { type Note, NoteInput, notes } from '#contract/notes.ts'
import { idOf, type Of } from '#web/cards/of.ts'
import { useMembers } from '#web/companies/members.ts'
import { call, type Refusal } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { useRecordForm, type Value } from '#web/platform/record-form.ts'
import { useSession } from '#web/platform/session.ts'
import { fill, formatDay } from '#web/platform/texts.ts'
import { ConflictPanel } from '#web/ui/conflict-panel.tsx'
import { DayInput } from '#web/ui/day-input.tsx'
import { FormDialog } from '#web/ui/form-frame.tsx'
import { lazily } from '#web/ui/lazily.tsx'
import { tell } from '#web/ui/tell-undo.tsx'
import { labelOf, type NoteForm, plainOf, show, toInput, toNoteForm } from './note-fields.ts'
import { texts } from './texts.ts'

const NoteEditor = lazily(async () => (await import('./note-editor.tsx')).NoteEditor)

type Props = { of: Of; note: Note | null; onClose: () => void }

/** The name of the draft of a note, or of the new one about this company or person. */
export const draftOf = (of: Of, note: Pick<Note, 'id'> | null) => `note:${note?.id ?? `new:${of.id}`}`

/** Writes a note or changes one. What is typed is kept in this browser until it is saved or thrown away. */
export function NoteDialog({ of, note, onClose }: Props) {
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false
  const record = useRecordForm(draftOf(of, note), note, toNoteForm)
  const { form, base, set, conflicts } = record
  // The editor begins anew when its text is another than what was typed in it.
  const [edition, setEdition] = useState(0)
  const renew = () => setEdition((count) => count + 1)
  const discard = () => {
    record.discard()
    renew()
  }
  const onStale = (current: Note) => {
    record.onStale(current)
    renew()
  }
  const saved = () => {
    record.discard()
    onClose()
  }
  const { send, fields } = useSend({ of, form, base, onStale, saved })
  const change = <K extends keyof NoteForm>(field: K, value: NoteForm[K]) => {
    set({ [field]: value })
    fields.forget(field)
  }
  const choose = (field: string, value: Value) => {
    set({ [field]: value })
    if (field === 'body') renew()
  }
  return (
    <FormDialog
      title={note ? texts.edit_note : fill(texts.new_note_about, { name: of.name })}
      size="xl"
      isFullScreen={isNarrow}
      isDirty={record.isDirty}
      wasKept={record.wasKept}
      isSending={fields.isSending}
      refusal={fields.general}
      onSubmit={send}
      discard={discard}
      onClose={onClose}
    >
      {conflicts && (
        <ConflictPanel
          conflicts={conflicts}
          labelOf={labelOf}
          show={show}
          chosen={(field) => form[field as keyof NoteForm]}
          onChoose={choose}
        />
      )}
      <Group gap="sm" align="start">
        <TextInput
          label={texts.subject}
          required
          flex="1 1 260px"
          data-autofocus
          value={form.subject}
          onChange={(event) => change('subject', event.currentTarget.value)}
          error={fields.errorOf('subject')}
        />
        <DayInput
          label={texts.date}
          w={140}
          placeholder={formatDay(today())}
          value={form.noted_on}
          onChange={(typed) => change('noted_on', typed)}
          error={fields.errorOf('noted_on')}
        />
      </Group>
      <Suspense fallback={<Skeleton height={250} />}>
        <NoteEditor
          key={edition}
          value={form.body}
          onChange={(body: NoteDocument) => change('body', plainOf(body))}
          error={fields.errorOf('body')}
        />
      </Suspense>
      <PrivateTick
        base={base}
        isPrivate={form.is_private}
        error={fields.errorOf('is_private')}
        onChange={(isPrivate) => change('is_private', isPrivate)}
      />
    </FormDialog>
  )
}

const today = () => new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Oslo' }).format(new Date())

type TickProps = {
  base: Note | null
  isPrivate: boolean
  error: string | undefined
  onChange: (isPrivate: boolean) => void
}

/** Only whoever wrote the note may tick it; what that means is said below it. */
function PrivateTick({ base, isPrivate, error, onChange }: TickProps) {
  const { user } = useSession()
  const { memberName } = useMembers()
  const isOthers = base !== null && base.author_id !== user.id
  const opens = base?.is_private === true && !isPrivate
  const hint = isPrivate ? texts.is_private_hint : opens ? texts.becomes_open : texts.is_open_hint
  const refusal = base && fill(texts.only_author, { name: memberName(base.author_id) ?? texts.author.toLowerCase() })
  return (
    <Checkbox
      label={texts.is_private}
      checked={isPrivate}
      disabled={isOthers}
      description={isOthers ? refusal : hint}
      error={error}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

type Sending = { of: Of; form: NoteForm; base: Note | null; onStale: (current: Note) => void; saved: () => void }

/** Sends the form as it stands; a refusal goes to its field, a colleague's version is merged. */
function useSend({ of, form, base, onStale, saved }: Sending) {
  const queries = useQueryClient()
  const [key] = useState(() => crypto.randomUUID())
  const fields = useFieldErrors()
  const onRefusal = (refusal: Refusal) => {
    if (refusal.code !== 'stale') return false
    onStale(refusal.current as Note)
    return true
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (fields.isSending) return
    const body = toInput(form)
    const save = () =>
      base
        ? call(notes.update, { params: { id: base.id }, body, version: base.version })
        : call(notes.create, { body: { ...body, ...idOf(of) }, key })
    if (!(await fields.check(NoteInput, body, save, onRefusal))) return
    saved()
    tell(texts.saved)
    await queries.invalidateQueries()
  }
  return { send, fields }
}
