import { Alert, Checkbox, Input, Skeleton, Stack, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { Recipient } from '#contract/sms.ts'
import { formatPhone } from '#contract/rules.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { fill } from '#web/platform/texts.ts'
import { texts } from './texts.ts'
import type { Preview } from './use-preview.ts'

type Props = {
  candidates: UseQueryResult<Preview>
  except: string[]
  onExcept: (except: string[]) => void
  error: string | undefined
}

/** More than these would stand between whoever writes and the text. */
const MANY = 8

/** Those who can get the message, each to be taken out; below them those who can not, and why. */
export function Recipients({ candidates: { data, error: failure }, except, onExcept, error }: Props) {
  if (failure) return <Alert color="red">{sentenceOf(failure)}</Alert>
  if (!data) return <Skeleton height={72} />
  const { recipients, count, left_out, left_out_count } = data
  const shown = new Set(recipients.map(({ id }) => id))
  const chosenCount = count - except.filter((id) => shown.has(id)).length
  const toggle = (id: string, isIn: boolean) => onExcept(isIn ? except.filter((one) => one !== id) : [...except, id])
  const ticks = (
    <Stack gap={6} className="sms-recipients" mt={4}>
      {recipients.map((one) => (
        <Checkbox
          key={one.id}
          label={<Who who={one} />}
          checked={!except.includes(one.id)}
          onChange={(event) => toggle(one.id, event.currentTarget.checked)}
        />
      ))}
      {count > recipients.length && (
        <Text size="sm">{fill(texts.and_more, { count: String(count - recipients.length) })}</Text>
      )}
    </Stack>
  )
  return (
    <Input.Wrapper label={texts.recipients} labelElement="div" error={error} role="group" aria-label={texts.recipients}>
      <Text size="sm" c="dimmed" role="status">
        {count === 0
          ? texts.nobody
          : chosenCount === 1
            ? texts.count_one
            : fill(texts.count, { count: String(chosenCount) })}
      </Text>
      {count > MANY ? (
        <details className="sms-folded">
          <summary>{texts.show_recipients}</summary>
          {ticks}
        </details>
      ) : (
        count > 0 && ticks
      )}
      {left_out.length > 0 && (
        <details className="sms-folded" open={count === 0}>
          <summary>{fill(texts.left_out, { count: String(left_out_count) })}</summary>
          <ul>
            {left_out.map((one) => (
              <li key={one.id} className="field-value">
                <Who who={one} /> {one.reason && texts[one.reason]}
              </li>
            ))}
            {left_out_count > left_out.length && (
              <li>{fill(texts.and_more, { count: String(left_out_count - left_out.length) })}</li>
            )}
          </ul>
        </details>
      )}
    </Input.Wrapper>
  )
}

function Who({ who: { name, company_name, number } }: { who: Recipient }) {
  return (
    <span className="field-value">
      {[name, company_name].filter(Boolean).join(', ')}{' '}
      {number && (
        <Text span size="sm" c="dimmed">
          {formatPhone(number)}
        </Text>
      )}
    </span>
  )
}
