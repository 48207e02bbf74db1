import { Alert, Anchor, Button, Group, Paper, Progress, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type Import, imports } from '#contract/imports.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { fill } from '#web/platform/texts.ts'
import { ChosenColumns } from './plan-step.tsx'
import { Outcome } from './outcome-step.tsx'
import { Review } from './review-step.tsx'
import { texts } from './texts.ts'
import { useWork } from './use-work.ts'

const route = getRouteApi('/inside/import/$id')

/** One import, at the step where it stands. */
export function ImportPage() {
  const { id } = route.useParams()
  const { data, error } = useQuery({ queryKey: ['import', id], queryFn: () => call(imports.get, { params: { id } }) })
  if (error && !data) return <Alert color="red">{sentenceOf(error)}</Alert>
  return data ? <Steps key={id} found={data} /> : <Skeleton height={240} />
}

function Steps({ found }: { found: Import }) {
  const work = useWork(found)
  const { state, format } = found
  return (
    <Stack maw={1200}>
      <div>
        <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/import" />}>
          {texts.imports}
        </Anchor>
        <Title order={1} size="h3" className="field-value">
          {found.file_name}
        </Title>
        {format && (
          <Text size="sm" c="dimmed">
            {fill(texts.found, {
              rows: String(found.row_count),
              format: format.kind === 'xlsx' ? `Excel · ${format.sheet}` : `CSV · ${format.encoding}`,
            })}
          </Text>
        )}
      </div>
      {work.trouble && (
        <Alert color={work.trouble.waits ? 'yellow' : 'red'} role="alert">
          {work.trouble.waits ? texts.waits : work.trouble.sentence}
        </Alert>
      )}
      {work.kind ? (
        <Working found={found} work={work} />
      ) : (
        <>
          {state === 'receiving' && <Text>{texts.receiving}</Text>}
          {state === 'read' && <ChosenColumns found={found} onPlanned={() => work.begin('check')} />}
          {state === 'checked' && <Review found={found} onImport={() => work.begin('import')} />}
          {(state === 'imported' || state === 'undone') && <Outcome found={found} onUndo={() => work.begin('undo')} />}
        </>
      )}
    </Stack>
  )
}

function Working({ found, work }: { found: Import; work: ReturnType<typeof useWork> }) {
  const { kind, isPaused, setIsPaused } = work
  // Before its first step the work stands where the one before it ended.
  const done =
    { check: 'checking', import: 'importing', undo: 'undoing' }[kind ?? 'check'] === found.state ? found.done_rows : 0
  const label = isPaused ? texts.paused : texts[`working_${kind ?? 'check'}`]
  return (
    <Paper withBorder p="lg">
      <Stack gap="sm">
        <Text role="status">{label}</Text>
        <Progress
          size="lg"
          value={(100 * done) / Math.max(1, found.row_count)}
          animated={!isPaused}
          aria-label={label}
        />
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {fill(texts.progress, { done: String(done), all: String(found.row_count) })}
          </Text>
          <Button variant="default" onClick={() => setIsPaused(!isPaused)}>
            {isPaused ? texts.go_on : texts.pause}
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}
