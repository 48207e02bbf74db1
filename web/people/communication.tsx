import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconMail, IconMessage, IconPhone } from '@tabler/icons-react'
import { formatPhone } from '#contract/rules.ts'
import { smsTo, useSendsSms, useSms, type WriteSms } from '#web/sms/use-sms.tsx'
import { mailTo } from '#web/ui/field.tsx'
import { MenuButton } from '#web/ui/menu-button.tsx'
import type { Whose } from './note-communication.ts'
import type { Reach } from './reach.ts'
import { texts } from './texts.ts'

const ways = [
  { way: 'mail', icon: IconMail, none: texts.no_email, to: mailTo, show: (value: string) => value },
  { way: 'call', icon: IconPhone, none: texts.no_phone, to: (value: string) => `tel:${value}`, show: formatPhone },
  { way: 'sms', icon: IconMessage, none: texts.no_mobile, to: (value: string) => `sms:${value}`, show: formatPhone },
] as const

type Props = { reach: Reach; whose: Whose }

/** Every stored address and number with what it is; where there is none, the entry says so. */
export function CommunicationItems({ reach, whose, onSms }: Props & { onSms: WriteSms }) {
  const sends = useSendsSms()
  return ways.map(({ way, icon: Icon, none, to, show }) => (
    <div key={way} role="group" aria-label={texts[way]}>
      <Menu.Label>{texts[way]}</Menu.Label>
      {reach[way].length === 0 && (
        <Menu.Item disabled leftSection={<Icon size={16} />}>
          {none}
        </Menu.Item>
      )}
      {reach[way].map((place) => {
        const { label, value } = place
        const shown = {
          leftSection: <Icon size={16} />,
          className: 'field-value',
          children: (
            <>
              {show(value)} <span className="menu-detail">{label}</span>
            </>
          ),
        }
        // Where the firm sends text messages, they go that way, and are kept.
        if ('of' in place && sends)
          return <Menu.Item key={label + value} onClick={() => onSms(smsTo(place.of, value))} {...shown} />
        return (
          <Menu.Item
            key={label + value}
            component="a"
            href={to(value)}
            onClick={() => void note(whose, way, value)}
            {...shown}
          />
        )
      })}
    </div>
  ))
}

/** What is chosen is noted in the history. */
const note = async (...chosen: [Whose, (typeof ways)[number]['way'], string]) =>
  (await import('./note-communication.ts')).noteCommunication(...chosen)

export function CommunicationButton(props: Props) {
  const { write, dialog } = useSms()
  return (
    <>
      <MenuButton
        position="bottom-end"
        renderButton={(target) => (
          <Button variant="default" rightSection={<IconChevronDown size={16} />} {...target}>
            {texts.communication}
          </Button>
        )}
      >
        <CommunicationItems {...props} onSms={write} />
      </MenuButton>
      {dialog}
    </>
  )
}
