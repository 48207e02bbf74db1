import { ActionIcon, Alert, Button, Group, Input, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconArchive, IconArchiveOff, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { type CustomField, CustomFieldInput, customFieldKinds, customFields } from '#contract/custom-fields.ts'
import { call, type Refusal } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { texts } from './texts.ts'

type Choice = { key: string; name: string; was?: string; is_archived: boolean }
type Kind = CustomField['kind']

const newChoice = (): Choice => ({ key: crypto.randomUUID(), name: '', is_archived: false })
const choicesOf = (field: CustomField | null) =>
  field?.kind === 'choice'
    ? field.choices.map((name) => ({
        key: name,
        name,
        was: name,
        is_archived: field.archived_choices.includes(name),
      }))
    : [newChoice()]

/** Makes a field, or changes its name and choices. */
export function FieldEditor({ field, onClose }: { field: CustomField | null; onClose: () => void }) {
  const queries = useQueryClient()
  const [version, setVersion] = useState(field?.version)
  const [label, setLabel] = useState(field?.label ?? '')
  const [kind, setKind] = useState<Kind>(field?.kind ?? 'text')
  const [choices, setChoices] = useState<Choice[]>(choicesOf(field))
  const [isStale, setIsStale] = useState(false)
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const fields = useFieldErrors()

  const onRefusal = (refusal: Refusal) => {
    if (refusal.code !== 'stale') return false
    setVersion((refusal.current as CustomField).version)
    setIsStale(true)
    return true
  }
  const send = async () => {
    const named = kind === 'choice' ? choices.filter(({ name, was }) => name.trim() !== '' || was) : []
    setChoices(named.length > 0 ? named : [newChoice()])
    const body = {
      label,
      kind,
      choices: named.map(({ name, was, is_archived }) => ({ name, is_archived, ...(was ? { was } : {}) })),
    }
    const save = () =>
      field && version
        ? call(customFields.update, { params: { id: field.id }, version, body })
        : call(customFields.create, { body, key: idempotencyKey })
    if (!(await fields.check(CustomFieldInput, body, save, onRefusal))) return
    onClose()
    await queries.invalidateQueries()
  }
  return (
    <Dialog
      title={field ? texts.edit : texts.add}
      submit={common.save}
      fields={fields}
      onSubmit={send}
      onClose={onClose}
    >
      {isStale && (
        <Alert role="alert" color="orange" p="xs">
          {texts.stale}
        </Alert>
      )}
      <TextInput
        label={texts.label}
        required
        data-autofocus
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        error={fields.errorOf('label')}
      />
      <Select
        label={texts.kind}
        description={texts.kind_stays}
        disabled={field !== null}
        allowDeselect={false}
        data={customFieldKinds.map((value) => ({ value, label: texts[value] }))}
        value={kind}
        onChange={(value) => setKind(value ?? 'text')}
        error={fields.errorOf('kind')}
      />
      {kind === 'choice' && <Choices choices={choices} onChange={setChoices} isNew={field === null} fields={fields} />}
    </Dialog>
  )
}

type ChoicesProps = {
  choices: Choice[]
  onChange: (choices: Choice[]) => void
  isNew: boolean
  fields: ReturnType<typeof useFieldErrors>
}

function Choices({ choices, onChange, isNew, fields }: ChoicesProps) {
  const change = (at: number, change: Partial<Choice>) =>
    onChange(choices.map((choice, index) => (index === at ? { ...choice, ...change } : choice)))
  const added = useRef('')
  const add = (at: number) => {
    const choice = newChoice()
    added.current = choice.key
    onChange(choices.toSpliced(at, 0, choice))
  }
  const focusAdded = (key: string, input: HTMLInputElement | null) => {
    if (!input || added.current !== key) return
    added.current = ''
    input.focus()
  }
  return (
    <Input.Wrapper
      label={texts.choices}
      description={isNew ? undefined : `${texts.rename_hint} ${texts.choices_hint}`}
      error={choices.some((_, at) => fields.errorOf(`choices.${at}`)) ? undefined : fields.errorOf('choices')}
    >
      <Stack gap={6} mt={4}>
        {choices.map((choice, at) => (
          <Group key={choice.key} gap={4} wrap="nowrap" align="start">
            <TextInput
              flex={1}
              aria-label={fill(texts.choice_number, { number: String(at + 1) })}
              value={choice.name}
              ref={(input) => focusAdded(choice.key, input)}
              rightSectionWidth={70}
              rightSection={
                choice.is_archived && (
                  <Text size="xs" c="dimmed">
                    {texts.choice_archived}
                  </Text>
                )
              }
              onChange={(event) => change(at, { name: event.currentTarget.value })}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || choice.name === '') return
                event.preventDefault()
                add(at + 1)
              }}
              error={fields.errorOf(`choices.${at}`)}
            />
            {choice.was && (
              <ActionIcon
                size="lg"
                variant="subtle"
                color="gray"
                aria-label={fill(choice.is_archived ? texts.restore_choice : texts.archive_choice, {
                  name: choice.name,
                })}
                title={fill(choice.is_archived ? texts.restore_choice : texts.archive_choice, { name: choice.name })}
                onClick={() => change(at, { is_archived: !choice.is_archived })}
              >
                {choice.is_archived ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
              </ActionIcon>
            )}
            <ActionIcon
              size="lg"
              variant="subtle"
              color="gray"
              disabled={choices.length === 1}
              aria-label={fill(texts.remove_choice, {
                name: choice.name || fill(texts.choice_number, { number: String(at + 1) }),
              })}
              title={fill(texts.remove_choice, { name: choice.name })}
              onClick={() => onChange(choices.toSpliced(at, 1))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          style={{ alignSelf: 'start' }}
          onClick={() => add(choices.length)}
        >
          {texts.new_choice}
        </Button>
      </Stack>
    </Input.Wrapper>
  )
}
