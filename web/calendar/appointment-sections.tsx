import {
  Checkbox,
  Grid,
  Group,
  NativeSelect,
  Paper,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useMemo } from 'react'
import type { Appointment } from '#contract/appointments.ts'
import { normaliseDay } from '#contract/rules.ts'
import { homeZone } from '#contract/zones.ts'
import { useSession } from '#web/platform/session.ts'
import { fill } from '#web/platform/texts.ts'
import { DayInput } from '#web/ui/day-input.tsx'
import { RecurrenceInput } from '#web/ui/recurrence-input.tsx'
import { TimeInput } from '#web/ui/time-input.tsx'
import { type AppointmentForm, toInput, withStart } from './appointment-fields.ts'
import { ConflictsHint } from './conflicts-hint.tsx'
import { ParticipantsInput } from './participants-input.tsx'
import { formTexts, texts } from './texts.ts'
import { whenText } from './written.ts'

type Props = {
  form: AppointmentForm
  base: Appointment | null
  set: (change: Partial<AppointmentForm>) => void
  errorOf: (field: string) => string | undefined
}

/** What and when at the left, who at the right. */
export function AppointmentSections({ form, base, set, errorOf }: Props) {
  const { user } = useSession()
  const text = (name: 'title' | 'place' | 'description') => ({
    label: formTexts[name],
    value: form[name],
    error: errorOf(name),
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  })
  return (
    <Grid gap="md" className="form-columns">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack gap="md">
          <Paper withBorder p="md">
            <Stack gap="sm">
              <TextInput {...text('title')} required maxLength={200} autoComplete="off" data-autofocus={!base} />
              <When form={form} set={set} errorOf={errorOf} />
              <TextInput {...text('place')} maxLength={200} autoComplete="off" />
              <Textarea {...text('description')} autosize minRows={3} maxRows={16} />
            </Stack>
          </Paper>
          {!base?.series_id && (
            <Paper withBorder p="md">
              <RecurrenceInput
                value={form.recurrence}
                first={normaliseDay(form.day.trim()) ?? ''}
                error={errorOf('recurrence')}
                onChange={(recurrence) => set({ recurrence })}
              />
            </Paper>
          )}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap="md">
          <Paper withBorder p="md">
            <ParticipantsInput
              value={form.participants}
              organizerId={base?.organizer_id ?? user.id}
              error={errorOf('participants')}
              onChange={(participants) => set({ participants })}
            />
            <ConflictsHint form={form} base={base} />
          </Paper>
          <Paper withBorder p="md">
            <Choices form={form} set={set} errorOf={errorOf} />
          </Paper>
        </Stack>
      </Grid.Col>
    </Grid>
  )
}

type PartProps = Omit<Props, 'base'>

function When({ form, set, errorOf }: PartProps) {
  const { is_all_day } = form
  const start = (change: { day?: string; time?: string }) => set(withStart(form, change))
  return (
    <Stack gap="xs">
      <Group gap="xs" align="start">
        <DayInput
          label={formTexts.starts}
          required
          w={150}
          value={form.day}
          error={errorOf('starts_at')}
          onChange={(day) => start({ day })}
        />
        {!is_all_day && (
          <TimeInput
            label={formTexts.start_time}
            required
            w={150}
            value={form.time}
            error={Boolean(errorOf('starts_at'))}
            onChange={(time) => start({ time })}
          />
        )}
      </Group>
      <Group gap="xs" align="start">
        <DayInput
          label={is_all_day ? formTexts.last_day : formTexts.ends}
          required
          w={150}
          value={form.end_day}
          error={errorOf('ends_at')}
          onChange={(end_day) => set({ end_day })}
        />
        {!is_all_day && (
          <TimeInput
            label={formTexts.end_time}
            required
            w={150}
            value={form.end_time}
            error={Boolean(errorOf('ends_at'))}
            onChange={(end_time) => set({ end_time })}
          />
        )}
      </Group>
      <Checkbox
        label={texts.all_day}
        checked={is_all_day}
        onChange={(event) => set({ is_all_day: event.currentTarget.checked })}
      />
      <HomeTime form={form} />
    </Stack>
  )
}

/** When that is in Norwegian time, where the appointment has another zone. */
function HomeTime({ form }: { form: AppointmentForm }) {
  const { starts_at, ends_at } = toInput(form)
  if (form.time_zone === homeZone || form.is_all_day || !starts_at || !ends_at) return null
  const when = whenText({ starts_at, ends_at, is_all_day: false, time_zone: homeZone })
  return (
    <Text size="sm" c="dimmed">
      {fill(formTexts.in_home_zone, { when })}
    </Text>
  )
}

const usualReminders = [0, 5, 10, 15, 30, 60, 120, 1_440, 2_880, 10_080]

function Choices({ form, set, errorOf }: PartProps) {
  const zones = useMemo(
    () => [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', form.time_zone])],
    [form.time_zone],
  )
  const reminders = [...new Set([...usualReminders, ...(form.reminder === '' ? [] : [Number(form.reminder)])])]
  return (
    <Stack gap="sm">
      <Group gap="sm" grow align="start">
        <NativeSelect
          label={formTexts.reminder}
          value={form.reminder}
          error={errorOf('reminder_minutes')}
          data={[
            { value: '', label: formTexts.no_reminder },
            ...reminders
              .toSorted((one, other) => one - other)
              .map((minutes) => ({ value: String(minutes), label: reminderText(minutes) })),
          ]}
          onChange={(event) => set({ reminder: event.currentTarget.value })}
        />
        <Select
          label={formTexts.time_zone}
          searchable
          allowDeselect={false}
          data={zones}
          limit={60}
          value={form.time_zone}
          error={errorOf('time_zone')}
          onChange={(zone) => set({ time_zone: zone ?? homeZone })}
        />
      </Group>
      <Switch
        label={formTexts.is_busy}
        checked={form.is_busy}
        onChange={(event) => set({ is_busy: event.currentTarget.checked })}
      />
      <Switch
        label={formTexts.is_private}
        description={formTexts.private_hint}
        checked={form.is_private}
        error={errorOf('is_private')}
        onChange={(event) => set({ is_private: event.currentTarget.checked })}
      />
    </Stack>
  )
}

function reminderText(minutes: number): string {
  if (minutes === 0) return formTexts.at_start
  if (minutes === 1_440) return formTexts.one_day
  if (minutes % 1_440 === 0) return fill(formTexts.days, { n: String(minutes / 1_440) })
  if (minutes === 60) return formTexts.one_hour
  if (minutes % 60 === 0) return fill(formTexts.hours, { n: String(minutes / 60) })
  return fill(formTexts.minutes, { n: String(minutes) })
}
