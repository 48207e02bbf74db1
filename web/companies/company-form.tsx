import { Alert, Anchor, Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { companies, type Company, companyInputFor } from '#contract/companies.ts'
import type { CustomField } from '#contract/custom-fields.ts'
import { useCustomFields } from '#web/custom-fields/custom-fields.ts'
import { call, type Refusal } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useDraft, useDraftKey } from '#web/platform/draft.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { texts } from '#web/platform/texts.ts'
import { type CompanyForm as Form, toForm, toInput } from './company-fields.ts'
import { type Conflict, ConflictPanel, mergeForms } from './conflict.tsx'
import { useMembers } from './members.ts'
import { FormSections } from './form-sections.tsx'
import { formTexts } from './form-texts.ts'

type Props = {
  company: Company | null
  name?: string
  onSaved: (company: Company) => void
  onCancel: () => void
}

/** Registers or changes a company. Nothing typed is lost: not by a refusal, a reload, or a colleague who saved first. */
export function CompanyForm(props: Props) {
  const { data: definitions, error } = useCustomFields()
  if (definitions) return <FormOf {...props} definitions={definitions} />
  return error ? <Alert color="red">{sentenceOf(error)}</Alert> : <Skeleton height={400} />
}

/** What is typed, and the version of the company that it was typed over. */
type Draft = { form: Partial<Form>; base: Company | null }

function FormOf({ company, name, onSaved, onCancel, definitions }: Props & { definitions: CustomField[] }) {
  const draft = useDraft<Draft>(useDraftKey(`company:${company?.id ?? 'new'}`), {
    form: name ? { name } : {},
    base: company,
  })
  const { base } = draft.value
  const stored = useMemo(() => toForm(base, definitions), [base, definitions])
  const form = onTop(stored, draft.value.form)
  const isDirty = JSON.stringify(form) !== JSON.stringify(stored)
  const [conflicts, setConflicts] = useState<Conflict[] | null>(null)
  const { memberName } = useMembers()
  const [asks, question] = useDisclosure()
  const ref = useRef<HTMLFormElement>(null)
  const set = (change: (now: Form) => Partial<Form>) =>
    draft.change((now) => ({ ...now, form: { ...now.form, ...change(onTop(stored, now.form)) } }))

  const merge = (current: Company) => {
    if (!base) return
    const merged = mergeForms(form, base, current, definitions)
    draft.change({ form: merged.form, base: current })
    setConflicts(merged.conflicts)
  }
  const saved = (company: Company) => {
    draft.discard()
    onSaved(company)
  }
  const { send, fields } = useSend({ form, base, definitions, merge, saved })
  const keep = () => {
    if (isDirty) notifications.show({ message: formTexts.kept, closeButtonProps: { 'aria-label': texts.close } })
    onCancel()
  }
  const leave = () => {
    draft.discard()
    onCancel()
  }
  useHotkeys([['mod+S', () => ref.current?.requestSubmit()]], [])
  const onKeyDown = (event: KeyboardEvent) => {
    // In an open menu Esc closes the menu, and Enter chooses.
    const isMenu = (event.target as HTMLElement).getAttribute('aria-expanded') === 'true'
    if (event.key === 'Enter' && isMenu) event.preventDefault()
    if (event.key === 'Escape' && !event.defaultPrevented && !isMenu) keep()
  }
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc, wherever in the form one is */}
      <form ref={ref} onSubmit={send} onKeyDown={onKeyDown} noValidate className="company-form">
        <Stack gap="md">
          {draft.wasKept && (
            <Alert color="yellow" p="xs">
              {texts.draft}{' '}
              <Anchor component="button" type="button" size="sm" onClick={draft.discard}>
                {texts.discard_draft}
              </Anchor>
            </Alert>
          )}
          {conflicts && (
            <ConflictPanel
              conflicts={conflicts}
              form={form}
              definitions={definitions}
              memberName={memberName}
              onChoose={(choice) => set(() => choice)}
            />
          )}
          <FormSections form={form} base={base} definitions={definitions} set={set} fields={fields} />
        </Stack>
        <div className="save-bar">
          {fields.general && <div className="save-refusal">{fields.general}</div>}
          <Group justify="space-between" wrap="nowrap">
            <Group gap="sm" wrap="nowrap">
              <Button type="submit" loading={fields.isSending}>
                {texts.save}
              </Button>
              <Button variant="default" onClick={isDirty ? question.open : leave}>
                {texts.cancel}
              </Button>
            </Group>
            <Text size="sm" c="dimmed" ta="end">
              <span role="status">{isDirty ? formTexts.unsaved : formTexts.no_changes}</span>{' '}
              <Text span size="sm" visibleFrom="md">
                {formTexts.save_hint}
              </Text>
            </Text>
          </Group>
        </div>
      </form>
      <Modal
        opened={asks}
        onClose={question.close}
        title={formTexts.leave}
        closeButtonProps={{ 'aria-label': texts.close }}
      >
        <Text mb="md">{formTexts.leave_question}</Text>
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={question.close}>
            {formTexts.go_on}
          </Button>
          <Button variant="default" onClick={keep} data-autofocus>
            {formTexts.keep}
          </Button>
          <Button color="red.9" onClick={leave}>
            {formTexts.discard}
          </Button>
        </Group>
      </Modal>
    </>
  )
}

/** What was typed over what is stored; a field that came since the draft was kept is as it is stored. */
const onTop = (stored: Form, typed: Partial<Form>): Form => ({
  ...stored,
  ...typed,
  custom: { ...stored.custom, ...typed.custom },
})

type Sending = {
  form: Form
  base: Company | null
  definitions: CustomField[]
  merge: (current: Company) => void
  saved: (company: Company) => void
}

/** Sends the form as it stands; a refusal goes to its field, a colleague's version is merged. */
function useSend({ form, base, definitions, merge, saved }: Sending) {
  const queries = useQueryClient()
  const [key] = useState(() => crypto.randomUUID())
  const fields = useFieldErrors()
  const onRefusal = (refusal: Refusal) => {
    // An own field was archived meanwhile: the form goes on without it.
    if (refusal.errors.some(({ code }) => code === 'unknown_custom_field'))
      void queries.invalidateQueries({ queryKey: ['custom-fields'] })
    if (refusal.code !== 'stale') return false
    merge(refusal.current as Company)
    return true
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (fields.isSending) return
    const body = toInput(form, base === null, definitions)
    let company: Company | undefined
    const save = async () => {
      company = base
        ? await call(companies.update, { params: { id: base.id }, body, version: base.version })
        : await call(companies.create, { body, key })
    }
    const schema = companyInputFor(definitions, base?.custom ?? {})
    await fields.check(schema, body, save, onRefusal)
    if (company) saved(company)
  }
  return { send, fields }
}
