import { Button, Group, TextInput } from '@mantine/core'
import { useDebouncedCallback, useDisclosure, useMediaQuery } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { fieldMessage } from '#contract/messages.ts'
import { normaliseDay } from '#contract/rules.ts'
import { taskStatuses } from '#contract/tasks.ts'
import { useMembers } from '#web/companies/members.ts'
import { useSession } from '#web/platform/session.ts'
import { fill, formatDay, readLanguage } from '#web/platform/texts.ts'
import { ChoicesOnUse } from '#web/ui/choices-on-use.tsx'
import { DayInput } from '#web/ui/day-input.tsx'
import type { PlannerAddress } from './planner-address.ts'
import { texts } from './texts.ts'

type Props = { address: PlannerAddress; go: (change: Partial<PlannerAddress>) => void }
const criteria = ['q', 'statuses', 'responsible_ids', 'due_from', 'due_to'] as const

/** The criteria of the planner; on a phone all but the words are behind a button. */
export function PlannerFilters({ address, go }: Props) {
  const { members } = useMembers()
  const { user } = useSession()
  const isNarrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const [showsMore, more] = useDisclosure()
  const mineFirst = members.toSorted((one, other) => Number(other.id === user.id) - Number(one.id === user.id))
  const list = (text: string | undefined) => text?.split(',').filter(Boolean) ?? []
  return (
    <Group gap="xs" align="start" className="list-filters">
      <Words key={`q${address.q}`} address={address} go={go} />
      {isNarrow && (
        <Button variant="default" onClick={more.toggle} aria-expanded={showsMore}>
          {texts.more}
        </Button>
      )}
      {(!isNarrow || showsMore) && (
        <>
          {address.as !== 'status' && (
            <ChoicesOnUse
              label={texts.any_status}
              data={taskStatuses.map((status) => ({ value: status, label: texts[status] }))}
              value={list(address.statuses)}
              onChange={(chosen) => go({ statuses: chosen.join(',') || undefined })}
              w={170}
            />
          )}
          <ChoicesOnUse
            label={texts.any_responsible}
            data={mineFirst.map(({ id, name }) => ({
              value: id,
              label: id === user.id ? fill(texts.me, { name }) : name,
            }))}
            value={list(address.responsible_ids)}
            onChange={(chosen) => go({ responsible_ids: chosen.join(',') || undefined })}
            w={180}
          />
          {address.as !== 'week' && (
            <>
              <Day key={`from${address.due_from}`} name="due_from" address={address} go={go} />
              <Day key={`to${address.due_to}`} name="due_to" address={address} go={go} />
            </>
          )}
        </>
      )}
      {criteria.some((name) => address[name]) && (
        <Button variant="subtle" onClick={() => go(Object.fromEntries(criteria.map((name) => [name, undefined])))}>
          {texts.clear}
        </Button>
      )}
    </Group>
  )
}

/** What is typed reaches the address when the typing rests. */
function Words({ address, go }: Props) {
  const [value, setValue] = useState(address.q ?? '')
  const tell = useDebouncedCallback((text: string) => go({ q: text.trim() || undefined }), 250)
  return (
    <TextInput
      aria-label={texts.search}
      placeholder={texts.filter}
      leftSection={<IconSearch size={16} />}
      value={value}
      onChange={({ currentTarget }) => {
        setValue(currentTarget.value)
        tell(currentTarget.value)
      }}
      maxLength={200}
      w={240}
      autoComplete="off"
    />
  )
}

/** A day reaches the address when it is one; half a day is no question yet. */
function Day({ name, address, go }: Props & { name: 'due_from' | 'due_to' }) {
  const [typed, setTyped] = useState(formatDay(address[name] ?? ''))
  const day = normaliseDay(typed.trim())
  const other = name === 'due_to' ? address.due_from : undefined
  const error =
    typed.trim() && !day
      ? fieldMessage('day', readLanguage())
      : day && other && day < other
        ? fieldMessage('period', readLanguage())
        : undefined
  return (
    <DayInput
      aria-label={texts[name]}
      placeholder={texts[name]}
      w={140}
      value={typed}
      onChange={(text) => {
        setTyped(text)
        const read = normaliseDay(text.trim())
        if (text.trim() === '') go({ [name]: undefined })
        else if (read && /\d{4}/.test(text)) go({ [name]: read })
      }}
      error={error}
    />
  )
}
