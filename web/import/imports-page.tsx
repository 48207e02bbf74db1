import { Alert, Anchor, Button, FileButton, Paper, Progress, Stack, Table, Text, Title } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type DragEvent, useState } from 'react'
import { type Import, imports, LARGEST_FILE } from '#contract/imports.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { fill, formatMoment } from '#web/platform/texts.ts'
import { WideTable } from '#web/ui/wide-table.tsx'
import { texts } from './texts.ts'
import { uploadFile } from './upload.ts'
import { isAtWork } from './work.tsx'

/** Where an import begins, and those that were. */
export function ImportsPage() {
  return (
    <Stack maw={900}>
      <Title order={1} size="h3">
        {texts.imports}
      </Title>
      <Text c="dimmed">{texts.lead}</Text>
      <Upload />
      <Earlier />
    </Stack>
  )
}

function Upload() {
  const navigate = useNavigate()
  const [sent, setSent] = useState<{ name: string; share: number } | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isOver, setIsOver] = useState(false)
  const take = async (file: File | null | undefined) => {
    if (!file) return
    setRefusal(null)
    if (file.size > LARGEST_FILE) {
      setRefusal(texts.large)
      return
    }
    setSent({ name: file.name, share: 0 })
    try {
      const { id } = await uploadFile(file, (share) => setSent({ name: file.name, share }))
      await navigate({ to: '/import/$id', params: { id } })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      setRefusal(sentenceOf(error))
      setSent(null)
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    void take(event.dataTransfer.files[0])
  }
  return (
    <Paper
      withBorder
      p="xl"
      className="drop-zone"
      data-over={isOver || undefined}
      onDrop={drop}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
    >
      {sent ? (
        <Stack gap="xs" role="status">
          <Text>{fill(texts.sending, { file: sent.name })}</Text>
          <Progress value={100 * sent.share} aria-label={fill(texts.sending, { file: sent.name })} />
        </Stack>
      ) : (
        <Stack align="center" gap="xs">
          <FileButton
            onChange={(file) => void take(file)}
            accept=".csv,.txt,.tsv,.xlsx"
            inputProps={{ 'aria-label': texts.choose_file }}
          >
            {(props) => (
              <Button {...props} leftSection={<IconUpload size={16} />}>
                {texts.choose_file}
              </Button>
            )}
          </FileButton>
          <Text size="sm" c="dimmed" visibleFrom="sm">
            {texts.drop}
          </Text>
        </Stack>
      )}
      {refusal && (
        <Alert color="red" role="alert" mt="md">
          {refusal}
        </Alert>
      )}
    </Paper>
  )
}

function Earlier() {
  const { data } = useQuery({
    queryKey: ['imports'],
    queryFn: () => call(imports.list),
    refetchInterval: ({ state }) => (state.data?.items.some(isAtWork) ? 2_000 : false),
  })
  if (!data) return null
  if (data.items.length === 0) return <Text c="dimmed">{texts.none}</Text>
  return (
    <>
      <Title order={2} size="h4">
        {texts.earlier}
      </Title>
      <WideTable label={texts.earlier} width={560}>
        <Table.Thead>
          <Table.Tr>
            {(['file', 'state', 'rows', 'when'] as const).map((column) => (
              <Table.Th key={column}>{texts[column]}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.items.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Td>
                <Anchor renderRoot={(props) => <Link {...props} to="/import/$id" params={{ id: one.id }} />}>
                  {one.file_name}
                </Anchor>
              </Table.Td>
              <Table.Td>{stateOf(one)}</Table.Td>
              <Table.Td>{one.row_count}</Table.Td>
              <Table.Td>{[formatMoment(one.created_at), one.user_name].filter(Boolean).join(' · ')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </>
  )
}

function stateOf(one: Import): string {
  if (!isAtWork(one)) return texts[one.state]
  if (one.halt) return `${texts[one.state]} – ${texts[one.halt].toLocaleLowerCase()}`
  const share = Math.floor((100 * one.done_rows) / Math.max(1, one.row_count))
  return one.state === 'reading' ? texts.reading : `${texts[one.state]} – ${share} %`
}
