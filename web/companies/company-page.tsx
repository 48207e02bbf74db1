import { Alert, Badge, Box, Button, Group, Menu, Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router'
import { type MouseEvent, Suspense, useEffect, useState } from 'react'
import { companies } from '#calls/companies.ts'
import type { CompanyCard } from '#contract/companies.ts'
import { formatOrgNumber } from '#contract/rules.ts'
import { CategoryChips } from '#web/categories/category-chips.tsx'
import { texts as categoryTexts } from '#web/categories/texts.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { CommunicationButton, CommunicationItems } from '#web/people/communication.tsx'
import { reachOfCompany } from '#web/people/reach.ts'
import { attempt, sentenceOf } from '#web/platform/attempt.ts'
import { hasDraft, useDraftKey } from '#web/platform/draft.ts'
import { type PageAction, useOfferActions } from '#web/platform/page-actions.ts'
import { usePreferences } from '#web/platform/preferences.ts'
import { companyCard } from '#web/platform/queries.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, type TextKey, texts } from '#web/platform/texts.ts'
import { texts as smsTexts } from '#web/sms/texts.ts'
import { smsTo, useSms } from '#web/sms/use-sms.tsx'
import { ActionItems } from '#web/ui/action-items.tsx'
import { CardTabs } from '#web/ui/card-tabs.tsx'
import { lazily } from '#web/ui/lazily.tsx'
import { FavouriteMark } from '#web/ui/favourite-mark.tsx'
import { MenuAt, type Place, placeOf } from '#web/ui/menu-at.tsx'
import { Question } from '#web/ui/question.tsx'
import { tell, tellUndo } from '#web/ui/tell-undo.tsx'
import { NewOnRecord, newOnRecord, type NewRecord } from '#web/shell/new-on-record.tsx'
import { AdditionalPanel, InfoPanel } from './company-panels.tsx'
import { lowerTabsOf } from './lower-tabs.tsx'

const route = getRouteApi('/inside/companies/$id/$tab')
const CompanyForm = lazily(async () => (await import('./company-form.tsx')).CompanyForm)
const TickDialog = lazily(async () => (await import('#web/categories/tick-dialog.tsx')).TickDialog)
const RegisterFlags = lazily(async () => (await import('#web/register/register-flags.tsx')).RegisterFlags)
const PresentColleagues = lazily(async () => (await import('#web/live/presence.tsx')).PresentColleagues)

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
  const [menuAt, setMenuAt] = useState<Place | null>(null)
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
  useEffect(() => {
    void call(companies.open, { params: { id: company.id } }).then(
      () => queries.invalidateQueries({ queryKey: ['at-hand'] }),
      // Only the list of recent ones misses it; the card is there.
      () => undefined,
    )
  }, [company.id, queries])
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
            {company.name}
          </Title>
          <Present company={company} isEditing />
        </Group>
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
    <Stack gap="md" onContextMenu={openMenu}>
      <Header company={company} onEdit={() => edit()} menuAt={menuAt} closeMenu={() => setMenuAt(null)} />
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

const ofCompany = ({ id, name }: CompanyCard) => ({ kind: 'company', id, name }) as const

type HeaderProps = {
  company: CompanyCard
  onEdit: () => void
  menuAt: Place | null
  closeMenu: () => void
}

function Header({ company, onEdit, menuAt, closeMenu }: HeaderProps) {
  const { mayChange } = useRights()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [asks, question] = useDisclosure()
  const [making, setMaking] = useState<NewRecord | null>(null)
  const [isTicking, ticking] = useDisclosure()
  const sms = useSms()
  const of = ofCompany(company)
  const send = async (work: () => Promise<unknown>) => {
    await attempt(work)
    await queries.invalidateQueries()
  }
  const params = { id: company.id }
  const toggleFavourite = () => send(() => call(company.is_favourite ? companies.let_go : companies.keep, { params }))
  const toggleActive = () => {
    const { version, inactive_at } = company
    return send(() => call(inactive_at ? companies.activate : companies.deactivate, { params, version }))
  }
  /** The same entries under the button, on a right-click, and in the command palette. */
  const actions: PageAction[] = [
    { label: texts.edit, onChoose: onEdit },
    ...newOnRecord(setMaking),
    {
      label: smsTexts.send,
      onChoose: () => sms.write(smsTo(of)),
    },
    { label: categoryTexts.update, onChoose: ticking.open },
    { label: texts.new_company, onChoose: () => navigate({ to: '/companies/new' }) },
    { label: company.inactive_at ? texts.activate : texts.deactivate, onChoose: toggleActive },
    { label: texts.delete, onChoose: question.open, isGrave: true },
  ]
  useOfferActions(company.name, [
    ...(mayChange('crm') ? actions : []),
    { label: texts.favourite, onChoose: toggleFavourite },
  ])
  return (
    <Group justify="space-between" align="start">
      <div>
        <Group gap="xs">
          <Group gap="xs" wrap="nowrap" align="start">
            <FavouriteMark isFavourite={company.is_favourite} onToggle={toggleFavourite} />
            <Title order={1} size="h2" className="field-value card-title">
              {company.name}
            </Title>
          </Group>
          {(['is_customer', 'is_supplier', 'is_lead'] as const).map(
            (flag) =>
              company[flag] && (
                <Badge key={flag} variant="light">
                  {texts[flag]}
                </Badge>
              ),
          )}
          {company.inactive_at && <Badge color="gray">{texts.inactive_at}</Badge>}
          {company.register && (
            <Suspense>
              <RegisterFlags company={company} />
            </Suspense>
          )}
          <Present company={company} isEditing={false} />
        </Group>
        <Text size="sm" c="dimmed">
          {[
            `${texts.customer_number} ${company.customer_number}`,
            company.org_number && `${texts.org_number} ${formatOrgNumber(company.org_number)}`,
            company.owner_name && `${texts.owner_id}: ${company.owner_name}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        <Box mt={6}>
          <CategoryChips categories={company.categories} leadsToList />
        </Box>
      </div>
      <Group gap="xs">
        <CommunicationButton reach={reachOfCompany(company)} whose={{ company_id: company.id }} />
        {mayChange('crm') && (
          <>
            <Button variant="default" onClick={onEdit}>
              {texts.edit}
            </Button>
            <Menu position="bottom-end">
              <Menu.Target>
                <Button variant="default" rightSection={<IconChevronDown size={16} />}>
                  {texts.actions}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <ActionItems actions={actions} />
              </Menu.Dropdown>
            </Menu>
          </>
        )}
        {menuAt && (
          <MenuAt at={menuAt} label={texts.actions} close={closeMenu}>
            {mayChange('crm') && (
              <>
                <ActionItems actions={actions} />
                <Menu.Divider />
              </>
            )}
            <CommunicationItems reach={reachOfCompany(company)} whose={{ company_id: company.id }} onSms={sms.write} />
          </MenuAt>
        )}
      </Group>
      {sms.dialog}
      {asks && <DeleteQuestion company={company} close={question.close} />}
      {making && <NewOnRecord what={making} of={of} onClose={() => setMaking(null)} />}
      {isTicking && (
        <Suspense>
          <TickDialog of={of} tied={company.categories} onClose={ticking.close} />
        </Suspense>
      )}
    </Group>
  )
}

function Present({ company, isEditing }: { company: CompanyCard; isEditing: boolean }) {
  return (
    <Suspense>
      <PresentColleagues of={ofCompany(company)} isEditing={isEditing} />
    </Suspense>
  )
}

function DeleteQuestion({ company, close }: { company: CompanyCard; close: () => void }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const params = { id: company.id }
  const restore = async () => {
    if (!(await attempt(() => call(companies.restore, { params })))) return
    await queries.invalidateQueries()
    await navigate({ to: '/companies/$id/$tab', params: { ...params, tab: 'info' } })
  }
  const remove = async () => {
    const isDeleted = await attempt(() => call(companies.delete, { params, version: company.version }))
    if (isDeleted) await navigate({ to: '/companies' })
    await queries.invalidateQueries()
    if (isDeleted) tellUndo(fill(texts.was_deleted, { name: company.name }), restore)
  }
  const text = fill(texts.delete_question, { name: company.name })
  return <Question title={texts.delete} text={text} onYes={remove} onClose={close} />
}
