import { Alert, Button, Checkbox, Group, Paper, Radio, Select, Stack, Table, Text, Title } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Import, importRules, imports } from '#contract/imports.ts'
import { isOpen, useCustomFields } from '#web/custom-fields/custom-fields.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { WideTable } from '#web/ui/wide-table.tsx'
import { fieldChoices, texts } from './texts.ts'

/** What each column is, and what happens to companies that are there already. */
export function ChosenColumns({ found, onPlanned }: { found: Import; onPlanned: () => void }) {
  const queries = useQueryClient()
  const [plan, setPlan] = useState({ has_header: found.has_header, mapping: found.mapping, rule: found.rule })
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isSending, setIsSending] = useState(false)
  const { data: own = [] } = useCustomFields()
  const { data: sample } = useQuery({
    queryKey: ['import', found.id, 'sample'],
    queryFn: () => call(imports.rows, { params: { id: found.id }, query: { size: 3 } }),
  })
  const choices = fieldChoices(own.filter(isOpen))
  const width = Math.max(found.header.length, ...(sample?.items ?? []).map(({ cells }) => cells.length))
  const mapping = Array.from({ length: width }, (_, at) => plan.mapping[at] ?? null)
  const set = (at: number, field: string | null) =>
    // A field is in one column only: chosen here, it is free there.
    setPlan({
      ...plan,
      mapping: mapping.map((known, other) => (other === at ? field : known === field ? null : known)),
    })
  const send = async () => {
    setRefusal(null)
    setIsSending(true)
    try {
      const body = { ...plan, mapping }
      const head = await call(imports.plan, { params: { id: found.id }, body, version: found.version })
      queries.setQueryData(['import', found.id], head)
      onPlanned()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      setRefusal(sentenceOf(error))
      await queries.invalidateQueries({ queryKey: ['import', found.id] })
    } finally {
      setIsSending(false)
    }
  }
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={2} size="h4">
          {texts.columns}
        </Title>
        <Checkbox
          label={texts.has_header}
          checked={plan.has_header}
          onChange={(event) => setPlan({ ...plan, has_header: event.currentTarget.checked })}
        />
      </Group>
      <Paper withBorder>
        <WideTable label={texts.columns} width={560}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.column}</Table.Th>
              <Table.Th>{texts.samples}</Table.Th>
              <Table.Th w={280}>{texts.field}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {mapping.map((field, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- a column is its place
              <Table.Tr key={at}>
                <Table.Td fw={500}>{nameOf(found, plan.has_header, at)}</Table.Td>
                <Table.Td c="dimmed" maw={320}>
                  <Text size="sm" truncate>
                    {(sample?.items ?? [])
                      .map(({ cells }) => cells[at]?.trim())
                      .filter(Boolean)
                      .join(' · ')}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Select
                    aria-label={`${texts.field}: ${nameOf(found, plan.has_header, at)}`}
                    placeholder={texts.not_imported}
                    data={choices}
                    value={field}
                    onChange={(chosen) => set(at, chosen)}
                    clearable
                    searchable
                    size="xs"
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      </Paper>
      <Radio.Group label={texts.rule} value={plan.rule} onChange={(rule) => setPlan({ ...plan, rule })}>
        <Stack gap={6} mt={6}>
          {importRules.map((rule) => (
            <Radio key={rule} value={rule} label={texts[`rule_${rule}`]} />
          ))}
        </Stack>
      </Radio.Group>
      {refusal && (
        <Alert color="red" role="alert">
          {refusal}
        </Alert>
      )}
      <Group>
        <Button onClick={send} loading={isSending}>
          {texts.check}
        </Button>
      </Group>
    </Stack>
  )
}

const nameOf = (found: Import, hasHeader: boolean, at: number) =>
  (hasHeader && found.header[at]) || `${texts.column} ${at + 1}`
