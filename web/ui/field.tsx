import { ActionIcon, Anchor, Group, Text } from '@mantine/core'
import { IconExternalLink, IconMail, IconMessage, IconPhone } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'
import { formatPhone } from '#contract/rules.ts'
import { fill, inLanguage } from '#web/platform/texts.ts'

const texts = inLanguage(
  { call: 'Ring {to}', sms: 'Send SMS til {to}', mail: 'Skriv e-post til {to}', website: 'Åpne nettsiden' },
  {
    call: 'Call {to}',
    sms: 'Send a text message to {to}',
    mail: 'Write an e-mail to {to}',
    website: 'Open the website',
  },
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

type Shortcut = { href: string; title: string; icon: ComponentType<{ size: number }>; isElsewhere?: boolean }

/** A small button beside what it concerns. */
export function IconTo({ href, title, icon: Icon, isElsewhere }: Shortcut) {
  return (
    <ActionIcon
      component="a"
      variant="subtle"
      size="sm"
      href={href}
      aria-label={title}
      title={title}
      {...(isElsewhere ? { target: '_blank', rel: 'noopener noreferrer' } : {})}
    >
      <Icon size={15} />
    </ActionIcon>
  )
}

/** A number that is called by a press; a mobile has a button for a text message as well. */
export function PhoneLink({ number, isMobile = false }: { number: string; isMobile?: boolean }) {
  const shown = formatPhone(number)
  return (
    <Group component="span" gap={4} wrap="nowrap">
      <Anchor inherit href={`tel:${number}`}>
        {shown}
      </Anchor>
      <IconTo href={`tel:${number}`} title={fill(texts.call, { to: shown })} icon={IconPhone} />
      {isMobile && <IconTo href={`sms:${number}`} title={fill(texts.sms, { to: shown })} icon={IconMessage} />}
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
