import { Alert, Button, Group, Skeleton, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate, useRouter } from '@tanstack/react-router'
import { Suspense, useEffect, useState } from 'react'
import { type Appointment, appointments, answers, type Part } from '#contract/appointments.ts'
import { homeZone, momentOf } from '#contract/zones.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { attempt, sentenceOf } from '#web/platform/attempt.ts'
import { useRights, useSession } from '#web/platform/session.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { useMembers } from '#web/companies/members.ts'
import { Question } from '#web/ui/question.tsx'
import { tellUndo } from '#web/ui/tell-undo.tsx'
import { newForm, type Participant, toForm } from './appointment-fields.ts'
import { AppointmentForm } from './appointment-form.tsx'
import './calendar.css'
import { InvitationsDialog, useConfirmations } from './confirmations.tsx'
import { todayAtHome } from './days.ts'
import { PartQuestion } from './part-question.tsx'
import { formTexts } from './texts.ts'

const route = getRouteApi('/inside/calendar/$id')

/** One appointment, to read, answer and change; with the id "new", one to be made. */
export function AppointmentPage() {
  const { id } = route.useParams()
  const { at } = route.useSearch()
  return id === 'new' ? <NewAppointment /> : <Known key={`${id} ${at}`} id={id} />
}

/** Back to where one came from; whoever came by a link goes to the calendar. */
function useWayBack() {
  const router = useRouter()
  const navigate = useNavigate()
  return () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: '/calendar' }))
}

/** After saving: those outside the firm may get a confirmation, unless they know it as it is. Then back. */
function useAfterSaving() {
  const goBack = useWayBack()
  const { offer, dialog } = useConfirmations(goBack)
  return { goBack, onSaved: (saved: Appointment) => void offer(saved, 'all'), dialog }
}

function NewAppointment() {
  const { starts, ends, user: userId, company, person, name = '' } = route.useSearch()
  const { user } = useSession()
  const { members, memberName } = useMembers()
  const { goBack, onSaved, dialog } = useAfterSaving()
  const nine = momentOf(`${todayAtHome()}T09:00`, homeZone)
  const ten = momentOf(`${todayAtHome()}T10:00`, homeZone)
  const whose = userId ?? user.id
  const participants: Participant[] = [
    { kind: 'user', id: whose, name: (whose === user.id ? user.name : memberName(whose)) ?? '', email: undefined },
    ...(company ? [{ kind: 'company' as const, id: company, name, email: undefined }] : []),
    ...(person ? [{ kind: 'person' as const, id: person, name, email: undefined }] : []),
  ]
  if (whose !== user.id && members.length === 0) return <Skeleton height={400} />
  return (
    <>
      <Title order={1} size="h3" mb="md">
        {common.new_appointment}
      </Title>
      <AppointmentForm
        appointment={null}
        initial={newForm(starts ?? nine, ends ?? ten, participants)}
        onSaved={onSaved}
        onCancel={goBack}
      />
      {dialog}
    </>
  )
}

function Known({ id }: { id: string }) {
  const { at } = route.useSearch()
  const queries = useQueryClient()
  const { goBack, onSaved, dialog } = useAfterSaving()
  const { data, error } = useQuery({
    queryKey: ['appointment', id],
    queryFn: () => call(appointments.read, { params: { id } }),
  })
  const { user } = useSession()
  const isUnseen = data?.participants.some((one) => one.id === user.id && one.state === 'unseen') ?? false
  useEffect(() => {
    if (!isUnseen) return
    void call(appointments.open, { params: { id } }).then(
      () => queries.invalidateQueries({ queryKey: ['appointment', id] }),
      // Only the organizer misses it.
      () => undefined,
    )
  }, [id, isUnseen, queries])
  if (error && !data) {
    const isGone = error instanceof Refusal && error.status === 404
    return <Alert color="red">{isGone ? formTexts.gone : sentenceOf(error)}</Alert>
  }
  if (!data) return <Skeleton height={400} />
  return (
    <>
      <Group justify="space-between" mb="md" align="start">
        <Title order={1} size="h3" className="field-value">
          {data.title}
        </Title>
        <Group gap="xs">
          <SendButton appointment={data} />
          <DeleteButton appointment={data} at={at} onDone={goBack} />
        </Group>
      </Group>
      <Answer appointment={data} />
      {data.series_id && (
        <Alert color="gray" mb="md" p="xs">
          {formTexts.part_of_series}{' '}
          <Link to="/calendar/$id" params={{ id: data.series_id }} search={{}} className="plain-link">
            {formTexts.open_series}
          </Link>
        </Alert>
      )}
      <AppointmentForm
        appointment={data}
        at={data.recurrence ? at : undefined}
        initial={toForm(data)}
        onSaved={onSaved}
        onCancel={goBack}
      />
      {dialog}
    </>
  )
}

