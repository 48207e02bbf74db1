import { Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { PersonCard } from '#contract/people.ts'
import { texts as shared } from '#web/platform/texts.ts'
import { WideTable } from '#web/ui/wide-table.tsx'
import { texts } from './texts.ts'

export function CompaniesPanel({ person }: { person: PersonCard }) {
  if (person.roles.length === 0) return <Text c="dimmed">{texts.no_companies}</Text>
  return (
    <WideTable label={texts.companies} width={520}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{shared.name}</Table.Th>
          <Table.Th>{shared.title}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {person.roles.map((role) => (
          <Table.Tr key={role.id}>
            <Table.Td>
              <Link className="plain-link" to="/companies/$id/$tab" params={{ id: role.company_id, tab: 'info' }}>
                {role.company_name}
              </Link>
            </Table.Td>
            <Table.Td>{role.title}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}
