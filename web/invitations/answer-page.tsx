import { Alert, Button, Container, Group, Paper, Radio, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { answerStates, type Invited, invitations } from '#contract/invitations.ts'
import { tellWhen } from '#contract/meeting-time.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { Form } from '#web/ui/form.tsx'
import { answerTexts } from './texts.ts'

const route = getRouteApi('/answer/$token')
type State = (typeof answerStates)[number]
const isState = (text: string | undefined): text is State => answerStates.some((state) => state === text)

/** Where the links of an invitation lead to. Opening it answers nothing: what only looks at links must not. */
export function AnswerPage() {
  const { token } = route.useParams()
  const { data, error } = useQuery({
    queryKey: ['answer', token],
    queryFn: () => call(invitations.view, { params: { token } }),
    retry: false,
  })
  // Of a link that does not work only the browser can tell what its visitor reads.
  const language = data?.language ?? (/^(nb|nn|no|sv|da)\b/.test(navigator.language) ? 'nb' : 'en')
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const { gone, gone_lead } = answerTexts[language]
  if (error instanceof Refusal && error.status === 404)
    return (
      <Page title={gone}>
        <Text>{gone_lead}</Text>
      </Page>
    )
  if (error) return <Page title={gone}>{sentenceOf(error)}</Page>
  if (!data) return <Skeleton height={240} />
  return <Invitation token={token} invited={data} />
}

function Page({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Container component="main" size={480} py={{ base: 'xl', sm: 72 }}>
      <Text fw={700} c="var(--mantine-color-anchor)" mb="xs">
        {common.app}
      </Text>
      <Title order={1} size="h2" mb="md" className="field-value">
        {title}
      </Title>
      <Paper withBorder p="lg">
        {children}
      </Paper>
    </Container>
  )
}

function Invitation({ token, invited }: { token: string; invited: Invited }) {
  const texts = answerTexts[invited.language]
  const { name, organizer_name, firm_name, place, closed } = invited
  return (
    <Page title={invited.title}>
      <Stack gap="md">
        <Text className="field-value">
          {fill(texts.invited, { name, organizer: organizer_name ?? firm_name, firm: firm_name })}
        </Text>
        <Fact label={texts.when} value={tellWhen(invited, invited.language)} />
        {place && <Fact label={texts.where} value={place} />}
        {closed ? <Alert color="yellow">{texts[closed]}</Alert> : <Answer token={token} invited={invited} />}
      </Stack>
    </Page>
  )
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text className="field-value">{value}</Text>
    </div>
  )
}

function Answer({ token, invited }: { token: string; invited: Invited }) {
  const { answer } = route.useSearch()
  const queries = useQueryClient()
  const fields = useFieldErrors()
  const [isSent, setIsSent] = useState(false)
  const [state, setState] = useState<State | null>(
    isState(answer) ? answer : isState(invited.state) ? invited.state : null,
  )
  const texts = answerTexts[invited.language]
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const done = await fields.check(invitations.answer.body, { state }, async () => {
      if (!state) return
      const now = await call(invitations.answer, { params: { token }, body: { state } })
      queries.setQueryData(['answer', token], now)
    })
    setIsSent(done)
  }
  const choose = (value: string) => {
    if (isState(value)) setState(value)
    setIsSent(false)
  }
  return (
    <Form onSubmit={send}>
      <Radio.Group label={texts.question} value={state} onChange={choose} error={fields.errorOf('state')}>
        <Stack gap="xs" mt="xs">
          {answerStates.map((value) => (
            <Radio key={value} value={value} label={texts[value]} />
          ))}
        </Stack>
      </Radio.Group>
      {isSent && (
        <Alert color="green" role="status">
          {texts.sent}
        </Alert>
      )}
      {!fields.errorOf('state') && fields.general}
      <Group>
        <Button type="submit" loading={fields.isSending} disabled={state === null}>
          {texts.send}
        </Button>
      </Group>
    </Form>
  )
}
