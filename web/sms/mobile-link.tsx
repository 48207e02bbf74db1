import { IconMessage } from '@tabler/icons-react'
import { formatPhone } from '#contract/rules.ts'
import type { Of } from '#web/cards/of.ts'
import { fill, inLanguage } from '#web/platform/texts.ts'
import { IconTo, PhoneLink } from '#web/ui/field.tsx'
import { smsTo, useSendsSms, type WriteSms } from './use-sms.tsx'

const texts = inLanguage({ sms: 'Send SMS til {to}' }, { sms: 'Send a text message to {to}' })

/** A mobile number: written to in our own dialog where the firm sends text messages, else in the telephone's program. */
export function MobileLink({ number, of, onSms }: { number: string; of: Of; onSms: WriteSms }) {
  const title = fill(texts.sms, { to: formatPhone(number) })
  const isOurs = useSendsSms()
  return (
    <PhoneLink number={number}>
      {isOurs ? (
        <IconTo onPress={() => onSms(smsTo(of, number))} title={title} icon={IconMessage} />
      ) : (
        <IconTo href={`sms:${number}`} title={title} icon={IconMessage} />
      )}
    </PhoneLink>
  )
}
