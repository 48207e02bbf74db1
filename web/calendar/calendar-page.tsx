import { ActionIcon, Alert, Button, Group, SegmentedControl, Skeleton, Text, Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { appointments, type Occurrence } from '#contract/appointments.ts'
import { addDays, homeZone, momentOf } from '#contract/zones.ts'
import { useMembers } from '#web/companies/members.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { usePreferences } from '#web/platform/preferences.ts'
import { useRights, useSession } from '#web/platform/session.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { Agenda } from './agenda.tsx'
import { periodOf } from './blocks.ts'
import './calendar.css'
import { useConfirmations } from './confirmations.tsx'
import { clock, daysOf, stepTo, todayAtHome, type View, views, weekNumber } from './days.ts'
import { colourOf } from './event.tsx'
import { MonthGrid } from './month-grid.tsx'
import { PartQuestion } from './part-question.tsx'
import { PeopleChoice } from './people-choice.tsx'
import { texts } from './texts.ts'
import { type Actions, TimeGrid } from './time-grid.tsx'
import { useMoves } from './use-moves.ts'
import { periodTitle } from './written.ts'

const route = getRouteApi('/inside/calendar')

/** The group calendar: what colleagues have, side by side. */
export function CalendarPage() {
  const address = route.useSearch()
  const navigate = useNavigate()
  const isPhone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const { chosen, choose } = usePreferences()
  const usual = chosen.calendar_view ?? 'week'
  const wanted = address.view ?? usual
  // There is no room for a week of columns on a phone.
  const view = isPhone && wanted === 'week' ? 'agenda' : wanted
  const on = address.on ?? todayAtHome()
  const days = daysOf(view, on)
  const people = usePeople()
  const { user } = useSession()
  const known = chosen.calendar_users?.filter((id) => people.some((one) => one.id === id)) ?? []
  const shownIds = known.length > 0 ? known : [user.id]
  const shown = people.filter(({ id }) => shownIds.includes(id))
  const { from, to } = periodOf(days)
  const { data, error } = useQuery({
    queryKey: ['calendar', from, to, shownIds],
    queryFn: () => call(appointments.calendar, { query: { from, to, user_ids: shownIds.join(',') } }),
    placeholderData: keepPreviousData,
  })
  const go = (to: { view?: View; on?: string }) => navigate({ to: '/calendar', search: { ...address, ...to } })
  const goToView = (next: View) => {
    void choose({ calendar_view: next })
    void go({ view: next })
  }
  const { actions, question } = useActions()
  const grid = { days, users: shown, items: data?.items ?? [], actions }
  const onDay = (day: string) => go({ view: 'day', on: day })
  return (
    <div className="calendar-page">
      <Group justify="space-between" gap="xs" mb="xs">
        <Group gap="xs" wrap="nowrap">
          <Button variant="default" onClick={() => go({ on: todayAtHome() })}>
            {texts.today}
          </Button>
          <Steps onStep={(steps) => go({ on: stepTo(view, on, steps) })} />
          <div>
            <Title order={1} size="h4" aria-live="polite">
              {periodTitle(view, on)}
            </Title>
            {view !== 'month' && view !== 'agenda' && (
              <Text size="xs" c="dimmed">
                {fill(texts.week_no, { n: String(weekNumber(on)) })}
              </Text>
            )}
          </div>
        </Group>
        <Group gap="xs">
          <SegmentedControl
            aria-label={texts.view}
            data={views.filter((one) => !isPhone || one !== 'week').map((value) => ({ value, label: texts[value] }))}
            value={view}
            onChange={(next) => goToView(views.find((one) => one === next) ?? 'week')}
          />
          <PeopleChoice
            people={people}
            mine={user.id}
            chosen={shownIds}
            onChoose={(calendar_users) => void choose({ calendar_users })}
          />
          <Button
            leftSection={<IconPlus size={16} />}
            disabled={!actions.make}
            title={actions.make ? undefined : texts.no_change}
            onClick={() => actions.make?.({ day: on, from: 540, to: 600, user_id: shown[0]?.id ?? user.id })}
          >
            {common.new_appointment}
          </Button>
        </Group>
      </Group>
      {error && !data && <Alert color="red">{sentenceOf(error)}</Alert>}
      {!data && !error && <Skeleton height={480} />}
      {data && (view === 'day' || view === 'week') && <TimeGrid {...grid} onDay={onDay} key={view} />}
      {data && view === 'month' && (
        <MonthGrid {...grid} month={on.slice(0, 7)} onDay={onDay} isNarrow={isPhone ?? false} />
      )}
      {data && view === 'agenda' && <Agenda {...grid} />}
      <Text size="xs" c="dimmed" mt="xs" className="calendar-help">
        {actions.make && !isPhone && texts.keys}
        {new Intl.DateTimeFormat().resolvedOptions().timeZone !== homeZone && ` ${texts.home_time}`}
      </Text>
      {question}
    </div>
  )
}

function Steps({ onStep }: { onStep: (steps: 1 | -1) => void }) {
  return (
    <Group gap={2} wrap="nowrap">
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={texts.earlier} onClick={() => onStep(-1)}>
        <IconChevronLeft size={18} />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={texts.later} onClick={() => onStep(1)}>
        <IconChevronRight size={18} />
      </ActionIcon>
    </Group>
  )
}

/** Colleagues with their colours, oneself first. */
function usePeople() {
  const { user } = useSession()
  const { members } = useMembers()
  const others = members.filter(({ id }) => id !== user.id)
  return [{ id: user.id, name: user.name }, ...others].map((one) => ({ ...one, colour: colourOf(members, one.id) }))
}

/** What can be done in the calendar, by who may. */
function useActions(): { actions: Actions; question: React.ReactNode } {
  const navigate = useNavigate()
  const { mayChange } = useRights()
  const { user } = useSession()
  const { offer, dialog } = useConfirmations()
  const { move, stretch, asked, perform, cancel } = useMoves((moved) => void offer(moved, 'invited'))
  const make: NonNullable<Actions['make']> = ({ day, from, to, user_id }) => {
    const at = (minutes: number) => momentOf(`${addDays(day, Math.floor(minutes / 1_440))}T${clock(minutes)}`, homeZone)
    const search = { starts: at(from), ends: at(to), ...(user_id !== user.id && { user: user_id }) }
    void navigate({ to: '/calendar/$id', params: { id: 'new' }, search })
  }
  const may = (occurrence: Occurrence) =>
    mayChange('crm') &&
    occurrence.appointment_id !== null &&
    (!occurrence.is_private || occurrence.organizer_id === user.id)
  const actions = { mayChange: may, make: mayChange('crm') ? make : null, move, stretch }
  const question = asked ? <PartQuestion onChoose={(scope) => void perform(asked, scope)} onClose={cancel} /> : dialog
  return { actions, question }
}
