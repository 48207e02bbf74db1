import { Badge, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { CompanyCard } from '#contract/companies.ts'
import { texts as shared } from '#web/platform/texts.ts'
import { MailLink, PhoneLink } from '#web/ui/field.tsx'
import { WideTable } from '#web/ui/wide-table.tsx'
import { hasLeft } from './names.ts'
import { texts } from './texts.ts'

export function ContactsPanel({ company }: { company: CompanyCard }) {
  if (company.contacts.length === 0) return <Text c="dimmed">{texts.no_contacts}</Text>
  return (
    <WideTable label={shared.contacts} width={520}>
      <Table.Thead>
        <Table.Tr>
          {(['name', 'title', 'phone', 'mobile', 'email'] as const).map((column) => (
            <Table.Th key={column}>{shared[column]}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {company.contacts.map((contact) => (
          <Table.Tr key={contact.id}>
            <Table.Td>
              <Link className="plain-link" to="/persons/$id/$tab" params={{ id: contact.person_id, tab: 'info' }}>
                {contact.name}
              </Link>{' '}
              {contact.is_primary && (
                <Badge size="xs" variant="light">
                  {shared.primary}
                </Badge>
              )}
              {hasLeft(contact) && (
                <Badge size="xs" color="gray">
                  {shared.left_company}
                </Badge>
              )}
            </Table.Td>
            <Table.Td>{contact.title}</Table.Td>
            <Table.Td>{contact.phone && <PhoneLink number={contact.phone} />}</Table.Td>
            <Table.Td>{contact.mobile && <PhoneLink number={contact.mobile} isMobile />}</Table.Td>
            <Table.Td>{contact.email && <MailLink address={contact.email} />}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}
