import { Badge, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { TodaysAppointment } from '#contract/today.ts'
import { readLanguage } from '#web/platform/texts.ts'
import { AboutLink } from './about-link.tsx'
import { texts } from './texts.ts'

const clock = new Intl.DateTimeFormat(readLanguage() === 'nb' ? 'nb-NO' : 'en-GB', {
  hour: '2-digit',
  minute: '2-digit',
})

export function AppointmentRow({ appointment, now }: { appointment: TodaysAppointment; now: number }) {
  const { id, original_starts_at, title, place, is_all_day, about } = appointment
  const [starts, ends] = [new Date(appointment.starts_at), new Date(appointment.ends_at)]
  const isNow = !is_all_day && Number(starts) <= now && now < Number(ends)
  return (
    <li>
      <Text size="sm" w={96} className="appointment-time" {...(Number(ends) < now ? { c: 'dimmed' } : {})}>
        {is_all_day ? texts.all_day : `${clock.format(starts)}–${clock.format(ends)}`}
      </Text>
      <div className="row-text">
        <Group gap={6}>
          <Link
            className="plain-link field-value"
            to="/calendar/$id"
            params={{ id }}
            search={original_starts_at ? { at: original_starts_at } : {}}
          >
            {title}
          </Link>
          {isNow && (
            <Badge size="xs" variant="light">
              {texts.now}
            </Badge>
          )}
        </Group>
        {(place || about) && (
          <Text size="xs" c="dimmed" component="div">
            {place}
            {place && about && ' · '}
            <AboutLink about={about} />
          </Text>
        )}
      </div>
    </li>
  )
}
