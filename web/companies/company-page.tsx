import { Alert, Badge, Paper, Skeleton, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { companies } from '#calls/companies.ts'
import type { CompanyCard } from '#contract/companies.ts'
import { formatOrgNumber } from '#contract/rules.ts'
import { CardHeader } from '#web/cards/card-header.tsx'
import { DeleteQuestion } from '#web/cards/delete-question.tsx'
import { EditingTitle } from '#web/cards/present.tsx'
import { type CardMenu, useCardMenu, useNoteOpened, useSend } from '#web/cards/use-card.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { reachOfCompany } from '#web/people/reach.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { hasDraft, useDraftKey } from '#web/platform/draft.ts'
import { usePreferences } from '#web/platform/preferences.ts'
import { companyCard } from '#web/platform/queries.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, type TextKey, texts } from '#web/platform/texts.ts'
import { CardTabs } from '#web/ui/card-tabs.tsx'
import { lazily } from '#web/ui/lazily.tsx'
import { tell } from '#web/ui/tell-undo.tsx'
import { AdditionalPanel, InfoPanel } from './company-panels.tsx'
import { lowerTabsOf } from './lower-tabs.tsx'

const route = getRouteApi('/inside/companies/$id/$tab')
const CompanyForm = lazily(async () => (await import('./company-form.tsx')).CompanyForm)
const RegisterFlags = lazily(async () => (await import('#web/register/register-flags.tsx')).RegisterFlags)

/** The company card: header, upper and lower tabs, each with its own address. */
export function CompanyPage() {
  const { id } = route.useParams()
  const card = useQuery(companyCard(id))
  const isGone = card.error instanceof Refusal && card.error.status === 404
  if (isGone || (card.error && !card.data))
    return <Alert color="red">{isGone ? texts.not_found : sentenceOf(card.error)}</Alert>
  if (!card.data) return <Skeleton height={240} />
  return <Card key={id} company={card.data} />
}

function Card({ company }: { company: CompanyCard }) {
  const { tab } = route.useParams()
  const { below = 'contacts' } = route.useSearch()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { mayChange } = useRights()
  const draft = useDraftKey(`company:${company.id}`)
  const [isEditing, editing] = useDisclosure(mayChange('crm') && hasDraft(draft))
  const [beginAt, setBeginAt] = useState<TextKey>()
  const edit = (field?: TextKey) => {
    setBeginAt(field)
    editing.open()
  }
  const lowerTabs = lowerTabsOf(company, edit)
  const { chosen, choose } = usePreferences()
  const router = useRouter()
  const place = (to: { tab?: string; below?: string }) =>
    ({
      to: '/companies/$id/$tab',
      params: { id: company.id, tab: to.tab ?? tab },
      search: (to.below ?? below) === 'contacts' ? {} : { below: to.below ?? below },
    }) as const
  const go = (to: { tab?: string; below?: string }) => navigate(place(to))
  const addressOf = (to: { tab?: string; below?: string }) => router.buildLocation(place(to)).href
  useNoteOpened(company.id, noteOpened)
  const { menu, onContextMenu } = useCardMenu()
  if (isEditing)
    return (
      <>
        <EditingTitle of={ofCompany(company)} />
        <Suspense fallback={<Skeleton height={240} />}>
          <CompanyForm
            company={company}
            beginAt={beginAt}
            onCancel={editing.close}
            onSaved={async () => {
              await queries.invalidateQueries()
              editing.close()
              tell(texts.saved)
            }}
          />
        </Suspense>
      </>
    )
  return (
    <Stack gap="md" onContextMenu={onContextMenu}>
      <Header company={company} onEdit={() => edit()} menu={menu} />
      <Paper withBorder p="sm">
        <CardTabs
          label={texts.upper_tabs}
          tabs={[
            { id: 'info', title: texts.info, panel: <InfoPanel company={company} /> },
            { id: 'additional', title: texts.additional, panel: <AdditionalPanel company={company} /> },
          ]}
          current={tab === 'additional' ? 'additional' : 'info'}
          addressOf={(id) => addressOf({ tab: id })}
          onChoose={(id) => go({ tab: id })}
          order={chosen.upper_tabs}
          onOrder={(upper_tabs) => choose({ upper_tabs })}
        />
      </Paper>
      <Paper withBorder p="sm">
        <CardTabs
          label={texts.lower_tabs}
          tabs={lowerTabs}
          current={lowerTabs.some(({ id }) => id === below) ? below : 'contacts'}
          addressOf={(id) => addressOf({ below: id })}
          onChoose={(id) => go({ below: id })}
          order={chosen.lower_tabs}
          onOrder={(lower_tabs) => choose({ lower_tabs })}
        />
      </Paper>
    </Stack>
  )
}

const noteOpened = (id: string) => call(companies.open, { params: { id } })
const ofCompany = ({ id, name }: CompanyCard) => ({ kind: 'company', id, name }) as const

type HeaderProps = { company: CompanyCard; onEdit: () => void; menu: CardMenu }

function Header({ company, onEdit, menu }: HeaderProps) {
  const navigate = useNavigate()
  const send = useSend()
  const { id, version, inactive_at, is_favourite, customer_number, org_number, owner_name } = company
  const params = { id }
  const of = ofCompany(company)
  return (
    <CardHeader
      of={of}
      record={company}
      badges={<Badges company={company} />}
      facts={[
        `${texts.customer_number} ${customer_number}`,
        org_number && `${texts.org_number} ${formatOrgNumber(org_number)}`,
        owner_name && `${texts.owner_id}: ${owner_name}`,
      ]}
      reach={reachOfCompany(company)}
      menu={menu}
      onEdit={onEdit}
      onFavourite={() => send(() => call(is_favourite ? companies.let_go : companies.keep, { params }))}
      onActive={() => send(() => call(inactive_at ? companies.activate : companies.deactivate, { params, version }))}
      makeAnother={{ label: texts.new_company, onChoose: () => navigate({ to: '/companies/new' }) }}
      renderQuestion={(close) => (
        <DeleteQuestion
          of={of}
          text={fill(texts.delete_question, { name: company.name })}
          remove={() => call(companies.delete, { params, version })}
          restore={() => call(companies.restore, { params })}
          close={close}
        />
      )}
    />
  )
}

function Badges({ company }: { company: CompanyCard }) {
  return (
    <>
      {(['is_customer', 'is_supplier', 'is_lead'] as const).map(
        (flag) =>
          company[flag] && (
            <Badge key={flag} variant="light">
              {texts[flag]}
            </Badge>
          ),
      )}
      {company.register && (
        <Suspense>
          <RegisterFlags company={company} />
        </Suspense>
      )}
    </>
  )
}
