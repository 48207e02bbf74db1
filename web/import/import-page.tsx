import { Alert, Anchor, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { type Import, imports } from '#contract/imports.ts'
import { fieldMessage, type MessageCode } from '#contract/messages.ts'
import { call } from '#web/platform/api.ts'
import { attempt, sentenceOf } from '#web/platform/attempt.ts'
import { fill, readLanguage } from '#web/platform/texts.ts'
import { ChosenColumns } from './plan-step.tsx'
import { Outcome } from './outcome-step.tsx'
import { Review } from './review-step.tsx'
import { texts } from './texts.ts'
import { isAtWork, Work } from './work.tsx'

const route = getRouteApi('/inside/import/$id')

/** One import, at the step where it stands; looked at again and again while a job works on it. */
export function ImportPage() {
  const { id } = route.useParams()
  const { data, error } = useQuery({
    queryKey: ['import', id],
    queryFn: () => call(imports.get, { params: { id } }),
    refetchInterval: ({ state }) => (state.data && isAtWork(state.data) ? 700 : false),
  })
  if (error && !data) return <Alert color="red">{sentenceOf(error)}</Alert>
  return data ? <Steps key={id} found={data} isLost={error !== null} /> : <Skeleton height={240} />
}

function Steps({ found, isLost }: { found: Import; isLost: boolean }) {
  const queries = useQueryClient()
  const { id, state, format } = found
  useRefreshAfterWork(found)
  const start = (work: 'check' | 'import' | 'undo') => () =>
    attempt(async () =>
      queries.setQueryData(['import', id], await call(imports.start, { params: { id }, body: { work } })),
    )
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
      {isLost && (
        <Alert color="yellow" role="alert">
          {texts.waits}
        </Alert>
      )}
      {isAtWork(found) && <Work found={found} />}
      {state === 'receiving' && <Text>{texts.receiving}</Text>}
      {state === 'unreadable' && <Unreadable found={found} />}
      {state === 'read' && <ChosenColumns found={found} onPlanned={start('check')} />}
      {state === 'checked' && <Review found={found} onImport={start('import')} />}
      {(state === 'imported' || state === 'undone') && <Outcome found={found} onUndo={start('undo')} />}
    </Stack>
  )
}

/** What an import or its undoing has done is elsewhere on the screen too; and the rows are judged anew by a check. */
function useRefreshAfterWork(found: Import) {
  const queries = useQueryClient()
  const atWork = isAtWork(found)
  const wasAtWork = useRef(atWork)
  useEffect(() => {
    if (wasAtWork.current && !atWork) void queries.invalidateQueries()
    wasAtWork.current = atWork
  }, [atWork, queries])
}

/** The file is of no use: nothing of it is kept when another is chosen. */
function Unreadable({ found: { id, refusal } }: { found: Import }) {
  const queries = useQueryClient()
  const navigate = route.useNavigate()
  const chooseOther = () =>
    attempt(async () => {
      await call(imports.delete, { params: { id } })
      await queries.invalidateQueries({ queryKey: ['imports'] })
      await navigate({ to: '/import' })
    })
  return (
    <>
      <Alert color="red" role="alert">
        {fieldMessage((refusal ?? 'file_unreadable') as MessageCode, readLanguage())}
      </Alert>
      <Group>
        <Button onClick={chooseOther}>{texts.choose_other}</Button>
      </Group>
    </>
  )
}
