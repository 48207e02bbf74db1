import { Alert, Skeleton } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useMemo, useState } from 'react'
import { companies, type Company, companyInputFor } from '#contract/companies.ts'
import type { CustomField } from '#contract/custom-fields.ts'
import { useCustomFields } from '#web/custom-fields/custom-fields.ts'
import { call, type Refusal } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useDraft, useDraftKey } from '#web/platform/draft.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import type { Conflict } from '#web/platform/record-form.ts'
import { FormFrame } from '#web/ui/form-frame.tsx'
import { type CompanyForm as Form, toForm, toInput } from './company-fields.ts'
import { CompanyConflicts, mergeForms } from './conflict.tsx'
import { useMembers } from './members.ts'
import { FormSections } from './form-sections.tsx'

type Props = {
  company: Company | null
  name?: string
  /** The field that the cursor stands in at first; the name, when not said. */
  beginAt?: string | undefined
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

function FormOf({ company, name, beginAt, onSaved, onCancel, definitions }: Props & { definitions: CustomField[] }) {
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
  useEffect(() => {
    if (beginAt)
      document.querySelector<HTMLElement>(`form :is([name="${beginAt}"], [name="${beginAt}.street"])`)?.focus()
  }, [beginAt])
  const { send, fields } = useSend({ form, base, definitions, merge, saved })
  return (
    <FormFrame
      isDirty={isDirty}
      wasKept={draft.wasKept}
      isSending={fields.isSending}
      refusal={fields.general}
      onSubmit={send}
      onCancel={onCancel}
      discard={draft.discard}
    >
      {conflicts && (
        <CompanyConflicts
          conflicts={conflicts}
          form={form}
          definitions={definitions}
          memberName={memberName}
          onChoose={(choice) => set(() => choice)}
        />
      )}
      <FormSections form={form} base={base} definitions={definitions} set={set} fields={fields} />
    </FormFrame>
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
