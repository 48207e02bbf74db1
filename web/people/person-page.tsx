import { Alert, Badge, Paper, Skeleton, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router'
import { Suspense } from 'react'
import { people } from '#calls/people.ts'
import type { PersonCard } from '#contract/people.ts'
import { CardHeader } from '#web/cards/card-header.tsx'
import { DeleteQuestion } from '#web/cards/delete-question.tsx'
import { EditingTitle } from '#web/cards/present.tsx'
import { type CardMenu, useCardMenu, useNoteOpened, useSend } from '#web/cards/use-card.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { hasDraft, useDraftKey } from '#web/platform/draft.ts'
import { usePreferences } from '#web/platform/preferences.ts'
import { personCard } from '#web/platform/queries.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, texts as shared } from '#web/platform/texts.ts'
import { CardTabs } from '#web/ui/card-tabs.tsx'
import { lazily } from '#web/ui/lazily.tsx'
import { tell } from '#web/ui/tell-undo.tsx'
import { InfoPanel } from './info-panel.tsx'
import { lowerTabsOf } from './lower-tabs.tsx'
import { hasLeft, nameOf } from './names.ts'
import { reachOfPerson } from './reach.ts'
import { texts } from './texts.ts'

const PersonForm = lazily(async () => (await import('./person-form.tsx')).PersonForm)
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
  const { chosen, choose } = usePreferences()
  const router = useRouter()
  const place = (to: { below?: string }) =>
    ({
      to: '/persons/$id/$tab',
      params: { id: person.id, tab: 'info' },
      search: (to.below ?? below) === 'companies' ? {} : { below: to.below ?? below },
    }) as const
  const addressOf = (to: { below?: string }) => router.buildLocation(place(to)).href
  useNoteOpened(person.id, noteOpened)
  const { menu, onContextMenu } = useCardMenu()
  if (isEditing)
    return (
      <>
        <EditingTitle of={ofPerson(person)} />
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
    <Stack gap="md" onContextMenu={onContextMenu}>
      <Header person={person} onEdit={editing.open} menu={menu} />
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

type HeaderProps = { person: PersonCard; onEdit: () => void; menu: CardMenu }

function Header({ person, onEdit, menu }: HeaderProps) {
  const navigate = useNavigate()
  const send = useSend()
  const { id, version, inactive_at, is_favourite, customer_number, roles } = person
  const params = { id }
  const of = ofPerson(person)
  const present = roles.filter((role) => !hasLeft(role))
  // What the server answers is a file: the page stays.
  const download = (of: '4.0' | '3.0') => location.assign(`/api/persons/${id}/vcard?version=${of}`)
  return (
    <CardHeader
      of={of}
      record={person}
      badges={customer_number && <Badge variant="light">{texts.private_customer}</Badge>}
      facts={[
        customer_number !== null && fill(texts.customer, { number: String(customer_number) }),
        ...present.slice(0, 2).map(({ title, company_name }) => [title, company_name].filter(Boolean).join(', ')),
      ]}
      reach={reachOfPerson(person)}
      menu={menu}
      onEdit={onEdit}
      onFavourite={() => send(() => call(is_favourite ? people.let_go : people.keep, { params }))}
      onActive={() => send(() => call(inactive_at ? people.activate : people.deactivate, { params, version }))}
      makeAnother={{ label: texts.new_person, onChoose: () => navigate({ to: '/persons/new' }) }}
      files={[
        { label: texts.vcard_download, onChoose: () => download('4.0') },
        { label: texts.vcard_download_3, onChoose: () => download('3.0') },
      ]}
      renderQuestion={(close) => (
        <DeleteQuestion
          of={of}
          text={fill(texts.delete_question, { name: of.name })}
          remove={() => call(people.delete, { params, version })}
          restore={() => call(people.restore, { params })}
          close={close}
        />
      )}
    />
  )
}

const noteOpened = (id: string) => call(people.open, { params: { id } })
const ofPerson = (person: PersonCard) => ({ kind: 'person', id: person.id, name: nameOf(person) }) as const
