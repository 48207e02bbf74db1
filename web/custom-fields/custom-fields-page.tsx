import { Alert, Badge, Button, Group, Skeleton, Stack, Text, Title, VisuallyHidden } from '@mantine/core'
import { IconGripVertical, IconPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type CustomField, customFields } from '#contract/custom-fields.ts'
import { call } from '#web/platform/api.ts'
import { attempt, sentenceOf } from '#web/platform/attempt.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { MoveButtons } from '#web/ui/move-buttons.tsx'
import { tellUndo } from '#web/ui/tell-undo.tsx'
import { isOpen, useCustomFields } from './custom-fields.ts'
import { FieldEditor } from './field-editor.tsx'
import { texts } from './texts.ts'

/** Innstillinger → Egne felt: which fields the firm has of its own, and in what order. */
export function CustomFieldsPage() {
  const { data: fields, error } = useCustomFields()
  const [edited, setEdited] = useState<CustomField | 'new' | null>(null)
  if (error && !fields) return <Alert color="red">{sentenceOf(error)}</Alert>
  if (!fields) return <Skeleton height={200} />
  const archived = fields.filter((field) => !isOpen(field))
  return (
    <Stack gap="md" maw={760}>
      <Group justify="space-between" align="start" className="title-row">
        <div>
          <Title order={2} size="h4">
            {texts.own_fields}
          </Title>
          <Text c="dimmed" size="sm">
            {texts.lead}
          </Text>
        </div>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited('new')}>
          {texts.add}
        </Button>
      </Group>
      <OpenFields fields={fields.filter(isOpen)} onEdit={setEdited} />
      {archived.length > 0 && <ArchivedFields fields={archived} />}
      {edited && <FieldEditor field={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </Stack>
  )
}

function OpenFields({ fields, onEdit }: { fields: CustomField[]; onEdit: (field: CustomField) => void }) {
  const refresh = useRefresh()
  const [dragged, setDragged] = useState<CustomField | null>(null)
  const [spoken, setSpoken] = useState('')
  if (fields.length === 0) return <Text c="dimmed">{texts.none}</Text>
  const move = async ({ id, version, label }: CustomField, position: number) => {
    const isMoved = await attempt(() => call(customFields.move, { params: { id }, version, body: { position } }))
    if (isMoved) setSpoken(fill(texts.moved, { label, number: String(position + 1), count: String(fields.length) }))
    await refresh()
  }
  return (
    <>
      <ul className="rows" aria-label={texts.own_fields}>
        {fields.map((field, at) => (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dragging is the mouse's way; the arrows are everybody's
          <li
            key={field.id}
            draggable
            onDragStart={() => setDragged(field)}
            onDragOver={(event) => event.preventDefault()}
            onDrop={() => dragged && dragged.id !== field.id && move(dragged, at)}
          >
            <Group gap={2} wrap="nowrap">
              <IconGripVertical size={16} className="grip" title={texts.drag} />
              <MoveButtons
                name={field.label}
                at={at}
                count={fields.length}
                onMove={(steps) => move(field, at + steps)}
              />
            </Group>
            <div className="row-text">
              <Text className="field-value">{field.label}</Text>
              <Text size="sm" c="dimmed">
                {texts[field.kind]}
              </Text>
              {field.kind === 'choice' && <Choices field={field} />}
            </div>
            <Group gap="xs" justify="end">
              <Button
                size="compact-sm"
                variant="default"
                aria-label={fill(texts.edit_named, { label: field.label })}
                onClick={() => onEdit(field)}
              >
                {common.edit}
              </Button>
              <ArchiveButton field={field} />
            </Group>
          </li>
        ))}
      </ul>
      <VisuallyHidden role="status">{spoken}</VisuallyHidden>
    </>
  )
}

function Choices({ field }: { field: CustomField }) {
  return (
    <Group gap={4} mt={4}>
      {field.choices
        .filter((choice) => !field.archived_choices.includes(choice))
        .map((choice) => (
          <Badge key={choice} variant="default" tt="none" fw={400}>
            {choice}
          </Badge>
        ))}
    </Group>
  )
}

function ArchiveButton({ field }: { field: CustomField }) {
  const refresh = useRefresh()
  const params = { id: field.id }
  const archive = async () => {
    const isDone = await attempt(async () => {
      const { version } = await call(customFields.archive, { params, version: field.version })
      tellUndo(fill(texts.was_archived, { label: field.label }), async () => {
        await attempt(() => call(customFields.restore, { params, version }))
        await refresh()
      })
    })
    await refresh()
    return isDone
  }
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={fill(texts.archive_named, { label: field.label })}
      onClick={archive}
    >
      {texts.archive}
    </Button>
  )
}

function ArchivedFields({ fields }: { fields: CustomField[] }) {
  const refresh = useRefresh()
  const restore = async ({ id, version }: CustomField) => {
    await attempt(() => call(customFields.restore, { params: { id }, version }))
    await refresh()
  }
  return (
    <Stack gap="xs" component="section" aria-label={texts.archived}>
      <Title order={3} size="h5">
        {texts.archived}
      </Title>
      <Text c="dimmed" size="sm">
        {texts.archived_hint}
      </Text>
      {fields.map((field) => (
        <Group key={field.id} justify="space-between" wrap="nowrap">
          <Text size="sm" className="field-value">
            {field.label}{' '}
            <Text span c="dimmed" size="sm">
              · {texts[field.kind]}
            </Text>
          </Text>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={fill(texts.restore_named, { label: field.label })}
            onClick={() => restore(field)}
          >
            {texts.restore}
          </Button>
        </Group>
      ))}
    </Stack>
  )
}

/** Definitions and all that shows their values. */
function useRefresh() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries()
}
