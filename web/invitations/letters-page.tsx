import {
  Alert,
  Button,
  Code,
  Group,
  SegmentedControl,
  Skeleton,
  Stack,
  Table,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import {
  invitations,
  type LetterKind,
  letterKinds,
  letterLanguages,
  mergeFields,
  type Template,
  TemplateInput,
} from '#contract/invitations.ts'
import type { Language } from '#contract/messages.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { texts as common } from '#web/platform/texts.ts'
import { Form } from '#web/ui/form.tsx'
import { tell } from '#web/ui/tell-undo.tsx'
import { texts } from './texts.ts'

type Typed = { subject: string; body: string }

/** Innstillinger → Brev om møter: what goes out when an appointment is confirmed, changed or called off. */
export function LettersPage() {
  const { data, error } = useQuery({
    queryKey: ['invitation-templates'],
    queryFn: () => call(invitations.templates),
  })
  const [kind, setKind] = useState<LetterKind>('request')
  const [language, setLanguage] = useState<Language>('nb')
  // What was typed in one letter stays while another is looked at.
  const [typed, setTyped] = useState<Record<string, Typed>>({})
  const template = data?.items.find((one) => one.kind === kind && one.language === language)
  const key = `${kind} ${language}`
  return (
    <Stack gap="md">
      <div>
        <Title order={2} size="h4">
          {texts.letters}
        </Title>
        <Text c="dimmed" size="sm">
          {texts.letters_lead}
        </Text>
      </div>
      <Group>
        <SegmentedControl
          aria-label={texts.occasion}
          value={kind}
          onChange={setKind}
          data={letterKinds.map((value) => ({ value, label: texts[value] }))}
        />
        <SegmentedControl
          aria-label={texts.language}
          value={language}
          onChange={setLanguage}
          data={letterLanguages.map((value) => ({ value, label: texts[value] }))}
        />
      </Group>
      {error && !data && <Alert color="red">{sentenceOf(error)}</Alert>}
      {!data && !error && <Skeleton height={320} />}
      {template && (
        <LetterForm
          key={key}
          template={template}
          typed={typed[key] ?? template}
          onType={(value) => setTyped({ ...typed, [key]: value })}
        />
      )}
      <MergeFields />
    </Stack>
  )
}

type Props = { template: Template; typed: Typed; onType: (value: Typed) => void }

function LetterForm({ template, typed, onType }: Props) {
  const queries = useQueryClient()
  const fields = useFieldErrors()
  const [isNewer, setIsNewer] = useState(false)
  const { kind, language, version } = template
  const { subject, body } = typed
  const refresh = () => queries.invalidateQueries({ queryKey: ['invitation-templates'] })
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const isStale = ({ status }: { status: number }) => status === 412
    const done = await fields.check(
      TemplateInput,
      { subject, body },
      () => call(invitations.change_template, { params: { kind, language }, body: { subject, body }, version }),
      (refusal) => {
        if (isStale(refusal)) setIsNewer(true)
        return isStale(refusal)
      },
    )
    if (done) {
      setIsNewer(false)
      tell(texts.saved)
    }
    await refresh()
  }
  return (
    <Form onSubmit={send}>
      <TextInput
        label={texts.subject}
        value={subject}
        onChange={(event) => onType({ subject: event.currentTarget.value, body })}
        error={fields.errorOf('subject')}
      />
      <Textarea
        label={texts.body}
        autosize
        minRows={8}
        maxRows={24}
        value={body}
        onChange={(event) => onType({ subject, body: event.currentTarget.value })}
        error={fields.errorOf('body')}
      />
      {isNewer && <Alert color="yellow">{texts.newer}</Alert>}
      {fields.general}
      <Group>
        <Button type="submit" loading={fields.isSending}>
          {common.save}
        </Button>
      </Group>
    </Form>
  )
}

function MergeFields() {
  return (
    <section aria-label={texts.fields}>
      <Title order={3} size="h5">
        {texts.fields}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {texts.fields_lead}
      </Text>
      <Table maw={520} aria-label={texts.fields}>
        <Table.Tbody>
          {mergeFields.map((field) => (
            <Table.Tr key={field}>
              <Table.Td>
                <Code>{`{{${field}}}`}</Code>
              </Table.Td>
              <Table.Td>{texts[field]}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
