import { Badge, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowBackUp, IconSend } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatPhone } from '#contract/rules.ts'
import { type Sms, smsMessages } from '#contract/sms.ts'
import type { Of } from '#web/cards/of.ts'
import { call } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, formatKroner, formatMoment } from '#web/platform/texts.ts'
import { Question } from '#web/ui/question.tsx'
import { tell } from '#web/ui/tell-undo.tsx'
import { partsText } from './sms-text.tsx'
import { smsTo, type WriteSms } from './use-sms.tsx'
import { reasonTexts, stateTexts, texts } from './texts.ts'

const colours = {
  ...{ queued: 'gray', sent: 'gray', delivered: 'fjord', failed: 'red', uncertain: 'red' },
  ...{ cancelled: 'gray', received: 'fjord' },
} as const

type Props = {
  sms: Sms
  /** On whose card it stands. */
  of?: 'company' | 'person'
  /** Others below it wait to be sent with it. */
  leadsBatch?: boolean
  /** Where one can answer from here. */
  onWrite?: WriteSms
}

/** One message: who, what it says, how it fares, and what can be done about it. */
export function SmsRow({ sms, of, leadsBatch = false, onWrite }: Props) {
  const { direction, number, text, state } = sms
  const isIn = direction === 'in'
  const Icon = isIn ? IconArrowBackUp : IconSend
  return (
    <li className="sms-row">
      <Icon size={18} aria-hidden className="sms-mark" />
      <div className="row-text">
        <Group gap="xs" style={{ rowGap: 2 }}>
          <About sms={sms} of={of} />
          <Text size="sm" c="dimmed">
            {fill(isIn ? texts.from_number : texts.to_number, { number: formatPhone(number) })}
          </Text>
          <Badge variant="light" color={colours[state]} tt="none">
            {stateTexts[state]}
          </Badge>
          {sms.kind === 'marketing' && (
            <Badge variant="default" tt="none">
              {texts.marketing}
            </Badge>
          )}
        </Group>
        <Text size="sm" className="field-value" style={{ whiteSpace: 'pre-wrap' }}>
          {text}
        </Text>
        <Text size="xs" c="dimmed" className="field-value">
          {factsOf(sms).join(' · ')}
        </Text>
        <WhatWentWrong sms={sms} />
      </div>
      <Actions sms={sms} leadsBatch={leadsBatch} onWrite={onWrite} />
    </li>
  )
}

function About({
  sms: { company_id, company_name, person_id, person_name },
  of,
}: {
  sms: Sms
  of: 'company' | 'person' | undefined
}) {
  const links = [
    ...(person_id && of !== 'person' ? ([{ to: '/persons/$id/$tab', id: person_id, name: person_name }] as const) : []),
    ...(company_id && of !== 'company'
      ? ([{ to: '/companies/$id/$tab', id: company_id, name: company_name }] as const)
      : []),
  ]
  return links.map(({ to, id, name }) => (
    <Link key={id} className="plain-link sms-whose" to={to} params={{ id, tab: 'info' }} search={{ below: 'sms' }}>
      {name}
    </Link>
  ))
}

function factsOf({ state, send_at, sent_at, created_at, author_name, parts, price_ore, direction, delivered_at }: Sms) {
  const isPlanned = state === 'queued' && Date.parse(send_at) > Date.now()
  const when = isPlanned
    ? fill(texts.planned, { at: formatMoment(send_at) })
    : formatMoment(delivered_at ?? sent_at ?? created_at)
  if (direction === 'in') return [when]
  const price = price_ore === null ? [] : [`kr ${formatKroner(price_ore)}`]
  return [when, ...(author_name ? [author_name] : []), partsText(parts), ...price]
}

function WhatWentWrong({ sms: { reason, answer, state } }: { sms: Sms }) {
  if (reason === null || state === 'cancelled') return null
  return (
    <Text size="sm" className="field-value" {...(state === 'failed' ? { c: 'var(--mantine-color-error)' } : {})}>
      {reasonTexts[reason]} {answer && `(${answer})`}
    </Text>
  )
}

type ActionsProps = { sms: Sms; leadsBatch: boolean; onWrite: WriteSms | undefined }

function Actions({ sms, leadsBatch, onWrite }: ActionsProps) {
  const { mayChange } = useRights()
  const queries = useQueryClient()
  const [asks, question] = useDisclosure()
  const { id, version, state, is_going, batch_id, number } = sms
  const params = { id }
  const act = async (work: () => Promise<unknown>) => {
    const done = await attempt(work)
    await Promise.all(['sms', 'history'].map((root) => queries.invalidateQueries({ queryKey: [root] })))
    return done
  }
  const stop = async () => {
    if (await act(() => call(smsMessages.cancel, { params }))) tell(texts.stopped_one)
  }
  const stopBatch = () =>
    act(async () => {
      const { count } = await call(smsMessages.cancel_batch, { params: { id: batch_id ?? '' } })
      tell(fill(texts.stopped, { count: String(count) }))
    })
  const retry = () => act(() => call(smsMessages.retry, { params, version }))
  const settle = () => act(() => call(smsMessages.settle, { params, version }))
  if (!mayChange('crm')) return null
  const small = { size: 'compact-sm', variant: 'default' } as const
  return (
    <>
      <Group gap="xs" className="sms-actions">
        {state === 'received' && onWrite && <Answer sms={sms} onAnswer={(of) => onWrite(smsTo(of, number))} />}
        {state === 'queued' && !is_going && (
          <>
            <Button {...small} onClick={stop}>
              {texts.stop}
            </Button>
            {leadsBatch && (
              <Button {...small} onClick={stopBatch}>
                {texts.stop_batch}
              </Button>
            )}
          </>
        )}
        {(state === 'failed' || state === 'uncertain') && (
          <Button {...small} onClick={state === 'uncertain' ? question.open : retry}>
            {texts.retry}
          </Button>
        )}
        {state === 'uncertain' && (
          <Button {...small} onClick={settle}>
            {texts.settle}
          </Button>
        )}
      </Group>
      {asks && <Question title={texts.retry} text={texts.retry_question} onYes={retry} onClose={question.close} />}
    </>
  )
}

/** To whom the number belonged when it came in. */
function Answer({ sms, onAnswer }: { sms: Sms; onAnswer: (of: Of) => void }) {
  const { person_id, person_name, company_id, company_name } = sms
  const of: Of | null = person_id
    ? { kind: 'person', id: person_id, name: person_name ?? '' }
    : company_id
      ? { kind: 'company', id: company_id, name: company_name ?? '' }
      : null
  return (
    <Button
      size="compact-sm"
      variant="default"
      disabled={!of}
      title={of ? undefined : texts.nobodys_number}
      onClick={() => of && onAnswer(of)}
    >
      {texts.answer}
    </Button>
  )
}
