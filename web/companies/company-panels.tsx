import { Group, SimpleGrid } from '@mantine/core'
import { type ReactNode, Suspense } from 'react'
import type { Company, CompanyCard } from '#contract/companies.ts'
import { effectiveAddress, formatBankAccount, formatPhone, formatVatNumber } from '#contract/rules.ts'
import { addressText, countryName } from '#web/addresses/show.ts'
import { isOpen, showCustomValue, useCustomFields } from '#web/custom-fields/custom-fields.ts'
import { formatDay, formatKroner, languageName, type TextKey, texts } from '#web/platform/texts.ts'
import { MobileLink } from '#web/sms/mobile-link.tsx'
import { useSms } from '#web/sms/use-sms.tsx'
import { Field, MailLink, PhoneLink, WebsiteLink } from '#web/ui/field.tsx'
import { lazily } from '#web/ui/lazily.tsx'
import type { AddressKind } from './company-fields.ts'

const PhoneShortcut = lazily(async () => (await import('#web/services/shortcuts.tsx')).PhoneShortcut)
const AddressShortcuts = lazily(async () => (await import('#web/services/shortcuts.tsx')).AddressShortcuts)

/** Which address is used for what follows R6: invoice → postal → visiting, delivery → visiting → postal. */
function addressOf(company: Company, kind: AddressKind) {
  const used = effectiveAddress(kind.replace('_address', '') as 'postal', company)
  return used && addressText(used)
}

const Named = ({ name, children }: { name: TextKey; children: ReactNode }) => (
  <Field label={texts[name]}>{children}</Field>
)

export function InfoPanel({ company }: { company: CompanyCard }) {
  const { id, name } = company
  const sms = useSms()
  return (
    <SimpleGrid component="dl" m={0} cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
      <Named name="phone">
        {company.phone && (
          <WithShortcut field={<PhoneLink number={company.phone} />}>
            <PhoneShortcut number={company.phone} />
          </WithShortcut>
        )}
      </Named>
      <Named name="mobile">
        {company.mobile && <MobileLink number={company.mobile} of={{ kind: 'company', id, name }} onSms={sms.write} />}
      </Named>
      <Named name="email">{company.email && <MailLink address={company.email} />}</Named>
      <Named name="website">{company.website && <WebsiteLink website={company.website} />}</Named>
      <AddressField company={company} kind="postal_address" />
      <AddressField company={company} kind="visiting_address" />
      <Named name="nickname">{company.nickname}</Named>
      <Named name="fax">{company.fax && formatPhone(company.fax)}</Named>
      {sms.dialog}
    </SimpleGrid>
  )
}

type AddressProps = { company: CompanyCard; kind: 'postal_address' | 'visiting_address' }

function AddressField({ company, kind }: AddressProps) {
  const used = effectiveAddress(kind === 'postal_address' ? 'postal' : 'visiting', company)
  return (
    <Named name={kind}>
      {used && (
        <WithShortcut field={addressText(used)}>
          <AddressShortcuts address={used} name={texts[kind]} company_id={company.id} />
        </WithShortcut>
      )}
    </Named>
  )
}

/** What a service does with the field comes a little after the field. */
function WithShortcut({ field, children }: { field: ReactNode; children: ReactNode }) {
  return (
    <Group component="span" gap={4}>
      <span>{field}</span>
      <Suspense>{children}</Suspense>
    </Group>
  )
}

export function AdditionalPanel({ company }: { company: CompanyCard }) {
  return (
    <SimpleGrid component="dl" m={0} cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
      <Named name="delivery_address">{addressOf(company, 'delivery_address')}</Named>
      <Named name="invoice_address">{addressOf(company, 'invoice_address')}</Named>
      <Named name="invoice_emails">
        {company.invoice_emails.length > 0 &&
          company.invoice_emails.map((address) => <MailLink key={address} address={address} />)}
      </Named>
      <Named name="bank_account">{company.bank_account && formatBankAccount(company.bank_account)}</Named>
      <Named name="vat_number">{company.vat_number && formatVatNumber(company.vat_number)}</Named>
      <Named name="country">{countryName(company.country)}</Named>
      <Named name="employees">{company.employees?.toLocaleString('nb-NO')}</Named>
      {(['industry', 'source', 'gln', 'iban', 'bic'] as const).map((name) => (
        <Named key={name} name={name}>
          {company[name]}
        </Named>
      ))}
      <Named name="language">{company.language && languageName(company.language)}</Named>
      <Named name="founded_on">{company.founded_on && formatDay(company.founded_on)}</Named>
      {(['turnover_ore', 'profit_ore', 'share_capital_ore'] as const).map((name) => (
        <Named key={name} name={name}>
          {company[name] !== null && formatKroner(company[name])}
        </Named>
      ))}
      <OwnFields company={company} />
      {company.note && (
        <div className="whole-row">
          <Named name="note">{company.note}</Named>
        </div>
      )}
    </SimpleGrid>
  )
}

function OwnFields({ company }: { company: CompanyCard }) {
  const { data: definitions = [] } = useCustomFields()
  return definitions.filter(isOpen).map((field) => {
    const value = company.custom[field.id]
    return (
      <Field key={field.id} label={field.label}>
        {value === undefined ? null : showCustomValue(field, value)}
      </Field>
    )
  })
}
