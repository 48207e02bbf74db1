import { Alert, List, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type Appointment, appointments } from '#contract/appointments.ts'
import { homeZone } from '#contract/zones.ts'
import { useMembers } from '#web/companies/members.ts'
import { call } from '#web/platform/api.ts'
import { fill } from '#web/platform/texts.ts'
import { type AppointmentForm, toInput } from './appointment-fields.ts'
import { formTexts, texts } from './texts.ts'
import { whenText } from './written.ts'

/** Colleagues who are occupied at the time that is being typed: a warning, not a wall. */
export function ConflictsHint({ form, base }: { form: AppointmentForm; base: Appointment | null }) {
  const { starts_at, ends_at, time_zone, recurrence } = toInput(form)
  const users = form.participants.filter(({ kind }) => kind === 'user').map(({ id }) => id)
  const query = {
    ...{ starts_at, ends_at, time_zone: time_zone ?? homeZone, recurrence: recurrence ?? null },
    ...{ user_ids: users.join(','), except: base?.id },
  }
  const [asked] = useDebouncedValue(JSON.stringify(query), 250)
  const { memberName } = useMembers()
  const { data } = useQuery({
    queryKey: ['calendar', 'conflicts', asked],
    queryFn: () => call(appointments.conflicts, { query: JSON.parse(asked) as typeof query }),
    enabled: form.is_busy && users.length > 0 && starts_at !== '' && starts_at < ends_at,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const items = form.is_busy && starts_at < ends_at ? (data?.items ?? []) : []
  return (
    <div role="status">
      {items.length > 0 && (
        <Alert
          color="orange"
          title={formTexts.conflict}
          styles={{ title: { color: 'var(--mantine-color-text)' } }}
          mt="sm"
          p="sm"
        >
          <List size="sm">
            {items.map((one) => (
              <List.Item key={`${one.user_id} ${one.starts_at} ${one.title}`}>
                {fill(formTexts.conflict_line, {
                  name: memberName(one.user_id) ?? '',
                  title: one.title ?? texts.busy,
                  when: whenText({ ...one, time_zone: homeZone }),
                })}
              </List.Item>
            ))}
          </List>
          <Text size="xs" mt={4}>
            {formTexts.conflict_hint}
          </Text>
        </Alert>
      )}
    </div>
  )
}
