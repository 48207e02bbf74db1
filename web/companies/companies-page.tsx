import { Alert, Badge, Button, Group, Stack, Table, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { companies, type Company } from '#contract/companies.ts'
import { effectiveAddress, formatOrgNumber, formatPhone } from '#contract/rules.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, texts } from '#web/platform/texts.ts'
import { WideTable } from '#web/ui/wide-table.tsx'

/** All companies by name; more come as one asks for them, by key and never by offset. */
export function CompaniesPage() {
  const { mayChange } = useRights()
  const pages = useInfiniteQuery({
    queryKey: ['companies'],
    queryFn: ({ pageParam }) =>
      call(companies.list, { query: { inactive: 'with', ...(pageParam ? { after: pageParam } : {}) } }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h3">
          {texts.companies}
        </Title>
        {mayChange('crm') && (
          <Button component={Link} to="/companies/new">
            {texts.new_company}
          </Button>
        )}
      </Group>
      {pages.error && <Alert color="red">{fill(texts.refused, { why: sentenceOf(pages.error) })}</Alert>}
      {pages.isSuccess && rows.length === 0 && <Text c="dimmed">{texts.no_companies}</Text>}
      {rows.length > 0 && (
        <WideTable label={texts.companies} width={640}>
          <Table.Thead>
            <Table.Tr>
              {(['name', 'city', 'org_number', 'phone', 'customer_number'] as const).map((column) => (
                <Table.Th key={column}>{texts[column]}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((company) => (
              <Row key={company.id} company={company} />
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      {pages.hasNextPage && (
        <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
          {texts.more}
        </Button>
      )}
    </Stack>
  )
}

function Row({ company }: { company: Company }) {
  return (
    <Table.Tr>
      <Table.Td maw={320}>
        <Link className="plain-link" to="/companies/$id/$tab" params={{ id: company.id, tab: 'info' }}>
          {company.name}
        </Link>{' '}
        {company.inactive_at && (
          <Badge size="xs" variant="default">
            {texts.inactive_at}
          </Badge>
        )}
      </Table.Td>
      <Table.Td>{effectiveAddress('postal', company)?.city}</Table.Td>
      <Table.Td>{company.org_number && formatOrgNumber(company.org_number)}</Table.Td>
      <Table.Td>{company.phone && formatPhone(company.phone)}</Table.Td>
      <Table.Td>{company.customer_number}</Table.Td>
    </Table.Tr>
  )
}
