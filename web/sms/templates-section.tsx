import { ActionIcon, Alert, Badge, Button, Group, Select, Skeleton, Text, TextInput, Title } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { longestTemplate, smsSettings, type SmsTemplate, SmsTemplateInput } from '#contract/sms-settings.ts'
import { call } from '#web/platform/api.ts'
import { attempt, sentenceOf } from '#web/platform/attempt.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill, readLanguage, texts as shared } from '#web/platform/texts.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { Question } from '#web/ui/question.tsx'
import { texts } from './settings-texts.ts'
import { SmsLength, TextWithFields } from './sms-text.tsx'

type Open = { what: 'edit'; template: SmsTemplate | null } | { what: 'delete'; template: SmsTemplate } | null

/** What the firm says often. */
export function TemplatesSection() {
  const queries = useQueryClient()
  const [open, setOpen] = useState<Open>(null)
  const { data, error } = useQuery({ queryKey: ['sms-templates'], queryFn: () => call(smsSettings.templates) })
  const refresh = () => queries.invalidateQueries({ queryKey: ['sms-templates'] })
  const remove = async ({ id, version }: SmsTemplate) => {
    await attempt(() => call(smsSettings.delete_template, { params: { id }, version }))
    await refresh()
  }
  return (
    <section aria-label={texts.templates}>
      <Group justify="space-between" align="start" mb="xs">
        <div className="row-text">
          <Title order={3} size="h5">
            {texts.templates}
          </Title>
          <Text size="sm" c="dimmed">
            {texts.templates_lead}
          </Text>
        </div>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          onClick={() => setOpen({ what: 'edit', template: null })}
        >
          {texts.new_template}
        </Button>
      </Group>
      {error && !data && <Alert color="red">{sentenceOf(error)}</Alert>}
      {!data && !error && <Skeleton height={80} />}
      {data?.items.length === 0 && <Text c="dimmed">{texts.no_templates}</Text>}
      {data && data.items.length > 0 && (
        <ul className="rows" aria-label={texts.templates}>
          {data.items.map((template) => (
            <Row key={template.id} template={template} onOpen={setOpen} />
          ))}
        </ul>
      )}
      {open?.what === 'edit' && (
        <TemplateDialog template={open.template} onClose={() => setOpen(null)} onSaved={refresh} />
      )}
      {open?.what === 'delete' && (
        <Question
          title={texts.delete}
          text={fill(texts.delete_question, { name: open.template.name })}
          onYes={() => remove(open.template)}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  )
}

function Row({ template, onOpen }: { template: SmsTemplate; onOpen: (open: Open) => void }) {
  const { name, text, language } = template
  const [edit, remove] = [fill(texts.edit_named, { name }), fill(texts.delete_named, { name })]
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the pencil opens it too
    <li onDoubleClick={() => onOpen({ what: 'edit', template })}>
      <div className="row-text">
        <Group gap="xs">
          <Text size="sm" fw={500} className="field-value">
            {name}
          </Text>
          <Badge variant="default" size="sm" tt="none">
            {texts[language]}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed" lineClamp={2} className="field-value">
          {text}
        </Text>
      </div>
      <ActionIcon variant="subtle" aria-label={edit} title={edit} onClick={() => onOpen({ what: 'edit', template })}>
        <IconPencil size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="red"
        aria-label={remove}
        title={remove}
        onClick={() => onOpen({ what: 'delete', template })}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </li>
  )
}

type Props = { template: SmsTemplate | null; onClose: () => void; onSaved: () => Promise<unknown> }

function TemplateDialog({ template, onClose, onSaved }: Props) {
  const fields = useFieldErrors()
  const [form, setForm] = useState({
    ...{ name: template?.name ?? '', text: template?.text ?? '' },
    language: template?.language ?? readLanguage(),
  })
  const [version, setVersion] = useState(template?.version)
  const [isStale, setIsStale] = useState(false)
  const [key] = useState(() => crypto.randomUUID())
  const set = (change: Partial<typeof form>) => {
    Object.keys(change).forEach((field) => fields.forget(field))
    setForm((now) => ({ ...now, ...change }))
  }
  const send = async () => {
    const save = () =>
      template && version
        ? call(smsSettings.change_template, { params: { id: template.id }, version, body: form })
        : call(smsSettings.create_template, { body: form, key })
    const isDone = await fields.check(SmsTemplateInput, form, save, (refusal) => {
      if (refusal.code !== 'stale') return false
      setVersion((refusal.current as SmsTemplate).version)
      setIsStale(true)
      return true
    })
    if (isDone) onClose()
    await onSaved()
  }
  return (
    <Dialog
      title={template ? texts.change_template : texts.new_template}
      size="lg"
      submit={shared.save}
      fields={fields}
      onSubmit={send}
      onClose={onClose}
    >
      {isStale && <Alert color="yellow">{texts.stale}</Alert>}
      <TextInput
        label={texts.template_name}
        required
        data-autofocus
        value={form.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={fields.errorOf('name')}
      />
      <Select
        label={texts.language}
        allowDeselect={false}
        data={(['nb', 'en'] as const).map((value) => ({ value, label: texts[value] }))}
        value={form.language}
        onChange={(language) => set({ language: language ?? 'nb' })}
      />
      <div>
        <TextWithFields text={form.text} onChange={(text) => set({ text })} error={fields.errorOf('text')} />
        <SmsLength text={form.text} longest={longestTemplate} />
      </div>
    </Dialog>
  )
}
