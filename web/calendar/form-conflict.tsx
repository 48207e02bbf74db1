import { Alert, Group, Radio, Stack } from '@mantine/core'
import { texts as common } from '#web/platform/texts.ts'
import type { AppointmentForm, Conflict, Participant } from './appointment-fields.ts'
import { formTexts } from './texts.ts'

type Props = { conflicts: Conflict[]; form: AppointmentForm; onChoose: (choice: Partial<AppointmentForm>) => void }

const labels: Partial<Record<keyof AppointmentForm, string>> = {
  ...{ title: formTexts.title, place: formTexts.place, description: formTexts.description },
  ...{ day: formTexts.starts, time: formTexts.start_time, end_day: formTexts.ends, end_time: formTexts.end_time },
  ...{ time_zone: formTexts.time_zone, is_busy: formTexts.is_busy, is_private: formTexts.is_private },
  ...{ reminder: formTexts.reminder, recurrence: formTexts.recurrence, participants: formTexts.participants },
}

/** Both versions of what two people changed at once; each field by choice. */
export function ConflictPanel({ conflicts, form, onChoose }: Props) {
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
  return (
    <Alert color="orange" role="alert">
      {conflicts.length === 0 ? common.stale_merged : common.stale}
      <Stack gap="xs" mt={conflicts.length > 0 ? 'xs' : 0}>
        {conflicts.map(({ field, mine, theirs }) => (
          <Radio.Group
            key={field}
            label={labels[field] ?? field}
            value={isSame(form[field], theirs) ? 'theirs' : 'mine'}
            onChange={(side) => onChoose({ [field]: side === 'theirs' ? theirs : mine })}
          >
            <Group gap="md" mt={4}>
              <Radio value="mine" label={`${common.mine}: ${inWords(mine)}`} />
              <Radio value="theirs" label={`${common.theirs}: ${inWords(theirs)}`} />
            </Group>
          </Radio.Group>
        ))}
      </Stack>
    </Alert>
  )
}

function inWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? common.yes : common.no
  if (Array.isArray(value)) return (value as Participant[]).map(({ name }) => name).join(', ') || common.empty
  return typeof value === 'string' && value !== '' ? value : common.empty
}
