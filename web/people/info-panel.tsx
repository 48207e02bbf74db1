import { SimpleGrid } from '@mantine/core'
import type { Person } from '#contract/people.ts'
import { addressText } from '#web/addresses/show.ts'
import { fill, formatDay, texts as shared } from '#web/platform/texts.ts'
import { MobileLink } from '#web/sms/mobile-link.tsx'
import { useSms } from '#web/sms/use-sms.tsx'
import { Field, MailLink, PhoneLink } from '#web/ui/field.tsx'
import { nameOf, today } from './names.ts'
import { texts } from './texts.ts'

export function InfoPanel({ person }: { person: Person }) {
  const sms = useSms()
  const { id, phone, mobile, email, alternative_email, private_address, birth_on, nickname, note } = person
  return (
    <SimpleGrid component="dl" m={0} cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
      <Field label={texts.own_phone}>{phone && <PhoneLink number={phone} />}</Field>
      <Field label={texts.own_mobile}>
        {mobile && <MobileLink number={mobile} of={{ kind: 'person', id, name: nameOf(person) }} onSms={sms.write} />}
      </Field>
      <Field label={texts.own_email}>{email && <MailLink address={email} />}</Field>
      <Field label={texts.alternative_email}>{alternative_email && <MailLink address={alternative_email} />}</Field>
      <Field label={texts.private_address}>{private_address && addressText(private_address)}</Field>
      <Field label={texts.birth_on}>
        {birth_on && fill(texts.age, { day: formatDay(birth_on), years: String(ageOf(birth_on)) })}
      </Field>
      <Field label={shared.nickname}>{nickname}</Field>
      <Field label={shared.note}>{note}</Field>
      {sms.dialog}
    </SimpleGrid>
  )
}

/** Whole years that have passed. */
function ageOf(birthOn: string) {
  const now = today()
  return Number(now.slice(0, 4)) - Number(birthOn.slice(0, 4)) - (now.slice(5) < birthOn.slice(5) ? 1 : 0)
}