/** Who is invited says whether she comes. */
function Answer({ appointment }: { appointment: Appointment }) {
  const queries = useQueryClient()
  const { user } = useSession()
  const mine = appointment.participants.find(({ kind, id }) => kind === 'user' && id === user.id)
  if (!mine || appointment.organizer_id === user.id) return null
  const answer = async (state: (typeof answers)[number]) => {
    await attempt(() => call(appointments.answer, { params: { id: appointment.id }, body: { state } }))
    await queries.invalidateQueries()
  }
  const names = { accepted: formTexts.accept, declined: formTexts.decline, tentative: formTexts.maybe }
  return (
    <Alert color="blue" mb="md" p="sm">
      <Group justify="space-between">
        {fill(formTexts.invited, { name: appointment.organizer_name ?? '' })}
        <Group gap="xs" role="group" aria-label={formTexts.your_answer}>
          {answers.map((state) => (
            <Button
              key={state}
              size="compact-md"
              variant={mine.state === state ? 'filled' : 'default'}
              aria-pressed={mine.state === state}
              onClick={() => answer(state)}
            >
              {names[state]}
            </Button>
          ))}
        </Group>
      </Group>
    </Alert>
  )
}

/** A confirmation at any time; who is invited is asked in the dialog. */
function SendButton({
  appointment: { id, participants, organizer_id, is_private, organizer_name },
}: {
  appointment: Appointment
}) {
  const [isOpen, dialog] = useDisclosure()
  const { mayChange } = useRights()
  const { user } = useSession()
  const isAlone = participants.every((one) => one.id === user.id)
  const isOthers = is_private && organizer_id !== user.id
  const reason = isAlone
    ? formTexts.nobody_to_write_to
    : isOthers
      ? fill(formTexts.private_by, { name: organizer_name ?? '' })
      : undefined
  if (!mayChange('crm')) return null
  return (
    <>
      <Button variant="default" disabled={reason !== undefined} title={reason} onClick={dialog.open}>
        {formTexts.send_confirmation}
      </Button>
      {isOpen && (
        <Suspense>
          <InvitationsDialog appointmentId={id} onClose={dialog.close} />
        </Suspense>
      )}
    </>
  )
}

type DeleteProps = { appointment: Appointment; at: string | undefined; onDone: () => void }

function DeleteButton({ appointment, at, onDone }: DeleteProps) {
  const [asks, setAsks] = useState(false)
  const queries = useQueryClient()
  const { mayChange } = useRights()
  const { user } = useSession()
  const { id, version, title, is_private, organizer_id, organizer_name, recurrence } = appointment
  const isOthers = is_private && organizer_id !== user.id
  const isPart = recurrence !== null && at !== undefined
  const restore = async (scope: Part['scope']) => {
    const lost = { one: { occurrence: at }, following: { following: 'true' }, all: {} }[isPart ? scope : 'all']
    await attempt(() => call(appointments.restore, { params: { id }, query: lost }))
    await queries.invalidateQueries()
  }
  const remove = async (scope: Part['scope']) => {
    setAsks(false)
    const query = isPart ? { scope, occurrence: at } : {}
    if (!(await attempt(() => call(appointments.delete, { params: { id }, query, version })))) {
      await queries.invalidateQueries()
      return
    }
    onDone()
    await queries.invalidateQueries()
    const said = isPart && scope === 'following' ? formTexts.rest_deleted : fill(formTexts.was_deleted, { name: title })
    tellUndo(said, () => restore(scope))
  }
  if (!mayChange('crm')) return null
  return (
    <>
      <Button
        variant="default"
        disabled={isOthers}
        title={isOthers ? fill(formTexts.private_by, { name: organizer_name ?? '' }) : undefined}
        onClick={() => setAsks(true)}
      >
        {common.delete}
      </Button>
      {asks && isPart && <PartQuestion onChoose={remove} onClose={() => setAsks(false)} />}
      {asks && !isPart && (
        <Question
          title={common.delete}
          text={fill(formTexts.delete_question, { name: title })}
          onYes={() => remove('all')}
          onClose={() => setAsks(false)}
        />
      )}
    </>
  )
}
