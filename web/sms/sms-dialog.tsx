import { Alert, Anchor, Checkbox, Group, Radio, Select, SimpleGrid, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { normaliseDay, normaliseTime } from '#contract/rules.ts'
import { type SmsKind, smsKinds, SmsInput, smsMessages, type SmsTargetInput } from '#contract/sms.ts'
import { smsSettings } from '#contract/sms-settings.ts'
import { homeZone, momentOf } from '#contract/zones.ts'
import { call } from '#web/platform/api.ts'
import { useDraft, useDraftKey } from '#web/platform/draft.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, formatMoment, readLanguage } from '#web/platform/texts.ts'
import { DayInput } from '#web/ui/day-input.tsx'
import { FormDialog } from '#web/ui/form-frame.tsx'
import { tell } from '#web/ui/tell-undo.tsx'
import { TimeInput } from '#web/ui/time-input.tsx'
import { Recipients } from './recipients.tsx'
import { SmsText } from './sms-text.tsx'
import { texts } from './texts.ts'
import { useSmsState } from './use-sms.tsx'
import { type Draft, usePreview } from './use-preview.ts'

export type SmsDialogProps = {
  to: SmsTargetInput
  /** Of the one company or person. */
  name?: string
  /** Under which name the draft is kept. */
  draft: string
  onClose: () => void
}

const empty: Draft = { text: '', kind: 'information', except: null, isLater: false, day: '', time: '' }

/** A text message to one or to many: who gets it, what it says, what it costs, and when it goes. */
export function SmsDialog({ to, name, draft: draftName, onClose }: SmsDialogProps) {
  const queries = useQueryClient()
  const fields = useFieldErrors()
  const isPhone = useMediaQuery('(max-width: 48em)')
  const { data: state } = useSmsState()
  const draft = useDraft<Draft>(useDraftKey(`sms:${draftName}`), empty)
  const form = { ...empty, ...draft.value }
  const set = (change: Partial<Draft>) => {
    Object.keys(change).forEach((field) => fields.forget(field))
    draft.change((now) => ({ ...now, ...change }))
  }
  const { candidates, except, preview } = usePreview(to, form)
  const [key, setKey] = useState(() => crypto.randomUUID())
  const isReady = state?.is_set === true
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (!isReady) return
    const send_at = form.isLater ? timeOf(form) : null
    const body = { to, except, kind: form.kind, text: form.text, send_at }
    const done = await fields.check(SmsInput, body, async () => {
      const { count } = await call(smsMessages.send, { body, key })
      tell(sentence(count, send_at))
    })
    // What was refused is another request when it is sent again.
    setKey(crypto.randomUUID())
    if (!done) return
    draft.discard()
    onClose()
    await Promise.all(
      ['sms', 'history', 'company', 'person'].map((root) => queries.invalidateQueries({ queryKey: [root] })),
    )
  }
  const errorOfTime = fields.errorOf('send_at')
  return (
    <FormDialog
      title={name ? fill(texts.send_to, { name }) : texts.send}
      action={form.isLater ? texts.send_at : texts.send_now}
      whyNot={state && !isReady ? texts.not_set : null}
      isFullScreen={isPhone ?? false}
      isDirty={draft.isDraft && form.text !== ''}
      wasKept={draft.wasKept && form.text !== ''}
      isSending={fields.isSending}
      refusal={fields.general}
      onSubmit={send}
      onClose={onClose}
      discard={draft.discard}
    >
      {state && !isReady && <NotSetUp />}
      <Recipients
        candidates={candidates}
        except={except}
        onExcept={(next) => set({ except: next })}
        error={fields.errorOf('to')}
      />
      <Kind kind={form.kind} optOut={state?.opt_out_text ?? ''} onChange={(kind) => set({ kind })} />
      <Templates text={form.text} onChoose={(text) => set({ text })} />
      <SmsText
        text={form.text}
        onChange={(text) => set({ text })}
        longest={state?.longest ?? 2_000}
        added={form.kind === 'marketing' ? (state?.opt_out_text ?? '') : ''}
        preview={preview}
        error={fields.errorOf('text')}
      />
      <Stack gap="xs">
        <Checkbox
          label={texts.later}
          description={texts.zone}
          checked={form.isLater}
          onChange={(event) => set({ isLater: event.currentTarget.checked })}
        />
        {form.isLater && (
          <Group gap="sm" align="start">
            <DayInput
              label={texts.day}
              value={form.day}
              onChange={(day) => {
                fields.forget('send_at')
                set({ day })
              }}
              error={errorOfTime}
              w={180}
            />
            <TimeInput
              label={texts.time}
              value={form.time}
              onChange={(time) => {
                fields.forget('send_at')
                set({ time })
              }}
              error={Boolean(errorOfTime)}
              w={110}
            />
          </Group>
        )}
      </Stack>
    </FormDialog>
  )
}

/** What was typed as a moment; what is none is sent as it stands, and refused at its field. */
function timeOf({ day, time }: Draft): string {
  const [on, at] = [normaliseDay(day.trim()), normaliseTime(time.trim())]
  return on && at ? momentOf(`${on}T${at}`, homeZone) : `${day} ${time}`
}

function sentence(count: number, send_at: string | null) {
  const at = send_at ? formatMoment(send_at) : ''
  if (count === 1) return send_at ? fill(texts.planned_one, { at }) : texts.queued_one
  return fill(send_at ? texts.planned_many : texts.queued_many, { count: String(count), at })
}

export function NotSetUp() {
  const { isAdministrator } = useRights()
  return (
    <Alert color="yellow" p="xs">
      {texts.not_set}{' '}
      {isAdministrator ? (
        <Anchor component={Link} to="/settings/sms" size="sm" underline="always">
          {texts.set_up}
        </Anchor>
      ) : (
        texts.ask_administrator
      )}
    </Alert>
  )
}

function Kind({ kind, optOut, onChange }: { kind: SmsKind; optOut: string; onChange: (kind: SmsKind) => void }) {
  return (
    <Radio.Group label={texts.kind} value={kind} onChange={(value) => onChange(value)}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="lg" verticalSpacing="xs" mt={4}>
        {smsKinds.map((value) => (
          <Radio key={value} value={value} label={texts[value]} description={texts[`${value}_hint`]} />
        ))}
      </SimpleGrid>
      {kind === 'marketing' && (
        <Text size="sm" c="dimmed" mt={4}>
          {fill(texts.adds, { text: optOut })}
        </Text>
      )}
    </Radio.Group>
  )
}

/** In my own language first. A template takes the place of an empty text, and goes below another. */
function Templates({ text, onChoose }: { text: string; onChoose: (text: string) => void }) {
  const { data } = useQuery({ queryKey: ['sms-templates'], queryFn: () => call(smsSettings.templates) })
  if (!data || data.items.length === 0) return null
  const mine = readLanguage()
  const inOrder = data.items.toSorted((one, other) => Number(other.language === mine) - Number(one.language === mine))
  return (
    <Select
      label={texts.template}
      placeholder={texts.choose_template}
      searchable
      value={null}
      data={inOrder.map(({ id, name, language }) => ({
        value: id,
        label: language === mine ? name : `${name} (${language})`,
      }))}
      onChange={(id) => {
        const chosen = data.items.find((one) => one.id === id)
        if (chosen) onChoose(text.trim() ? `${text.trimEnd()}\n${chosen.text}` : chosen.text)
      }}
    />
  )
}
