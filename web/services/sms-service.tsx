import { Button, Group, Text } from '@mantine/core'
import { IconMessage } from '@tabler/icons-react'
import { formatPhone } from '#contract/rules.ts'
import { isTextable } from '#contract/sms-text.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { texts } from '#web/sms/texts.ts'
import { smsTo, useSms, useSmsState } from '#web/sms/use-sms.tsx'
import { ServiceCard, type ServiceState } from './service-card.tsx'
import type { ServiceProps } from './services.ts'

/** A text message to the company's mobile, or to those of its contacts. */
export function SmsService({ company, onFill }: ServiceProps) {
  const { id, name, mobile, phone, contacts } = company
  const { data, error, refetch } = useSmsState()
  const { mayChange } = useRights()
  const { write, dialog } = useSms()
  const number = [mobile, phone, ...contacts.flatMap((one) => [one.mobile, one.phone])].find(
    (one) => one !== null && isTextable(one),
  )
  const state = (): ServiceState => {
    if (error) return { is: 'failed', why: sentenceOf(error), onAgain: refetch }
    if (!data) return { is: 'working' }
    if (!data.is_set) return { is: 'not_set_up', why: texts.not_set, settings: '/settings/sms' }
    return number ? { is: 'ready' } : { is: 'lacking', fields: ['mobile'] }
  }
  const may = mayChange('crm')
  return (
    <ServiceCard title={texts.sms} icon={IconMessage} state={state()} onFill={onFill}>
      {data?.is_set && number && (
        <Group justify="space-between">
          <Text size="sm">{formatPhone(number)}</Text>
          <Button
            variant="default"
            size="compact-sm"
            disabled={!may}
            title={may ? undefined : texts.no_right}
            onClick={() => write(smsTo({ kind: 'company', id, name }))}
          >
            {texts.send}
          </Button>
        </Group>
      )}
      {dialog}
    </ServiceCard>
  )
}
