import { Badge, Button, Checkbox, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconSearch, IconUser } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, Suspense, useRef, useState } from 'react'
import { formatOrgNumber } from '#contract/rules.ts'
import type { SearchCriteria } from '#contract/saved-searches.ts'
import { search } from '#calls/search.ts'
import type { Hit } from '#contract/search.ts'
import { CategoryChips } from '#web/categories/category-chips.tsx'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, texts } from '#web/platform/texts.ts'
import { lazily } from '#web/ui/lazily.tsx'
import { Marked } from './marked.tsx'
import { SavedSearches, SaveSearch } from './saved-searches.tsx'
import { texts as own } from './texts.ts'

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

/** Finds as one types; arrow keys choose, Enter opens, Esc empties. `/` leads here. */
export function SearchPanel() {
  const [criteria, setCriteria] = useState(nothing)
  const [showsMore, setShowsMore] = useState(false)
  const [chosen, setChosen] = useState(0)
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
  const hits = isEmpty ? [] : (found.data?.items ?? [])
  const set = (change: Partial<SearchCriteria>) => {
    setCriteria({ ...criteria, ...change })
    setChosen(0)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setChosen(Math.min(chosen + 1, hits.length - 1))
    else if (event.key === 'ArrowUp') setChosen(Math.max(chosen - 1, 0))
    else if (event.key === 'Escape') setCriteria(nothing)
    else if (event.key === 'Enter' && hits[chosen]) void navigate(cardOf(hits[chosen]))
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
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls="hits"
        aria-activedescendant={hits[chosen] ? `hit-${hits[chosen].id}` : undefined}
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
      <div id="hits" role="listbox" aria-label={texts.hits}>
        {hits.map((hit, at) => (
          <HitRow key={hit.id} hit={hit} query={criteria.q} isChosen={at === chosen} />
        ))}
      </div>
      {hits.some(({ kind }) => kind === 'company') && (
        <Link className="plain-link" to="/companies" search={listAddressOf(criteria)}>
          <Text size="sm" px={10}>
            {own.show_in_list}
          </Text>
        </Link>
      )}
      {criteria.q !== '' && hits.some(({ kind }) => kind === 'person') && (
        <Link
          className="plain-link"
          to="/persons"
          search={{ q: criteria.q, ...(with_inactive ? { inactive: 'with' as const } : {}) }}
        >
          <Text size="sm" px={10}>
            {own.show_in_person_list}
          </Text>
        </Link>
      )}
      {!isEmpty && <SaveSearch criteria={criteria} />}
      {isEmpty && (
        <SavedSearches
          onChoose={(saved) => {
            setCriteria(saved)
            setShowsMore(true)
            focus()
          }}
        />
      )}
      {isEmpty && <AtHand />}
      {!isEmpty && found.error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {sentenceOf(found.error)}
        </Text>
      )}
      {!isEmpty && found.data && hits.length === 0 && <NoHits name={criteria.q} />}
    </Stack>
  )
}

/** The card that a hit opens. */
const cardOf = ({ kind, id }: Hit) =>
  ({ to: kind === 'person' ? '/persons/$id/$tab' : '/companies/$id/$tab', params: { id, tab: 'info' } }) as const

/** The list of companies by the same criteria. */
function listAddressOf(criteria: SearchCriteria) {
  const given = Object.entries(fragmentsOf(criteria)).filter(([, value]) => value.trim() !== '')
  return { ...Object.fromEntries(given), ...(criteria.with_inactive ? { inactive: 'with' as const } : {}) }
}

function HitRow({ hit, query, isChosen }: { hit: Hit; query: string; isChosen: boolean }) {
  const details = [hit.matched, hit.city, hit.org_number && formatOrgNumber(hit.org_number)].filter(
    (detail, at, all) => detail && all.indexOf(detail) === at,
  )
  const content = (
    <>
      <Group gap={6} wrap="nowrap">
        {hit.kind === 'person' && <PersonMark />}
        <Text size="sm" fw={500} truncate>
          <Marked text={hit.name} query={query} />
        </Text>
        {hit.inactive && (
          <Badge size="xs" variant="default">
            {texts.inactive_at}
          </Badge>
        )}
      </Group>
      <Group gap={6} wrap="nowrap" justify="space-between">
        <Text size="xs" c="dimmed" truncate>
          {details.length === 0 ? '\u00a0' : <Marked text={details.join(' · ')} query={query} />}
        </Text>
        <CategoryChips categories={hit.categories} size="xs" most={1} />
      </Group>
    </>
  )
  const shared = {
    id: `hit-${hit.id}`,
    role: 'option',
    'aria-selected': isChosen,
    className: 'hit',
    tabIndex: -1,
  } as const
  return (
    <Link {...shared} {...cardOf(hit)}>
      {content}
    </Link>
  )
}

const PersonMark = () => <IconUser size={14} aria-label={texts.person} className="person-mark" />

function NoHits({ name }: { name: string }) {
  const { mayChange } = useRights()
  return (
    <Stack gap={4} role="status">
      <Text size="sm" c="dimmed">
        {texts.no_hits}
      </Text>
      {name.trim() && mayChange('crm') && (
        <Link className="plain-link" to="/companies/new" search={{ name: name.trim() }}>
          {fill(texts.make_from_search, { name: name.trim() })}
        </Link>
      )}
      {name.trim() && mayChange('crm') && (
        <Link className="plain-link" to="/persons/new" search={{ name: name.trim() }}>
          {fill(texts.make_person_from_search, { name: name.trim() })}
        </Link>
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
