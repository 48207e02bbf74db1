import {
  Alert,
  Badge,
  Button,
  Checkbox,
  Group,
  List,
  Modal,
  Paper,
  Radio,
  Skeleton,
  Stack,
  Text,
  Textarea,
} from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { InvitationInput, invitations } from '#contract/invitations.ts'
import { call, type Reply } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { Form } from '#web/ui/form.tsx'
import { tell } from '#web/ui/tell-undo.tsx'
import { texts } from './texts.ts'

type Props = { appointmentId: string; onClose: () => void }
type Preview = Reply<typeof invitations.preview>

/** Who is written to about a meeting, who can not be, and what the letter says; then it is sent. */
export function InvitationsDialog({ appointmentId, onClose }: Props) {
  const queries = useQueryClient()
  const fields = useFieldErrors()
  const [to, setTo] = useState<'external' | 'all'>('external')
  const [includeSelf, setIncludeSelf] = useState(false)
  const [words, setWords] = useState('')
  const [text] = useDebouncedValue(words, 300)
  const { data, error } = useQuery({
    queryKey: ['invitations', appointmentId, to, includeSelf, text],
    queryFn: () =>
      call(invitations.preview, {
        params: { id: appointmentId },
        query: { to, include_self: String(includeSelf), text },
      }),
    placeholderData: keepPreviousData,
  })
  const input = { to, include_self: includeSelf, text: words }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    await fields.check(InvitationInput, input, async () => {
      const { sent } = await call(invitations.send, {
        ...{ params: { id: appointmentId }, body: input, key: crypto.randomUUID() },
      })
      const [first] = sent
      const message =
        sent.length === 1 && first
          ? fill(texts.sent_one, { name: first.name })
          : fill(texts.sent_many, { number: String(sent.length) })
      tell(message)
      await queries.invalidateQueries({ queryKey: ['appointment', appointmentId] })
      onClose()
    })
  }
  const mayBeSent = data?.has_mail === true && data.recipients.length > 0
  return (
    <Modal opened onClose={onClose} size="lg" title={texts.send} closeButtonProps={{ 'aria-label': common.close }}>
      <Form onSubmit={send}>
        <Radio.Group
          label={texts.to}
          value={to}
          onChange={(value) => setTo(value === 'all' ? 'all' : 'external')}
          error={fields.errorOf('to')}
        >
          <Group mt="xs" gap="lg">
            <Radio value="external" label={texts.external} description={texts.external_hint} />
            <Radio value="all" label={texts.all} description={texts.all_hint} />
          </Group>
        </Radio.Group>
        <Checkbox
          label={texts.include_self}
          checked={includeSelf}
          onChange={(event) => setIncludeSelf(event.currentTarget.checked)}
        />
        <Textarea
          label={texts.own_words}
          description={texts.own_words_hint}
          autosize
          minRows={2}
          maxRows={8}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          error={fields.errorOf('text')}
        />
        {error && !data && <Alert color="red">{sentenceOf(error)}</Alert>}
        {data ? <Outlook preview={data} /> : !error && <Skeleton height={160} />}
        {fields.general}
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button type="submit" loading={fields.isSending} disabled={!mayBeSent}>
            {texts.send_now}
          </Button>
        </Group>
      </Form>
    </Modal>
  )
}

function Outlook({ preview: { has_mail, recipients, skipped, letter } }: { preview: Preview }) {
  const [first] = recipients
  return (
    <Stack gap="sm">
      {!has_mail && <Alert color="yellow">{texts.no_mail}</Alert>}
      <div>
        <Text fw={500} size="sm" mb={4}>
          {texts.recipients}
        </Text>
        {recipients.length === 0 && <Text c="dimmed">{texts.nobody}</Text>}
        <List size="sm" spacing={4} listStyleType="none">
          {recipients.map((one) => (
            <List.Item key={`${one.kind} ${one.id}`} className="field-value">
              {one.name} <Text span c="dimmed" size="sm">{`<${one.email}>`}</Text>{' '}
              <Badge variant="light" size="sm" tt="none" color={one.letter === 'request' ? 'fjord' : 'gray'}>
                {texts[one.letter]}
              </Badge>
            </List.Item>
          ))}
        </List>
      </div>
      {skipped.length > 0 && (
        <Alert color="yellow" p="xs">
          {skipped.map(({ kind, id, name, reason }) => (
            <Text key={`${kind} ${id}`} size="sm" className="field-value">
              {fill(texts[reason], { name })}
            </Text>
          ))}
        </Alert>
      )}
      {letter && first && (
        <Paper withBorder p="sm" component="section" aria-label={fill(texts.preview, { name: first.name })}>
          <Text size="sm" c="dimmed">
            {fill(texts.preview, { name: first.name })}
          </Text>
          <Text fw={500} className="field-value">
            {fill(texts.subject_is, { subject: letter.subject })}
          </Text>
          <Text size="sm" mt="xs" className="field-value" style={{ whiteSpace: 'pre-wrap' }}>
            {letter.text}
          </Text>
          <Text size="sm" c="dimmed" mt="xs">
            {texts.calendar_part}
          </Text>
        </Paper>
      )}
    </Stack>
  )
}
