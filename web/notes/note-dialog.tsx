import { Alert, Anchor, Button, Checkbox, Group, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type KeyboardEvent, Suspense, useRef, useState } from 'react'
import { type Note, NoteInput, notes } from '#contract/notes.ts'
import { useMembers } from '#web/companies/members.ts'
import { call, type Refusal } from '#web/platform/api.ts'
import { useDraft, useDraftKey } from '#web/platform/draft.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { useSession } from '#web/platform/session.ts'
import { fill, formatDay, texts as common } from '#web/platform/texts.ts'
import { DayInput } from '#web/ui/day-input.tsx'
import { lazily } from '#web/ui/lazily.tsx'
import { NoteConflict } from './note-conflict.tsx'
import { type Merged, mergeNotes, type NoteField, type NoteForm, toForm, toInput } from './note-fields.ts'
import { idOf, type Of } from './of.ts'
import { texts } from './texts.ts'

const NoteEditor = lazily(async () => (await import('./note-editor.tsx')).NoteEditor)

type Props = { of: Of; note: Note | null; onClose: () => void }

/** Writes a note or changes one. What is typed is kept in this browser until it is saved or thrown away. */
export function NoteDialog({ of, note, onClose }: Props) {
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false
  const title = note ? texts.edit_note : fill(texts.new_note_about, { name: of.name })
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="xl"
      fullScreen={isNarrow}
      closeOnEscape={false}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <NoteFields of={of} note={note} onClose={onClose} />
    </Modal>
  )
}

/** What is typed, and the version of the note that it was typed over. */
type Draft = { form: NoteForm; base: Note | null }

export const draftOf = (of: Of, note: Pick<Note, 'id'> | null) => `note:${note?.id ?? `new:${of.id}`}`

function NoteFields({ of, note, onClose }: Props) {
  const draft = useDraft<Draft>(useDraftKey(draftOf(of, note)), { form: toForm(note), base: note })
  const { form, base } = draft.value
  const [merged, setMerged] = useState<Merged | null>(null)
  // The editor begins anew when its text is another than what was typed in it.
  const [edition, setEdition] = useState(0)
  const ref = useRef<HTMLFormElement>(null)
  const set = (change: Partial<NoteForm>) => draft.change((now) => ({ ...now, form: { ...now.form, ...change } }))
  const merge = (current: Note) => {
    if (!base) return
    const outcome = mergeNotes(form, base, current)
    draft.change({ form: outcome.form, base: current })
    setMerged(outcome)
    setEdition((count) => count + 1)
  }
  const choose = (field: NoteField, value: NoteForm[NoteField]) => {
    set({ [field]: value })
    if (field === 'body') setEdition((count) => count + 1)
  }
  const discard = () => {
    draft.discard()
    setMerged(null)
    setEdition((count) => count + 1)
  }
  const saved = () => {
    draft.discard()
    onClose()
  }
  const { send, fields } = useSend({ of, form, base, merge, saved })
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
      event.preventDefault()
      ref.current?.requestSubmit()
    }
    // Where it closes a menu of the text, it closes nothing else.
    if (event.key === 'Escape' && !event.defaultPrevented) onClose()
  }
  const change = <K extends NoteField>(field: K, value: NoteForm[K]) => {
    set({ [field]: value })
    fields.forget(field)
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc and Ctrl+S, wherever in the form one is
    <form ref={ref} onSubmit={send} onKeyDown={onKeyDown} noValidate>
      <Stack gap="sm">
        {draft.wasKept && (
          <Alert color="yellow" p="xs">
            {common.draft}{' '}
            <Anchor component="button" type="button" size="sm" onClick={discard}>
              {common.discard_draft}
            </Anchor>
          </Alert>
        )}
        {merged && <NoteConflict merged={merged} form={form} onChoose={choose} />}
        <Group gap="sm" align="start" wrap="wrap">
          <TextInput
            label={texts.subject}
            withAsterisk
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
        <Suspense fallback={<Skeleton height={240} />}>
          <NoteEditor
            key={edition}
            value={form.body}
            onChange={(body) => change('body', body)}
            error={fields.errorOf('body')}
          />
        </Suspense>
        <PrivateTick
          base={base}
          isPrivate={form.is_private}
          error={fields.errorOf('is_private')}
          onChange={(isPrivate) => change('is_private', isPrivate)}
        />
        {fields.general}
        <Group justify="space-between">
          <Text size="sm" c="dimmed" visibleFrom="sm">
            {texts.save_hint}
          </Text>
          <Group gap="sm">
            <Button
              variant="default"
              onClick={() => {
                draft.discard()
                onClose()
              }}
            >
              {common.cancel}
            </Button>
            <Button type="submit" loading={fields.isSending}>
              {common.save}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
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
  return (
    <Checkbox
      label={texts.is_private}
      checked={isPrivate}
      disabled={isOthers}
      description={
        isOthers ? fill(texts.only_author, { name: memberName(base.author_id) ?? texts.author.toLowerCase() }) : hint
      }
      error={error}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

type Sending = { of: Of; form: NoteForm; base: Note | null; merge: (current: Note) => void; saved: () => void }

/** Sends the form as it stands; a refusal goes to its field, a colleague's version is merged. */
function useSend({ of, form, base, merge, saved }: Sending) {
  const queries = useQueryClient()
  const [key] = useState(() => crypto.randomUUID())
  const fields = useFieldErrors()
  const onRefusal = (refusal: Refusal) => {
    if (refusal.code !== 'stale') return false
    merge(refusal.current as Note)
    return true
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    // The form stands in a dialog that is drawn inside another form's page: its sending is its own.
    event.stopPropagation()
    if (fields.isSending) return
    const body = toInput(form)
    const save = () =>
      base
        ? call(notes.update, { params: { id: base.id }, body, version: base.version })
        : call(notes.create, { body: { ...body, ...idOf(of) }, key })
    if (!(await fields.check(NoteInput, body, save, onRefusal))) return
    saved()
    notifications.show({ message: texts.saved, closeButtonProps: { 'aria-label': common.close } })
    await queries.invalidateQueries()
  }
  return { send, fields }
}
