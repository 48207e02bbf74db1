import { Alert, Badge, Box, Button, Group, Menu, Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router'
import { type MouseEvent, Suspense, useEffect, useState } from 'react'
import { people } from '#calls/people.ts'
import type { PersonCard } from '#contract/people.ts'
import { CategoryChips } from '#web/categories/category-chips.tsx'
import { texts as categoryTexts } from '#web/categories/texts.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { attempt, sentenceOf } from '#web/platform/attempt.ts'
import { hasDraft, useDraftKey } from '#web/platform/draft.ts'
import { type PageAction, useOfferActions } from '#web/platform/page-actions.ts'
import { usePreferences } from '#web/platform/preferences.ts'
import { personCard } from '#web/platform/queries.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, texts as shared } from '#web/platform/texts.ts'
import { texts as smsTexts } from '#web/sms/texts.ts'
import { smsTo, useSms } from '#web/sms/use-sms.tsx'
import { NewOnRecord, newOnRecord, type NewRecord } from '#web/shell/new-on-record.tsx'
import { ActionItems } from '#web/ui/action-items.tsx'
import { CardTabs } from '#web/ui/card-tabs.tsx'
import { FavouriteMark } from '#web/ui/favourite-mark.tsx'
import { lazily } from '#web/ui/lazily.tsx'
import { MenuAt, type Place, placeOf } from '#web/ui/menu-at.tsx'
import { Question } from '#web/ui/question.tsx'
import { tell, tellUndo } from '#web/ui/tell-undo.tsx'
import { CommunicationButton, CommunicationItems } from './communication.tsx'
import { InfoPanel } from './info-panel.tsx'
import { lowerTabsOf } from './lower-tabs.tsx'
import { hasLeft, nameOf } from './names.ts'
import { reachOfPerson } from './reach.ts'
import { texts } from './texts.ts'

const PersonForm = lazily(async () => (await import('./person-form.tsx')).PersonForm)
const TickDialog = lazily(async () => (await import('#web/categories/tick-dialog.tsx')).TickDialog)
const PresentColleagues = lazily(async () => (await import('#web/live/presence.tsx')).PresentColleagues)
const route = getRouteApi('/inside/persons/$id/$tab')

/** The card of a person: header, upper and lower tabs, each with its own address. */
export function PersonPage() {
  const { id } = route.useParams()
  const card = useQuery(personCard(id))
  const isGone = card.error instanceof Refusal && card.error.status === 404
  if (isGone || (card.error && !card.data))
    return <Alert color="red">{isGone ? texts.not_found : sentenceOf(card.error)}</Alert>
  if (!card.data) return <Skeleton height={240} />
  return <Card key={id} person={card.data} />
}

function Card({ person }: { person: PersonCard }) {
  const { below = 'companies' } = route.useSearch()
  const lowerTabs = lowerTabsOf(person)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { mayChange } = useRights()
  const draft = useDraftKey(`person:${person.id}`)
  const [isEditing, editing] = useDisclosure(mayChange('crm') && hasDraft(draft))
  const [menuAt, setMenuAt] = useState<Place | null>(null)
  const { chosen, choose } = usePreferences()
  const router = useRouter()
  const place = (to: { below?: string }) =>
    ({
      to: '/persons/$id/$tab',
      params: { id: person.id, tab: 'info' },
      search: (to.below ?? below) === 'companies' ? {} : { below: to.below ?? below },
    }) as const
  const addressOf = (to: { below?: string }) => router.buildLocation(place(to)).href
  useEffect(() => {
    void call(people.open, { params: { id: person.id } }).then(
      () => queries.invalidateQueries({ queryKey: ['at-hand'] }),
      // Only the list of recent ones misses it; the card is there.
      () => undefined,
    )
  }, [person.id, queries])
  const openMenu = (event: MouseEvent<HTMLElement>) => {
    if ((event.target as HTMLElement).closest('a, button, input, textarea, table')) return
    event.preventDefault()
    setMenuAt(placeOf(event))
  }
  if (isEditing)
    return (
      <>
        <Group gap="md" mb="md">
          <Title order={1} size="h3" className="field-value">
            {nameOf(person)}
          </Title>
          <Present person={person} isEditing />
        </Group>
        <Suspense fallback={<Skeleton height={400} />}>
          <PersonForm
            person={person}
            onCancel={editing.close}
            onSaved={async () => {
              await queries.invalidateQueries()
              editing.close()
              tell(shared.saved)
            }}
          />
        </Suspense>
      </>
    )
  return (
    <Stack gap="md" onContextMenu={openMenu}>
      <Header person={person} onEdit={editing.open} menuAt={menuAt} closeMenu={() => setMenuAt(null)} />
      <Paper withBorder p="sm">
        <CardTabs
          label={texts.upper_tabs}
          tabs={[{ id: 'info', title: texts.info, panel: <InfoPanel person={person} /> }]}
          current="info"
          addressOf={() => addressOf({})}
          onChoose={() => undefined}
          order={chosen.person_upper_tabs}
          onOrder={(person_upper_tabs) => choose({ person_upper_tabs })}
        />
      </Paper>
      <Paper withBorder p="sm">
        <CardTabs
          label={texts.lower_tabs}
          tabs={lowerTabs}
          current={lowerTabs.some(({ id }) => id === below) ? below : 'companies'}
          addressOf={(id) => addressOf({ below: id })}
          onChoose={(id) => navigate(place({ below: id }))}
          order={chosen.person_lower_tabs}
          onOrder={(person_lower_tabs) => choose({ person_lower_tabs })}
        />
      </Paper>
    </Stack>
  )
}

type HeaderProps = { person: PersonCard; onEdit: () => void; menuAt: Place | null; closeMenu: () => void }

function Header({ person, onEdit, menuAt, closeMenu }: HeaderProps) {
  const { mayChange } = useRights()
  const [asks, question] = useDisclosure()
  const [making, setMaking] = useState<NewRecord | null>(null)
  const [isTicking, ticking] = useDisclosure()
  const of = ofPerson(person)
  const sms = useSms()
  const { actions, toggleFavourite } = useActions(person, {
    sms: () => sms.write(smsTo(of)),
    edit: onEdit,
    make: setMaking,
    tick: ticking.open,
    remove: question.open,
  })
  const reach = reachOfPerson(person)
  const present = person.roles.filter((role) => !hasLeft(role))
  return (
    <Group justify="space-between" align="start">
      <div>
        <Group gap="xs">
          <Group gap="xs" wrap="nowrap" align="start">
            <FavouriteMark isFavourite={person.is_favourite} onToggle={toggleFavourite} />
            <Title order={1} size="h2" className="field-value">
              {of.name}
            </Title>
          </Group>
          {person.customer_number && <Badge variant="light">{texts.private_customer}</Badge>}
          {person.inactive_at && <Badge color="gray">{shared.inactive_at}</Badge>}
          <Present person={person} isEditing={false} />
        </Group>
        <Text size="sm" c="dimmed" className="field-value">
          {[
            person.customer_number && fill(texts.customer, { number: String(person.customer_number) }),
            ...present.slice(0, 2).map(({ title, company_name }) => [title, company_name].filter(Boolean).join(', ')),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        <Box mt={6}>
          <CategoryChips categories={person.categories} />
        </Box>
      </div>
      <Group gap="xs">
        <CommunicationButton reach={reach} whose={{ person_id: person.id }} />
        {mayChange('crm') && (
          <Button variant="default" onClick={onEdit}>
            {shared.edit}
          </Button>
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={16} />}>
              {shared.actions}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <ActionItems actions={actions} />
          </Menu.Dropdown>
        </Menu>
        {menuAt && (
          <MenuAt at={menuAt} label={shared.actions} close={closeMenu}>
            <ActionItems actions={actions} />
            <Menu.Divider />
            <CommunicationItems reach={reach} whose={{ person_id: person.id }} onSms={sms.write} />
          </MenuAt>
        )}
      </Group>
      {sms.dialog}
      {asks && <DeleteQuestion person={person} close={question.close} />}
      {making && <NewOnRecord what={making} of={of} onClose={() => setMaking(null)} />}
      {isTicking && (
        <Suspense>
          <TickDialog of={of} tied={person.categories} onClose={ticking.close} />
        </Suspense>
      )}
    </Group>
  )
}

const ofPerson = (person: PersonCard) => ({ kind: 'person', id: person.id, name: nameOf(person) }) as const

type Dialogs = {
  edit: () => void
  make: (what: NewRecord) => void
  sms: () => void
  tick: () => void
  remove: () => void
}

/** The same entries under the button, on a right-click, and in the command palette. */
function useActions(person: PersonCard, { edit, make, sms, tick, remove }: Dialogs) {
  const { mayChange } = useRights()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { id, version, inactive_at, is_favourite } = person
  const params = { id }
  const send = async (work: () => Promise<unknown>) => {
    await attempt(work)
    await queries.invalidateQueries()
  }
  const toggleFavourite = () => send(() => call(is_favourite ? people.let_go : people.keep, { params }))
  const toggleActive = () => send(() => call(inactive_at ? people.activate : people.deactivate, { params, version }))
  // What the server answers is a file: the page stays.
  const download = (of: '4.0' | '3.0') => location.assign(`/api/persons/${id}/vcard?version=${of}`)
  const files: PageAction[] = [
    { label: texts.vcard_download, onChoose: () => download('4.0') },
    { label: texts.vcard_download_3, onChoose: () => download('3.0') },
  ]
  const actions: PageAction[] = mayChange('crm')
    ? [
        { label: shared.edit, onChoose: edit },
        ...newOnRecord(make),
        { label: smsTexts.send, onChoose: sms },
        { label: categoryTexts.update, onChoose: tick },
        { label: texts.new_person, onChoose: () => navigate({ to: '/persons/new' }) },
        ...files,
        { label: inactive_at ? shared.activate : shared.deactivate, onChoose: toggleActive },
        { label: shared.delete, onChoose: remove, isGrave: true },
      ]
    : files
  useOfferActions(nameOf(person), [...actions, { label: shared.favourite, onChoose: toggleFavourite }])
  return { actions, toggleFavourite }
}

function Present({ person, isEditing }: { person: PersonCard; isEditing: boolean }) {
  return (
    <Suspense>
      <PresentColleagues of={ofPerson(person)} isEditing={isEditing} />
    </Suspense>
  )
}

function DeleteQuestion({ person, close }: { person: PersonCard; close: () => void }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const params = { id: person.id }
  const name = nameOf(person)
  const restore = async () => {
    if (!(await attempt(() => call(people.restore, { params })))) return
    await queries.invalidateQueries()
    await navigate({ to: '/persons/$id/$tab', params: { ...params, tab: 'info' } })
  }
  const remove = async () => {
    const isDeleted = await attempt(() => call(people.delete, { params, version: person.version }))
    if (isDeleted) await navigate({ to: '/persons' })
    await queries.invalidateQueries()
    if (isDeleted) tellUndo(fill(shared.was_deleted, { name }), restore)
  }
  return <Question title={shared.delete} text={fill(texts.delete_question, { name })} onYes={remove} onClose={close} />
}
