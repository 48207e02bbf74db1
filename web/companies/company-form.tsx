import {
  Alert,
  Anchor,
  Button,
  Checkbox,
  Fieldset,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { companies, type Company, CompanyInput } from '#contract/companies.ts'
import { session } from '#contract/session.ts'
import { call, type Refusal } from '#web/platform/api.ts'
import { useDraft, useDraftKey } from '#web/platform/draft.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { languageName, texts } from '#web/platform/texts.ts'
import {
  type AddressKind,
  addressKinds,
  type CompanyForm as Form,
  type FormAddress,
  noAddress,
  type TextField,
  toForm,
  toInput,
} from './company-fields.ts'
import { type Conflict, ConflictPanel, mergeForms } from './conflict.tsx'
import { DuplicatesHint } from './duplicates-hint.tsx'

type Props = {
  company: Company | null
  name?: string
  onSaved: (company: Company) => void
  onCancel: () => void
}

const reach: TextField[] = ['phone', 'mobile', 'email', 'website', 'fax', 'invoice_emails']
const facts: TextField[] = [
  'industry',
  'source',
  'employees',
  'founded_on',
  'turnover_ore',
  'profit_ore',
  'share_capital_ore',
]
const payment: TextField[] = ['bank_account', 'iban', 'bic', 'vat_number', 'gln']

/** What is typed, and the version of the company that it was typed over. */
type Draft = { form: Form; base: Company | null }

/** Registers or changes a company. Nothing typed is lost: not by a refusal, a reload, or a colleague who saved first. */
export function CompanyForm({ company, name, onSaved, onCancel }: Props) {
  const key = useDraftKey(`company:${company?.id ?? 'new'}`)
  const draft = useDraft<Draft>(key, { form: { ...toForm(company), ...(name ? { name } : {}) }, base: company })
  const { form, base } = draft.value
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const [conflicts, setConflicts] = useState<Conflict[] | null>(null)
  const fields = useFieldErrors()
  const set = (change: Partial<Form>) => draft.change({ form: { ...form, ...change }, base })

  const merge = (refusal: Refusal) => {
    if (refusal.code !== 'stale' || !base) return false
    const current = refusal.current as Company
    const merged = mergeForms(form, base, current)
    draft.change({ form: merged.form, base: current })
    setConflicts(merged.conflicts)
    return true
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const body = toInput(form, base === null)
    let saved: Company | undefined
    const save = async () => {
      saved = base
        ? await call(companies.update, { params: { id: base.id }, body, version: base.version })
        : await call(companies.create, { body, key: idempotencyKey })
    }
    await fields.check(CompanyInput, body, save, merge)
    if (!saved) return
    draft.discard()
    onSaved(saved)
  }
  const input = (field: TextField, more: object = {}) => (
    <TextInput
      key={field}
      name={field}
      label={texts[field]}
      value={form[field]}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
      error={fields.errorOf(field)}
      {...more}
    />
  )
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="md" maw={900}>
        {draft.wasKept && (
          <Alert color="yellow" p="xs">
            {texts.draft}{' '}
            <Anchor component="button" type="button" size="sm" onClick={draft.discard}>
              {texts.discard_draft}
            </Anchor>
          </Alert>
        )}
        {conflicts && <ConflictPanel conflicts={conflicts} form={form} onChoose={set} />}
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {input('name', { required: true, 'data-autofocus': true, autoFocus: true })}
          {input('nickname')}
          {input('org_number')}
          {input('country', { maxLength: 2 })}
          {input('customer_number', { inputMode: 'numeric' })}
          <Owner value={form.owner_id} onChange={(owner_id) => set({ owner_id })} error={fields.errorOf('owner_id')} />
        </SimpleGrid>
        <Group>
          {(['is_customer', 'is_supplier', 'is_lead'] as const).map((flag) => (
            <Checkbox
              key={flag}
              label={texts[flag]}
              checked={form[flag]}
              onChange={(event) => set({ [flag]: event.currentTarget.checked })}
            />
          ))}
        </Group>
        <DuplicatesHint form={form} except={base?.id} />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {reach.map((field) => input(field))}
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {addressKinds.map((kind) => (
            <AddressFields
              key={kind}
              kind={kind}
              value={form[kind]}
              onChange={(address) => set({ [kind]: address })}
              errorOf={fields.errorOf}
            />
          ))}
        </SimpleGrid>
        <Fieldset legend={texts.additional}>
          <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
            {facts.map((field) => input(field))}
            {payment.map((field) => input(field))}
            <Select
              label={texts.language}
              clearable
              data={(['nb', 'nn', 'en', 'sv', 'da'] as const).map((code) => ({
                value: code,
                label: languageName(code),
              }))}
              value={form.language}
              onChange={(language) => set({ language })}
            />
          </SimpleGrid>
          <Textarea
            mt="sm"
            label={texts.note}
            autosize
            minRows={2}
            maxRows={10}
            value={form.note}
            onChange={(event) => set({ note: event.currentTarget.value })}
            error={fields.errorOf('note')}
          />
        </Fieldset>
        {fields.general}
        <Group>
          <Button type="submit" loading={fields.isSending}>
            {texts.save}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              draft.discard()
              onCancel()
            }}
          >
            {texts.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type OwnerProps = { value: string | null; onChange: (owner: string | null) => void; error: string | undefined }

function Owner({ value, onChange, error }: OwnerProps) {
  const members = useQuery({ queryKey: ['members'], queryFn: () => call(session.members) })
  return (
    <Select
      label={texts.owner_id}
      searchable
      clearable
      data={(members.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      error={error}
    />
  )
}

type AddressProps = {
  kind: AddressKind
  value: FormAddress | null
  onChange: (address: FormAddress | null) => void
  errorOf: (field: string) => string | undefined
}

function AddressFields({ kind, value, onChange, errorOf }: AddressProps) {
  const input = (field: keyof FormAddress) => (
    <TextInput
      key={field}
      label={texts[field]}
      value={value?.[field] ?? ''}
      onChange={(event) => value && onChange({ ...value, [field]: event.currentTarget.value })}
      error={errorOf(`${kind}.${field}`)}
    />
  )
  return (
    <Fieldset legend={texts[kind]}>
      <Stack gap="xs">
        {kind !== 'postal_address' && (
          <Checkbox
            label={texts.same_as_postal}
            checked={value === null}
            onChange={(event) => onChange(event.currentTarget.checked ? null : noAddress)}
          />
        )}
        {value && (
          <>
            {input('street')}
            <SimpleGrid cols={3} spacing="xs">
              {input('postal_code')}
              {input('city')}
              {input('country')}
            </SimpleGrid>
          </>
        )}
      </Stack>
    </Fieldset>
  )
}
