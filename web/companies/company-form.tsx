import {
  Alert,
  Anchor,
  Button,
  Checkbox,
  Fieldset,
  Group,
  Select,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { companies, type Company, CompanyInput, CompanyUpdate } from '#contract/companies.ts'
import { session } from '#contract/session.ts'
import { call, type Refusal } from '#web/platform/api.ts'
import { useDraft } from '#web/platform/draft.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill, type TextKey, texts } from '#web/platform/texts.ts'
import {
  type AddressKind,
  addressKinds,
  type CompanyForm as Form,
  type FormAddress,
  type TextField,
  toForm,
  toInput,
} from './company-fields.ts'

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

/** Registers or changes a company. Nothing typed is lost: not by a refusal, a reload, or a colleague who saved first. */
export function CompanyForm({ company, name, onSaved, onCancel }: Props) {
  const initial = company ? toForm(company) : { ...toForm(null), name: name ?? '' }
  const draft = useDraft<Form>(`draft:company:${company?.id ?? 'new'}`, initial)
  const form = draft.value
  const [base, setBase] = useState(company)
  const [key] = useState(() => crypto.randomUUID())
  const [clash, setClash] = useState<{ field: keyof Form; mine: Form[keyof Form]; theirs: Form[keyof Form] }[] | null>(
    null,
  )
  const fields = useFieldErrors()
  const set = (change: Partial<Form>) => draft.change({ ...form, ...change })

  const merge = (refusal: Refusal) => {
    if (refusal.code !== 'stale' || !base) return false
    const current = refusal.current as Company
    const [before, theirs] = [toForm(base), toForm(current)]
    const changedBy = (other: Form) =>
      (Object.keys(form) as (keyof Form)[]).filter(
        (field) => JSON.stringify(other[field]) !== JSON.stringify(before[field]),
      )
    const mine = changedBy(form)
    draft.change({ ...theirs, ...Object.fromEntries(mine.map((field) => [field, form[field]])) })
    setClash(
      changedBy(theirs)
        .filter((field) => mine.includes(field) && JSON.stringify(form[field]) !== JSON.stringify(theirs[field]))
        .map((field) => ({ field, mine: form[field], theirs: theirs[field] })),
    )
    setBase(current)
    return true
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    let saved: Company | undefined
    const body = toInput(form, base === null)
    const sendIt = async () => {
      saved = base
        ? await call(companies.update, { params: { id: base.id }, body, version: base.version })
        : await call(companies.create, { body, key })
    }
    await fields.check(base ? CompanyUpdate : CompanyInput, body, sendIt, merge)
    if (!saved) return
    draft.discard(toForm(saved))
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
            <Anchor component="button" type="button" size="sm" onClick={() => draft.discard(initial)}>
              {texts.discard_draft}
            </Anchor>
          </Alert>
        )}
        {clash && <Clash clash={clash} form={form} set={set} />}
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {input('name', { required: true, 'data-autofocus': true, autoFocus: true })}
          {input('nickname')}
          {input('org_number')}
          {input('country', { maxLength: 2 })}
          {input('customer_number', { inputMode: 'numeric' })}
          <Owner value={form.owner_id} onChange={(owner_id) => set({ owner_id })} />
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
        <Duplicates form={form} except={base?.id} />
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
              data={['nb', 'nn', 'en', 'sv', 'da']}
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
              draft.discard(initial)
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

function Owner({ value, onChange }: { value: string | null; onChange: (owner: string | null) => void }) {
  const members = useQuery({ queryKey: ['members'], queryFn: () => call(session.members) })
  return (
    <Select
      label={texts.owner_id}
      searchable
      clearable
      data={(members.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
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
            onChange={(event) =>
              onChange(event.currentTarget.checked ? null : { street: '', postal_code: '', city: '' })
            }
          />
        )}
        {value && (
          <>
            {input('street')}
            <SimpleGrid cols={2} spacing="xs">
              {input('postal_code')}
              {input('city')}
            </SimpleGrid>
          </>
        )}
      </Stack>
    </Fieldset>
  )
}

/** Likely the same company, while one types: a hint with a way to look at the other, never a wall. */
function Duplicates({ form, except }: { form: Form; except: string | undefined }) {
  const { name, org_number, phone, email, website } = form
  const [typed] = useDebouncedValue({ name, org_number, phone, email, website }, 250)
  const found = useQuery({
    queryKey: ['duplicates', typed, except],
    queryFn: () => call(companies.duplicates, { query: { ...typed, ...(except ? { except } : {}) } }),
    enabled: Object.values(typed).some((text) => text.trim().length > 2),
  })
  if (!found.data?.items.length) return null
  return (
    <Alert color="yellow" title={texts.duplicate} p="sm" role="status">
      {found.data.items.map((other) => (
        <Text key={other.id} size="sm">
          {other.name} ({other.customer_number}),{' '}
          {fill(texts.same, { fields: other.because.map((field) => texts[field as TextKey].toLowerCase()).join(', ') })}{' '}
          <Link className="plain-link" to="/companies/$id/$tab" params={{ id: other.id, tab: 'info' }}>
            {texts.open}
          </Link>
        </Text>
      ))}
    </Alert>
  )
}

type ClashProps = {
  clash: { field: keyof Form; mine: Form[keyof Form]; theirs: Form[keyof Form] }[]
  form: Form
  set: (change: Partial<Form>) => void
}

/** Both versions of what two people changed at once; each field by choice. */
function Clash({ clash, form, set }: ClashProps) {
  const show = (value: Form[keyof Form]) =>
    (typeof value === 'object' ? Object.values(value ?? {}).join(', ') : String(value)) || texts.empty
  return (
    <Alert color="orange" role="alert">
      {clash.length === 0 ? texts.stale_merged : texts.stale}
      {clash.map(({ field, mine, theirs }) => (
        <Group key={field} mt="xs" gap="xs">
          <Text size="sm" fw={600}>
            {texts[field]}
          </Text>
          <SegmentedControl
            aria-label={texts[field]}
            size="xs"
            value={JSON.stringify(form[field]) === JSON.stringify(theirs) ? 'theirs' : 'mine'}
            onChange={(side) => set({ [field]: side === 'theirs' ? theirs : mine })}
            data={[
              { value: 'mine', label: `${texts.mine}: ${show(mine)}` },
              { value: 'theirs', label: `${texts.theirs}: ${show(theirs)}` },
            ]}
          />
        </Group>
      ))}
    </Alert>
  )
}
