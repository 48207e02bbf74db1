import { ActionIcon, Anchor, Group, Text } from '@mantine/core'
import { IconExternalLink, IconMail, IconPhone } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'
import { formatPhone } from '#contract/rules.ts'
import { fill, inLanguage } from '#web/platform/texts.ts'

const texts = inLanguage(
  { call: 'Ring {to}', mail: 'Skriv e-post til {to}', website: 'Åpne nettsiden' },
  { call: 'Call {to}', mail: 'Write an e-mail to {to}', website: 'Open the website' },
)

/** A field of a card: its name and what stands in it. */
export function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="xs" c="dimmed">
        {label}
      </Text>
      <Text component="dd" m={0} size="sm" className="field-value">
        {children || '–'}
      </Text>
    </div>
  )
}

type Shortcut = { title: string; icon: ComponentType<{ size: number }> } & (
  | { href: string; isElsewhere?: boolean }
  | { onPress: () => void }
)

/** A small button beside what it concerns. */
export function IconTo({ title, icon: Icon, ...to }: Shortcut) {
  const shown = { variant: 'subtle', size: 'sm', 'aria-label': title, title, children: <Icon size={15} /> } as const
  if ('onPress' in to) return <ActionIcon onClick={to.onPress} {...shown} />
  const elsewhere = to.isElsewhere ? { target: '_blank', rel: 'noopener noreferrer' } : {}
  return <ActionIcon component="a" href={to.href} {...elsewhere} {...shown} />
}

/** A number that is called by a press; what else can be done with it stands beside it. */
export function PhoneLink({ number, children }: { number: string; children?: ReactNode }) {
  const shown = formatPhone(number)
  return (
    <Group component="span" gap={4} wrap="nowrap">
      <Anchor inherit href={`tel:${number}`}>
        {shown}
      </Anchor>
      <IconTo href={`tel:${number}`} title={fill(texts.call, { to: shown })} icon={IconPhone} />
      {children}
    </Group>
  )
}

export function MailLink({ address }: { address: string }) {
  const href = mailTo(address)
  return (
    <Group component="span" gap={4} wrap="nowrap">
      <Anchor inherit href={href}>
        {address}
      </Anchor>
      <IconTo href={href} title={fill(texts.mail, { to: address })} icon={IconMail} />
    </Group>
  )
}

/** An address so that nothing in it is read as a header of the letter. */
export const mailTo = (address: string) => `mailto:${encodeURIComponent(address).replace('%40', '@')}`

export function WebsiteLink({ website }: { website: string }) {
  return (
    <Group component="span" gap={4} wrap="nowrap">
      {website.replace(/^https?:\/\//, '')}
      <IconTo href={website} title={texts.website} icon={IconExternalLink} isElsewhere />
    </Group>
  )
}
