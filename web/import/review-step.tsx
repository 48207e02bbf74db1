import { Alert, Anchor, Button, Group, SegmentedControl, Select, Stack, Table, Text, Title } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type Import, type ImportRow, importRules, imports } from '#contract/imports.ts'
import { useCustomFields } from '#web/custom-fields/custom-fields.ts'
import { call } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { fill, type TextKey, texts as shared } from '#web/platform/texts.ts'
import { WideTable } from '#web/ui/wide-table.tsx'
import { downloadFaulty } from './faulty-rows.ts'
import { fieldLabel, texts } from './texts.ts'

const states = ['faulty', 'known', 'repeated', 'new'] as const

/** What the check found, row by row, before anything is written. */
export function Review({ found, onImport }: { found: Import; onImport: () => void }) {
  const queries = useQueryClient()
  const { counts } = found
  const [state, setState] = useState<(typeof states)[number]>(states.find((name) => counts[name] > 0) ?? 'new')
  const able = counts.new + counts.known + counts.repeated
  const back = async () => {
    const { has_header, mapping, rule, version, id } = found
    const plan = { params: { id }, body: { has_header, mapping, rule }, version }
    await attempt(async () => queries.setQueryData(['import', id], await call(imports.plan, plan)))
  }
  return (
    <Stack>
      <Title order={2} size="h4">
        {texts.review}
      </Title>
      <SegmentedControl
        aria-label={texts.review}
        value={state}
        onChange={(value) => setState(value)}
        data={states.map((value) => ({ value, label: `${texts[value]} (${counts[value]})` }))}
        className="wrapping-control"
      />
      <Rows key={state} found={found} state={state} />
      {able === 0 && <Alert color="yellow">{texts.nothing_to_import}</Alert>}
      <Group>
        <Button onClick={onImport} disabled={able === 0}>
          {fill(texts.start, { rows: String(able) })}
        </Button>
        <Button variant="default" onClick={back}>
          {texts.change_columns}
        </Button>
        {counts.faulty > 0 && (
          <Button variant="subtle" onClick={() => void attempt(() => downloadFaulty(found))}>
            {texts.download_faulty}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

function Rows({ found, state }: { found: Import; state: ImportRow['state'] }) {
  const { id } = found
  const { data: own = [] } = useCustomFields()
  const pages = useInfiniteQuery({
    queryKey: ['import', id, 'rows', state],
    queryFn: ({ pageParam }) => call(imports.rows, { params: { id }, query: { state, after: pageParam } }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
  })
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  if (pages.isSuccess && rows.length === 0) return <Text c="dimmed">{texts.no_rows}</Text>
  return (
    <>
      <WideTable label={texts[state === 'unchecked' ? 'all' : state]} width={720}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={70}>{texts.row}</Table.Th>
            <Table.Th>{texts.what}</Table.Th>
            <Table.Th>{texts.finding}</Table.Th>
            {state === 'known' && <Table.Th w={230}>{texts.decision}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.number}>
              <Table.Td>{row.number}</Table.Td>
              <Table.Td maw={340}>
                <Text size="sm" truncate>
                  {row.cells.filter((cell) => cell.trim()).join(' · ')}
                </Text>
              </Table.Td>
              <Table.Td>
                <Findings row={row} own={own} />
              </Table.Td>
              {state === 'known' && (
                <Table.Td>
                  <Decision importId={id} row={row} />
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      {pages.hasNextPage && (
        <Group>
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            {texts.more_rows}
          </Button>
        </Group>
      )}
    </>
  )
}

function Findings({ row, own }: { row: ImportRow; own: { id: string; label: string }[] }) {
  const matched = row.matched_by ? (shared[row.matched_by as TextKey] ?? row.matched_by).toLocaleLowerCase() : ''
  return (
    <Stack gap={2}>
      {row.match && row.state === 'known' && (
        <Text size="sm">
          <Anchor
            aria-label={fill(texts.open, { name: row.match.name })}
            renderRoot={(props) => (
              <Link
                {...props}
                to="/companies/$id/$tab"
                params={{ id: row.match?.id ?? '', tab: 'info' }}
                target="_blank"
              />
            )}
          >
            {fill(texts.known_by, { name: row.match.name, field: matched })}
          </Anchor>
        </Text>
      )}
      {row.state === 'repeated' && <Text size="sm">{texts.is_repeated}</Text>}
      {row.errors.map(({ field, value, message, is_warning }) => (
        <Text key={field + message} size="sm" className="field-value">
          <Text span fw={500} size="sm" c={is_warning ? 'dimmed' : 'var(--mantine-color-error)'}>
            {is_warning && `${texts.notice}: `}
            {fieldLabel(field, own)}
          </Text>
          {value && ` «${value.length > 60 ? `${value.slice(0, 60)} …` : value}»`}: {message}
        </Text>
      ))}
    </Stack>
  )
}

/** What happens to this one row, whatever the rule says. */
function Decision({ importId, row }: { importId: string; row: ImportRow }) {
  const queries = useQueryClient()
  const decide = async (decision: string | null) => {
    const params = { id: importId, number: row.number }
    await attempt(() => call(imports.decide, { params, body: { decision: decision as ImportRow['decision'] } }))
    await queries.invalidateQueries({ queryKey: ['import', importId, 'rows'] })
  }
  return (
    <Select
      size="xs"
      aria-label={fill(texts.decision_of, { row: String(row.number) })}
      placeholder={texts.by_rule}
      clearable
      data={importRules.map((rule) => ({ value: rule, label: texts[`rule_${rule}`] }))}
      value={row.decision}
      onChange={decide}
    />
  )
}
