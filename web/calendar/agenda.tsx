import { Text, Title } from '@mantine/core'
import type { Occurrence } from '#contract/appointments.ts'
import { holidayOf } from '#contract/holidays.ts'
import { readLanguage } from '#web/platform/texts.ts'
import { isOn } from './blocks.ts'
import { todayAtHome } from './days.ts'
import { Event } from './event.tsx'
import { texts } from './texts.ts'
import { type Actions, keysFor } from './time-grid.tsx'
import { longDay } from './written.ts'

type Props = {
  days: string[]
  users: { id: string; name: string; colour: string }[]
  items: Occurrence[]
  actions: Actions
}

/** The days on which there is something, one below the other. */
export function Agenda({ days, users, items, actions }: Props) {
  const filled = days
    .map((day) => ({ day, found: items.filter((one) => isOn(one, day)), holiday: holidayOf(day) }))
    .filter(({ day, found, holiday }) => found.length > 0 || holiday || day === todayAtHome())
  if (items.length === 0) return <Text c="dimmed">{texts.nothing_in}</Text>
  return (
    <div className="agenda">
      {filled.map(({ day, found, holiday }) => (
        <section
          key={day}
          className="agenda-day"
          aria-label={longDay(day)}
          data-today={day === todayAtHome() || undefined}
        >
          <Title order={2} size="sm">
            {longDay(day)}
            {holiday && <span className="holiday"> · {holiday[readLanguage()]}</span>}
          </Title>
          {found.length === 0 && (
            <Text size="sm" c="dimmed">
              {texts.nothing}
            </Text>
          )}
          {found.map((occurrence) => {
            const of = users.filter(({ id }) => occurrence.users.some((user) => user.id === id))
            return (
              <div key={`${occurrence.appointment_id} ${occurrence.starts_at} ${of[0]?.id}`} className="agenda-row">
                <Event
                  occurrence={occurrence}
                  state={occurrence.users.find(({ id }) => id === of[0]?.id)?.state ?? 'accepted'}
                  name={of.map(({ name }) => name).join(', ')}
                  colour={of[0]?.colour ?? 'teal'}
                  onKeyDown={keysFor(occurrence, actions)}
                />
                {users.length > 1 && (
                  <Text size="xs" c="dimmed" truncate>
                    {of.map(({ name }) => name).join(', ')}
                  </Text>
                )}
              </div>
            )
          })}
        </section>
      ))}
    </div>
  )
}
