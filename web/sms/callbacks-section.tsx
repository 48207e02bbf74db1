import { Button, Group, Radio, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type SmsSettings, smsSettings } from '#contract/sms-settings.ts'
import { CopiedField } from '#web/ui/copied-field.tsx'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill, formatMoment } from '#web/platform/texts.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { tell } from '#web/ui/tell-undo.tsx'
import { texts } from './settings-texts.ts'

/** Where the provider reports to and passes on what comes in; made anew when somebody knows them who should not. */
export function CallbacksSection({ settings }: { settings: SmsSettings }) {
  const { provider, report_address, reply_address, renewed_at, former_ends_at } = settings
  const [isRenewing, renewing] = useDisclosure()
  const comesWithEach = provider === 'kannel' || provider === 'twilio'
  return (
    <section aria-label={texts.callbacks}>
      <Title order={3} size="h5">
        {texts.callbacks}
      </Title>
      <Text size="sm" c="dimmed" mb="xs" maw={720}>
        {texts.callbacks_lead} {provider === 'kannel' ? texts.kannel_hint : texts.elsewhere_hint}
      </Text>
      <Stack gap="xs" maw={720}>
        <CopiedField label={texts.replies} value={reply_address ?? ''} />
        {comesWithEach ? (
          <Text size="sm">{texts.reports_with_each}</Text>
        ) : (
          <CopiedField label={texts.reports} value={report_address ?? ''} />
        )}
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed" role="status">
            {renewed_at && fill(texts.renewed, { at: formatMoment(renewed_at) })}{' '}
            {renewed_at &&
              (former_ends_at ? fill(texts.former_ends, { at: formatMoment(former_ends_at) }) : texts.former_ended)}
          </Text>
          <Button variant="default" onClick={renewing.open}>
            {texts.renew}
          </Button>
        </Group>
      </Stack>
      {isRenewing && <RenewDialog settings={settings} onClose={renewing.close} />}
    </section>
  )
}

function RenewDialog({ settings: { version, provider }, onClose }: { settings: SmsSettings; onClose: () => void }) {
  const queries = useQueryClient()
  const fields = useFieldErrors()
  const [end, setEnd] = useState<'later' | 'now'>('later')
  const send = async () => {
    const body = { ends_now: end === 'now' }
    const isDone = await fields.check(smsSettings.renew.body, body, async () => {
      queries.setQueryData(['sms-settings'], await call(smsSettings.renew, { body, version }))
      tell(texts.renew_done)
    })
    if (isDone) onClose()
  }
  return (
    <Dialog title={texts.renew} submit={texts.renew_now} fields={fields} onSubmit={send} onClose={onClose}>
      <Text size="sm">{provider === 'kannel' ? texts.renew_lead_kannel : texts.renew_lead}</Text>
      <Radio.Group label={texts.former} value={end} onChange={setEnd}>
        <Stack gap="xs" mt={4}>
          <Radio value="later" label={texts.former_later} description={texts.former_later_hint} data-autofocus />
          <Radio value="now" label={texts.former_now} description={texts.former_now_hint} />
        </Stack>
      </Radio.Group>
    </Dialog>
  )
}
