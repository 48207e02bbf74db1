import { Checkbox, Group, Paper, Select, SimpleGrid, Stack, Textarea, TextInput, Title } from '@mantine/core'
import { type ReactNode, Suspense, useId } from 'react'
import type { Company } from '#contract/companies.ts'
import type { CustomField } from '#contract/custom-fields.ts'
import { AddressFields, type FormAddress } from '#web/addresses/address-fields.tsx'
import { CountrySelect } from '#web/addresses/country-select.tsx'
import { isOpen } from '#web/custom-fields/custom-fields.ts'
import { CustomInput } from '#web/custom-fields/custom-input.tsx'
import type { useFieldErrors } from '#web/platform/form.ts'
import { languageName, texts } from '#web/platform/texts.ts'
import { DayInput } from '#web/ui/day-input.tsx'
import { lazily } from '#web/ui/lazily.tsx'
import { type AddressKind, addressKinds, type CompanyForm, flags, type TextField, tidy } from './company-fields.ts'
import { DuplicatesHint } from './duplicates-hint.tsx'
import { formTexts } from './form-texts.ts'
import { InvoiceEmails } from './invoice-emails.tsx'
import { useMembers } from './members.ts'

const FillForm = lazily(async () => (await import('#web/register/fill-form.tsx')).FillForm)

type Props = {
  form: CompanyForm
  base: Company | null
  definitions: CustomField[]
  set: (change: (now: CompanyForm) => Partial<CompanyForm>) => void
  fields: ReturnType<typeof useFieldErrors>
}

const reach: TextField[] = ['phone', 'mobile', 'email', 'website', 'fax']
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
const keyboards: Partial<Record<TextField, object>> = {
  phone: { type: 'tel' },
  mobile: { type: 'tel' },
  fax: { type: 'tel' },
  email: { type: 'email' },
  website: { type: 'url' },
  employees: { inputMode: 'numeric' },
  customer_number: { inputMode: 'numeric', description: formTexts.number_hint },
  turnover_ore: { inputMode: 'decimal' },
  share_capital_ore: { inputMode: 'decimal' },
}

