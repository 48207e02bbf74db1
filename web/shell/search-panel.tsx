import { Button, Checkbox, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, Suspense, useRef, useState } from 'react'
import type { RegisterHit } from '#contract/register.ts'
import type { SearchCriteria } from '#contract/saved-searches.ts'
import { search } from '#calls/search.ts'
import { call } from '#web/platform/api.ts'
import { texts } from '#web/platform/texts.ts'
import { lazily } from '#web/ui/lazily.tsx'
import { cardOf, PersonMark } from './hit.tsx'
import { useSaved } from './use-saved.ts'

const loadResults = () => import('./search-results.tsx')
const SearchResults = lazily(async () => (await loadResults()).SearchResults)
const SavedSearches = lazily(async () => (await import('./saved-searches.tsx')).SavedSearches)
const AddDialog = lazily(async () => (await import('#web/register/add-dialog.tsx')).AddDialog)
const MoreCriteria = lazily(async () => (await import('./more-criteria.tsx')).MoreCriteria)

const nothing: SearchCriteria = {
  q: '',
  email: '',
  phone: '',
  address: '',
  website: '',
  owner_ids: [],
  category_ids: [],
  companies_only: false,
  with_inactive: false,
}

/** What is asked for, as endpoints and addresses take it. */
const fragmentsOf = ({
  companies_only: _only,
  with_inactive: _with,
  owner_ids,
  category_ids,
  ...texts
}: SearchCriteria) => ({
  ...texts,
  owner_ids: owner_ids.join(','),
  category_ids: category_ids.join(','),
})

/** Finds as one types; arrow keys choose, Enter opens, Esc empties. `/` leads here. Our own hits first, then the register's. */
export function SearchPanel() {
  const [criteria, setCriteria] = useState(nothing)
  const [adding, setAdding] = useState<RegisterHit | null>(null)
  const [showsMore, setShowsMore] = useState(false)
  const [chosen, setChosen] = useState(0)
  const hasSaved = useSaved().length > 0
  const input = useRef<HTMLInputElement>(null)
  const navigate = useNavigate()
  const focus = () => input.current?.focus()
  useHotkeys([['/', focus]])
  const { companies_only, with_inactive } = criteria
  const fragments = fragmentsOf(criteria)
  const isEmpty = Object.values(fragments).every((text) => text.trim() === '')
  const found = useQuery({
    queryKey: ['search', criteria],
    queryFn: () =>
      call(search.find, {
        query: { ...fragments, kind: companies_only ? 'company' : 'all', inactive: with_inactive ? 'with' : 'without' },
      }),
    placeholderData: keepPreviousData,
    enabled: !isEmpty,
  })
  const hits = isEmpty ? undefined : found.data?.items
  // After our own, which wait for nobody; by name or number alone.
  const { q, ...others } = fragments
  const asks =
    q.trim().length > 2 && !Object.values(others).some(Boolean) && found.isSuccess && !found.isPlaceholderData
  const register = useQuery({
    queryKey: ['register-hits', q],
    queryFn: async ({ signal }) => (await import('#web/register/find.ts')).findInRegister(q, signal),
    enabled: asks,
  })
  const all = [...(hits ?? []), ...((asks && register.data?.items) || [])]
  const set = (change: Partial<SearchCriteria>) => {
    setCriteria({ ...criteria, ...change })
    setChosen(0)
  }
  const open = (at: number) => {
    const hit = all[at]
    if (!hit) return
    const ours = 'kind' in hit ? hit : hit.company_id && { kind: 'company' as const, id: hit.company_id }
    if (ours) void navigate(cardOf(ours))
    else setAdding(hit as RegisterHit)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setChosen(Math.min(chosen + 1, all.length - 1))
    else if (event.key === 'ArrowUp') setChosen(Math.max(chosen - 1, 0))
    else if (event.key === 'Escape') setCriteria(nothing)
    else if (event.key === 'Enter') open(chosen)
    else return
    event.preventDefault()
  }
  return (
    <Stack gap="xs" role="search">
      <TextInput
        ref={input}
        label={texts.search}
        placeholder={texts.search_hint}
        leftSection={<IconSearch size={16} />}
        value={criteria.q}
        onChange={(event) => set({ q: event.currentTarget.value })}
        onKeyDown={onKey}
        onFocus={() => void loadResults().catch(() => undefined)}
        role="combobox"
        aria-expanded={all.length > 0}
        aria-controls="hits"
        aria-activedescendant={all[chosen] ? `hit-${chosen}` : undefined}
        autoComplete="off"
      />
      <Group justify="space-between">
        <Checkbox
          size="xs"
          label={texts.companies_only}
          checked={criteria.companies_only}
          onChange={(event) => set({ companies_only: event.currentTarget.checked })}
        />
        <Button variant="subtle" size="compact-xs" aria-expanded={showsMore} onClick={() => setShowsMore(!showsMore)}>
          {showsMore ? texts.fewer_criteria : texts.more_criteria}
        </Button>
      </Group>
      {showsMore && (
        <Suspense fallback={<Skeleton height={360} />}>
          <MoreCriteria criteria={criteria} set={set} onKey={onKey} />
        </Suspense>
      )}
      {!isEmpty && (
        <Suspense>
          <SearchResults
            criteria={criteria}
            fragments={fragments}
            hits={hits}
            error={found.error}
            register={asks ? register.data : undefined}
            chosen={chosen}
            onOpen={open}
          />
        </Suspense>
      )}
      {isEmpty && hasSaved && (
        <Suspense>
          <SavedSearches
            onChoose={(saved) => {
              setCriteria(saved)
              setShowsMore(true)
              focus()
            }}
          />
        </Suspense>
      )}
      {isEmpty && <AtHand />}
      {adding && (
        <Suspense>
          <AddDialog unit={adding} onClose={() => setAdding(null)} />
        </Suspense>
      )}
    </Stack>
  )
}

/** Before anything is typed: one's favourites and what one opened last. */
function AtHand() {
  const { data } = useQuery({ queryKey: ['at-hand'], queryFn: () => call(search.at_hand) })
  return (['favourites', 'recent'] as const).map(
    (list) =>
      data &&
      data[list].length > 0 && (
        <nav key={list} aria-label={texts[list]}>
          <Text size="xs" c="dimmed" px={10} mb={2}>
            {texts[list]}
          </Text>
          {data[list].map((hit) => (
            <Link key={hit.id} className="hit" {...cardOf(hit)}>
              <Text size="sm" truncate>
                {hit.kind === 'person' && <PersonMark />}
                {hit.name}
                <Text span size="xs" c="dimmed">
                  {hit.city && ` · ${hit.city}`}
                </Text>
              </Text>
            </Link>
          ))}
        </nav>
      ),
  )
}
