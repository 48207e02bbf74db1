import { Alert, Button, Group, Paper, Progress, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type Import, imports } from '#contract/imports.ts'
import { call } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { fill, texts as shared } from '#web/platform/texts.ts'
import { Question } from '#web/ui/question.tsx'
import { texts } from './texts.ts'

export const isAtWork = ({ state }: Import) => (working as readonly string[]).includes(state)
const working = ['reading', 'checking', 'importing', 'undoing'] as const

/** How far the work has come, which goes on when this page is closed, and what can be done about it. */
export function Work({ found }: { found: Import }) {
  const { state, halt, done_rows, row_count } = found
  const title = texts[`working_${state as (typeof working)[number]}`]
  const label = halt ? texts[halt] : title
  const isReading = state === 'reading'
  return (
    <Paper withBorder p="lg">
      <Stack gap="sm">
        <Text role="status">{label}</Text>
        <Progress
          size="lg"
          value={isReading ? 100 : (100 * done_rows) / Math.max(1, row_count)}
          animated={!halt}
          aria-label={title}
        />
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {isReading
              ? fill(texts.rows_read, { done: String(done_rows) })
              : fill(texts.progress, { done: String(done_rows), all: String(row_count) })}
          </Text>
          <Buttons found={found} />
        </Group>
        {halt === 'failed' && <Alert color="red">{texts.failed_help}</Alert>}
        {!halt && (
          <Text size="sm" c="dimmed">
            {texts.may_leave}
          </Text>
        )}
      </Stack>
    </Paper>
  )
}

function Buttons({ found }: { found: Import }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [asks, question] = useDisclosure()
  const { id, state, halt } = found
  const params = { id }
  const follow = (work: () => Promise<Import>) =>
    attempt(async () => queries.setQueryData(['import', id], await work()))
  const forget = () =>
    void attempt(async () => {
      await call(imports.delete, { params })
      await queries.invalidateQueries({ queryKey: ['imports'] })
      await navigate({ to: '/import' })
    })
  const cancel = {
    reading: forget,
    checking: () => follow(() => call(imports.stop, { params })),
    importing: question.open,
    undoing: null,
  }[state as (typeof working)[number]]
  return (
    <Group gap="xs">
      {cancel && (
        <Button variant="subtle" color="red" onClick={cancel}>
          {state === 'importing' ? texts.stop_import : shared.cancel}
        </Button>
      )}
      <Button variant="default" onClick={() => follow(() => call(halt ? imports.go_on : imports.pause, { params }))}>
        {halt ? texts.go_on : texts.pause}
      </Button>
      {asks && (
        <Question
          title={texts.stop_import}
          text={texts.undo_question}
          onYes={() => follow(() => call(imports.start, { params, body: { work: 'undo' } }))}
          onClose={question.close}
        />
      )}
    </Group>
  )
}
