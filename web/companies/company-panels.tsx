import { ActionIcon, Anchor, Badge, Group, SimpleGrid, Table, Text } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Company, CompanyCard } from '#contract/companies.ts'
import { effectiveAddress, formatBankAccount, formatPhone, formatVatNumber } from '#contract/rules.ts'
import { addressText, countryName } from '#web/addresses/show.ts'
import { isOpen, showCustomValue, useCustomFields } from '#web/custom-fields/custom-fields.ts'
import { formatDay, formatKroner, languageName, type TextKey, texts } from '#web/platform/texts.ts'
import { WideTable } from '#web/ui/wide-table.tsx'
import { addressKinds } from './company-fields.ts'

function Field({ name, label, children }: { name?: TextKey; label?: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="xs" c="dimmed">
        {name ? texts[name] : label}
      </Text>
      <Text component="dd" m={0} size="sm" className="field-value">
        {children || '–'}
      </Text>
    </div>
  )
}

const phone = (number: string | null) =>
  number && (
    <Anchor inherit href={`tel:${number}`}>
      {formatPhone(number)}
    </Anchor>
  )
const mail = (address: string) => (
  <Anchor inherit key={address} href={`mailto:${address}`} mr="xs">
    {address}
  </Anchor>
)

/** Which address is used for what follows R6: invoice → postal → visiting, delivery → visiting → postal. */
function addressOf(company: Company, kind: (typeof addressKinds)[number]) {
  const used = effectiveAddress(kind.replace('_address', '') as 'postal', company)
  return used && addressText(used)
}

export function InfoPanel({ company }: { company: CompanyCard }) {
  return (
    <SimpleGrid component="dl" m={0} cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
      <Field name="phone">{phone(company.phone)}</Field>
      <Field name="mobile">{phone(company.mobile)}</Field>
      <Field name="email">{company.email && mail(company.email)}</Field>
      <Field name="website">
        {company.website && (
          <Group component="span" gap={4} wrap="nowrap">
            {company.website.replace(/^https?:\/\//, '')}
            <ActionIcon
              component="a"
              variant="subtle"
              size="sm"
              href={company.website}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={texts.open_website}
              title={texts.open_website}
            >
              <IconExternalLink size={15} />
            </ActionIcon>
          </Group>
        )}
      </Field>
      <Field name="postal_address">{addressOf(company, 'postal_address')}</Field>
      <Field name="visiting_address">{addressOf(company, 'visiting_address')}</Field>
      <Field name="nickname">{company.nickname}</Field>
      <Field name="fax">{company.fax && formatPhone(company.fax)}</Field>
    </SimpleGrid>
  )
}

export function AdditionalPanel({ company }: { company: CompanyCard }) {
  return (
    <SimpleGrid component="dl" m={0} cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
      <Field name="delivery_address">{addressOf(company, 'delivery_address')}</Field>
      <Field name="invoice_address">{addressOf(company, 'invoice_address')}</Field>
      <Field name="invoice_emails">{company.invoice_emails.length > 0 && company.invoice_emails.map(mail)}</Field>
      <Field name="bank_account">{company.bank_account && formatBankAccount(company.bank_account)}</Field>
      <Field name="vat_number">{company.vat_number && formatVatNumber(company.vat_number)}</Field>
      <Field name="country">{countryName(company.country)}</Field>
      <Field name="employees">{company.employees?.toLocaleString('nb-NO')}</Field>
      {(['industry', 'source', 'gln', 'iban', 'bic'] as const).map((name) => (
        <Field key={name} name={name}>
          {company[name]}
        </Field>
      ))}
      <Field name="language">{company.language && languageName(company.language)}</Field>
      <Field name="founded_on">{company.founded_on && formatDay(company.founded_on)}</Field>
      {(['turnover_ore', 'profit_ore', 'share_capital_ore'] as const).map((name) => (
        <Field key={name} name={name}>
          {company[name] !== null && formatKroner(company[name])}
        </Field>
      ))}
      <OwnFields company={company} />
      <Field name="note">{company.note}</Field>
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

export function ContactsPanel({ company }: { company: CompanyCard }) {
  if (company.contacts.length === 0) return <Text c="dimmed">{texts.no_contacts}</Text>
  return (
    <WideTable label={texts.contacts} width={520}>
      <Table.Thead>
        <Table.Tr>
          {(['name', 'title', 'phone', 'mobile', 'email'] as const).map((column) => (
            <Table.Th key={column}>{texts[column]}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {company.contacts.map((contact) => (
          <Table.Tr key={contact.id}>
            <Table.Td>
              {contact.name}{' '}
              {contact.is_primary && (
                <Badge size="xs" variant="light">
                  {texts.primary}
                </Badge>
              )}
              {contact.to_on && (
                <Badge size="xs" color="gray">
                  {texts.left_company}
                </Badge>
              )}
            </Table.Td>
            <Table.Td>{contact.title}</Table.Td>
            <Table.Td>{phone(contact.phone)}</Table.Td>
            <Table.Td>{phone(contact.mobile)}</Table.Td>
            <Table.Td>{contact.email && mail(contact.email)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}
