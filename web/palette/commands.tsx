import { useComputedColorScheme } from '@mantine/core'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { formatOrgNumber } from '#contract/rules.ts'
import { search, type Hit } from '#contract/search.ts'
import { call } from '#web/platform/api.ts'
import { signOut, switchFirm } from '#web/platform/leave.ts'
import { useOfferedActions } from '#web/platform/page-actions.ts'
import { usePreferences } from '#web/platform/preferences.ts'
import { useRights, useSession } from '#web/platform/session.ts'
import { fill, switchLanguage, texts as shared } from '#web/platform/texts.ts'
import { sections } from '#web/settings/settings-page.tsx'
import { usePlaces } from '#web/shell/main-nav.tsx'
import { texts as listTexts } from '#web/company-list/texts.ts'
import { texts as shellTexts } from '#web/shell/texts.ts'
import { type DialogOfNew, useNewRecords } from './new-records.ts'
import { texts } from './texts.ts'

export type Command = {
  id: string
  group: string
  label: string
  detail?: ReactNode
  shortcut?: string
  onChoose: () => unknown
}

/** Every page and every action that there is just now for the one who asks; what is done most often foremost. */
export function useCommands(focusSearch: () => void, openDialog: (what: DialogOfNew) => void) {
  const navigate = useNavigate()
  const { mayChange, isAdministrator } = useRights()
  const { firm, firms } = useSession()
  const { choose } = usePreferences()
  const shown = useComputedColorScheme()
  const offered = useOfferedActions()
  const news = useNewRecords(openDialog)
  const places = usePlaces()
  const page = (group: string) => (place: { to: string; label: string }) => ({
    id: place.to,
    group,
    label: place.label,
    onChoose: () => navigate({ to: place.to }),
  })
  const screen = [
    { label: shared.dark, onChoose: () => choose({ color_scheme: shown === 'dark' ? 'light' : 'dark' }) },
    { label: shared.switch_language, onChoose: switchLanguage },
    ...firms
      .filter(({ id }) => id !== firm.id)
      .map(({ id, name }) => ({ label: fill(texts.switch_to, { firm: name }), onChoose: () => switchFirm(id) })),
    { label: shared.sign_out, onChoose: signOut },
  ]
  const foremost: Command[] = [
    ...offered.flatMap(({ title, actions }) =>
      actions
        .filter(({ label }) => !news.some((other) => other.label === label))
        .map((action) => ({ ...action, id: action.label, group: fill(texts.here, { name: title }) })),
    ),
    ...news.map(({ id, label, onChoose }) => ({ id: `new-${id}`, group: texts.make, label, onChoose })),
  ]
  const others: Command[] = [
    ...[
      ...places,
      ...(mayChange('crm') ? [{ to: '/import', label: listTexts.import }] : []),
      { to: '/profile', label: shellTexts.profile },
    ].map(page(texts.pages)),
    { id: 'search', group: texts.pages, label: texts.go_to_search, shortcut: '/', onChoose: focusSearch },
    ...(isAdministrator ? sections.map(({ to, title }) => ({ to, label: title })) : []).map(page(texts.settings)),
    ...screen.map((command) => ({ ...command, id: command.label, group: texts.screen })),
  ]
  return { foremost, others }
}

/** The companies and persons that are found by what is typed, and before that the ones opened last. */
export function useRecords(typed: string) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const q = typed.trim()
  const asked = {
    queryKey: ['search', 'palette', q],
    queryFn: () => call(search.find, { query: { q, inactive: 'with' } }),
  }
  const found = useQuery({ ...asked, enabled: q !== '', placeholderData: keepPreviousData })
  const { data: atHand } = useQuery({ queryKey: ['at-hand'], queryFn: () => call(search.at_hand) })
  const hits = q === '' ? (atHand?.recent ?? []).slice(0, 5) : (found.data?.items ?? []).slice(0, 8)
  const asCommand = (hit: Hit): Command => ({
    id: hit.id,
    group: q === '' ? shared.recent : texts.records,
    label: hit.name,
    detail: detailOf(hit),
    onChoose: () =>
      navigate({
        to: hit.kind === 'company' ? '/companies/$id/$tab' : '/persons/$id/$tab',
        params: { id: hit.id, tab: 'info' },
      }),
  })
  return {
    records: hits.map(asCommand),
    isSearching: q !== '' && (found.isPending || found.isPlaceholderData),
    /** The first of what is being searched for, when it has come. */
    awaitFirst: async () => (await queries.ensureQueryData(asked)).items.map(asCommand)[0],
  }
}

const detailOf = ({ kind, matched, city, org_number, inactive }: Hit) =>
  [
    kind === 'person' ? shared.person : null,
    matched,
    city,
    org_number && formatOrgNumber(org_number),
    inactive ? shared.inactive_at : null,
  ]
    .filter((detail, at, all) => detail && all.indexOf(detail) === at)
    .join(' · ')