/** All fields of a company, in sections: two columns where there is room. */
export function FormSections({ form, base, definitions, set, fields }: Props) {
  const change = (part: Partial<CompanyForm>) => {
    for (const field of Object.keys(part)) if (field !== 'custom') fields.forget(field)
    set(() => part)
  }
  const input = (field: TextField, more: object = {}) => (
    <TextInput
      key={field}
      name={field}
      label={texts[field]}
      autoComplete="off"
      value={form[field]}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
      onBlur={() => {
        const tidied = tidy(field, form[field], form.country)
        if (tidied !== form[field]) set(() => ({ [field]: tidied }))
      }}
      error={fields.errorOf(field)}
      {...keyboards[field]}
      {...more}
    />
  )
  const own = definitions.filter(isOpen)
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" className="form-columns">
      <Stack gap="md">
        <Section title={formTexts.company}>
          {input('name', { required: true, 'data-autofocus': true, autoFocus: true })}
          <Pair>
            {input('nickname')}
            {input('org_number')}
            <CountrySelect
              label={texts.country}
              value={form.country}
              allowDeselect={false}
              onChange={(country) => change({ country })}
              error={fields.errorOf('country')}
            />
            {input('customer_number', base ? { description: undefined } : {})}
          </Pair>
          <Checkbox.Group
            label={formTexts.kind}
            value={flags.filter((flag) => form[flag])}
            onChange={(chosen) => change(Object.fromEntries(flags.map((flag) => [flag, chosen.includes(flag)])))}
          >
            <Group mt={6}>
              {flags.map((flag) => (
                <Checkbox key={flag} value={flag} label={texts[flag]} />
              ))}
            </Group>
          </Checkbox.Group>
          <Owner
            value={form.owner_id}
            onChange={(owner_id) => change({ owner_id })}
            error={fields.errorOf('owner_id')}
          />
          {base ? (
            <DuplicatesHint form={form} except={base.id} />
          ) : (
            <Suspense fallback={<DuplicatesHint form={form} except={undefined} />}>
              <FillForm form={form} set={set}>
                <DuplicatesHint form={form} except={undefined} />
              </FillForm>
            </Suspense>
          )}
        </Section>
        <Section title={formTexts.reach}>
          <Pair>{reach.map((field) => input(field))}</Pair>
          <InvoiceEmails
            value={form.invoice_emails}
            onChange={(invoice_emails) => change({ invoice_emails })}
            errorOf={fields.errorOf}
          />
        </Section>
        {own.length > 0 && (
          <Section title={formTexts.own_fields}>
            <Pair>
              {own.map((field) => (
                <CustomInput
                  key={field.id}
                  field={field}
                  value={form.custom[field.id] ?? ''}
                  onChange={(typed) => {
                    fields.forget(`custom.${field.id}`)
                    set((now) => ({ custom: { ...now.custom, [field.id]: typed } }))
                  }}
                  error={fields.errorOf(`custom.${field.id}`)}
                />
              ))}
            </Pair>
          </Section>
        )}
        <Section title={texts.note}>
          <Textarea
            aria-label={texts.note}
            autosize
            minRows={3}
            maxRows={12}
            value={form.note}
            onChange={(event) => change({ note: event.currentTarget.value })}
            error={fields.errorOf('note')}
          />
        </Section>
      </Stack>
      <Stack gap="md">
        <Section title={formTexts.addresses}>
          {addressKinds.map((kind) => (
            <AddressOf key={kind} kind={kind} form={form} set={set} fields={fields} />
          ))}
        </Section>
        <Section title={formTexts.payment}>
          <Pair>
            {payment.map((field) => input(field))}
            <Select
              label={texts.language}
              clearable
              data={(['nb', 'nn', 'en', 'sv', 'da'] as const).map((code) => ({
                value: code,
                label: languageName(code),
              }))}
              value={form.language}
              onChange={(language) => change({ language })}
            />
          </Pair>
        </Section>
        <Section title={formTexts.facts}>
          <Pair>
            {facts.map((field) =>
              field === 'founded_on' ? (
                <DayInput
                  key={field}
                  label={texts.founded_on}
                  value={form.founded_on}
                  onChange={(founded_on) => change({ founded_on })}
                  error={fields.errorOf('founded_on')}
                />
              ) : (
                input(field)
              ),
            )}
          </Pair>
        </Section>
      </Stack>
    </SimpleGrid>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <Paper component="section" withBorder p="md" aria-labelledby={id}>
      <Title order={2} size="h5" mb="sm" id={id}>
        {title}
      </Title>
      <Stack gap="sm">{children}</Stack>
    </Paper>
  )
}

const Pair = ({ children }: { children: ReactNode }) => (
  <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
    {children}
  </SimpleGrid>
)

type OwnerProps = { value: string | null; onChange: (owner: string | null) => void; error: string | undefined }

function Owner({ value, onChange, error }: OwnerProps) {
  const { members } = useMembers()
  return (
    <Select
      label={texts.owner_id}
      searchable
      selectFirstOptionOnChange
      clearable
      data={members.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      error={error}
    />
  )
}

type AddressProps = Pick<Props, 'form' | 'set' | 'fields'> & { kind: AddressKind }

function AddressOf({ kind, form, set, fields }: AddressProps) {
  const follows = kind === 'delivery_address' && form.visiting_address ? 'visiting_address' : 'postal_address'
  const onChange = (change: (now: FormAddress | null) => FormAddress | null) => {
    fields.forget(kind)
    set((now) => ({ [kind]: change(now[kind]) }))
  }
  return (
    <AddressFields
      legend={texts[kind]}
      name={kind}
      value={form[kind]}
      onChange={onChange}
      errorOf={(line) => fields.errorOf(`${kind}.${line}`)}
      country={form.country || 'NO'}
      {...(kind === 'postal_address' ? {} : { instead: sameAs[follows] })}
    />
  )
}

const sameAs = { visiting_address: formTexts.same_as_visiting, postal_address: formTexts.same_as_postal }
