import { Alert, Grid, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { search, type Hit } from '#contract/search.ts'
import { today, type Happening } from '#contract/today.ts'
import { call, type Reply } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { fill, formatMoment, readLanguage, texts as shared } from '#web/platform/texts.ts'
import { NewButtons } from '#web/palette/new-buttons.tsx'
import { useOpened } from '#web/tasks/opened.tsx'
import { AppointmentRow } from './appointment-row.tsx'
import { TaskRow } from './task-row.tsx'
import { texts } from './texts.ts'

/** Min dag: what waits, what is booked, what I work with, and what colleagues did with my customers. */
export function TodayPage() {
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: ['my-day'],
    queryFn: () => call(today.read),
    // What is now goes by, and one day becomes the next.
    refetchInterval: 300_000,
  })
  return (
    <Stack gap="md" maw={1160}>
      <Group justify="space-between" align="start" className="title-row">
        <div>
          <Title order={1} size="h2">
            {shared.my_day}
          </Title>
          <Text c="dimmed">{data ? longDay.format(new Date(`${data.day}T12:00`)) : '\u00a0'}</Text>
        </div>
        <NewButtons />
      </Group>
      {error && !data && <Alert color="red">{sentenceOf(error)}</Alert>}
      {!data && !error && <Skeleton height={320} />}
      {data && <Day day={data} now={dataUpdatedAt} />}
    </Stack>
  )
}

const longDay = new Intl.DateTimeFormat(readLanguage() === 'nb' ? 'nb-NO' : 'en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
})

function Day({ day, now }: { day: Reply<typeof today.read>; now: number }) {
  const { tasks_today, tasks_overdue, overdue_count, appointments, happenings } = day
  const { open, dialogs } = useOpened()
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack gap="md">
          <Part title={texts.appointments} count={appointments.length} to="/calendar" toLabel={shared.calendar}>
            {appointments.length === 0 && <Nothing>{texts.no_appointments}</Nothing>}
            <Rows label={texts.appointments}>
              {appointments.map((one) => (
                <AppointmentRow key={one.id + one.starts_at} appointment={one} now={now} />
              ))}
            </Rows>
          </Part>
          <Part title={texts.tasks} count={tasks_today.length} to="/tasks" toLabel={shared.tasks}>
            {tasks_today.length === 0 && <Nothing>{texts.no_tasks}</Nothing>}
            <Rows label={texts.tasks}>
              {tasks_today.map((task) => (
                <TaskRow key={task.id} task={task} today={day.day} open={open} />
              ))}
            </Rows>
          </Part>
          {overdue_count > 0 && (
            <Part title={texts.overdue} count={overdue_count < 100 ? overdue_count : '99+'}>
              <Rows label={texts.overdue}>
                {tasks_overdue.map((task) => (
                  <TaskRow key={task.id} task={task} today={day.day} open={open} />
                ))}
              </Rows>
            </Part>
          )}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap="md">
          <Part title={texts.happenings}>
            {happenings.length === 0 && <Nothing>{texts.no_happenings}</Nothing>}
            <Rows label={texts.happenings}>
              {happenings.map((one) => (
                <HappeningRow key={one.id} happening={one} />
              ))}
            </Rows>
          </Part>
          <AtHand />
        </Stack>
      </Grid.Col>
      {dialogs}
    </Grid>
  )
}

type PartProps = {
  title: string
  count?: number | string
  /** The page where the rest of it is. */
  to?: string
  toLabel?: string
  children: ReactNode
}

function Part({ title, count, to, toLabel, children }: PartProps) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title} className="day-part">
      <Group justify="space-between" mb={4}>
        <Title order={2} size="h5">
          {title}
        </Title>
        <Group gap="xs">
          {count !== undefined && count !== 0 && (
            <Text size="sm" c="dimmed">
              {count}
            </Text>
          )}
          {to && (
            <Text size="sm" component={Link} to={to} className="plain-link">
              {toLabel}
            </Text>
          )}
        </Group>
      </Group>
      {children}
    </Paper>
  )
}

const Nothing = ({ children }: { children: ReactNode }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
)

/** A list with nothing in it is none. */
const Rows = ({ label, children }: { label: string; children: ReactNode[] }) =>
  children.length === 0 ? null : (
    <ul className="rows" aria-label={label}>
      {children}
    </ul>
  )

const doings: Record<string, string> = {
  created: texts.created,
  changed: texts.changed,
  deleted: texts.deleted,
  restored: texts.restored,
  contacted: texts.contacted,
}
const things: Record<string, string> = {
  company: texts.company,
  affiliation: texts.affiliation,
  company_category: texts.company_category,
  note: texts.note,
  task: texts.task,
  appointment: texts.appointment,
  appointment_participant: texts.appointment_participant,
}

function HappeningRow({ happening }: { happening: Happening }) {
  const { user_name, action, entity, company_id, company_name, count, at } = happening
  const done = fill(doings[action] ?? texts.did, { what: things[entity] ?? texts.company })
  return (
    <li>
      <div className="row-text">
        <Link
          className="plain-link"
          to="/companies/$id/$tab"
          params={{ id: company_id, tab: 'info' }}
          search={{ below: 'history' }}
        >
          {company_name}
        </Link>
        <Text size="sm" className="field-value">
          {user_name ?? texts.someone} {done}
          {count > 1 && ` (${fill(texts.times, { count: String(count) })})`}
        </Text>
        <Text size="xs" c="dimmed">
          {formatMoment(at)}
        </Text>
      </div>
    </li>
  )
}

/** What I follow and what I opened last, as the search panel has it. */
function AtHand() {
  const { data } = useQuery({ queryKey: ['at-hand'], queryFn: () => call(search.at_hand) })
  if (!data) return null
  return (
    <>
      <Part title={shared.favourites}>
        {data.favourites.length === 0 && <Nothing>{texts.no_records}</Nothing>}
        <HitLinks label={shared.favourites} hits={data.favourites.slice(0, 12)} />
      </Part>
      {data.recent.length > 0 && (
        <Part title={shared.recent}>
          <HitLinks label={shared.recent} hits={data.recent.slice(0, 8)} />
        </Part>
      )}
    </>
  )
}

function HitLinks({ label, hits }: { label: string; hits: Hit[] }) {
  return (
    <Rows label={label}>
      {hits.map(({ kind, id, name, city }) => (
        <li key={id} className="tight">
          <Link
            className="plain-link of-day"
            to={kind === 'company' ? '/companies/$id/$tab' : '/persons/$id/$tab'}
            params={{ id, tab: 'info' }}
          >
            {name}
          </Link>
          <Text size="xs" c="dimmed">
            {city}
          </Text>
        </li>
      ))}
    </Rows>
  )
}
