import { Badge, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { formatOrgNumber } from '#contract/rules.ts'
import type { SearchCriteria } from '#contract/saved-searches.ts'
import type { Hit } from '#contract/search.ts'
import { CategoryChips } from '#web/categories/category-chips.tsx'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, texts } from '#web/platform/texts.ts'
import type { RegisterHits } from '#web/register/find.ts'
import { RegisterRows } from '#web/register/register-rows.tsx'
import { texts as registerTexts } from '#web/register/texts.ts'
import { cardOf, PersonMark } from './hit.tsx'
import { Marked } from './marked.tsx'
import { SaveSearch } from './saved-searches.tsx'
import { texts as own } from './texts.ts'

type Props = {
  criteria: SearchCriteria
  /** What is asked for, as addresses take it. */
  fragments: Record<string, string>
  /** Absent: not found yet. */
  hits: Hit[] | undefined
  error: Error | null
  /** Absent: the register was not asked, or has not answered yet. */
  register: RegisterHits | undefined
  chosen: number
  onOpen: (at: number) => void
}

/** What was found: our own first, then what the register has; one list for the arrow keys. */
export function SearchResults({ criteria, fragments, hits, error, register, chosen, onOpen }: Props) {
  const { q, with_inactive } = criteria
  const given = Object.fromEntries(Object.entries(fragments).filter(([, value]) => value.trim() !== ''))
  const has = (kind: Hit['kind']) => hits?.some((hit) => hit.kind === kind)
  return (
    <>
      <div id="hits" role="listbox" aria-label={texts.hits}>
        {hits?.map((hit, at) => (
          <HitRow key={hit.id} at={at} hit={hit} query={q} isChosen={at === chosen} />
        ))}
        {register && register.items.length > 0 && (
          <RegisterRows
            units={register.items}
            query={q}
            first={hits?.length ?? 0}
            chosen={chosen}
            idOf={(at) => `hit-${at}`}
            onOpen={onOpen}
          />
        )}
      </div>
      {register && register.state !== 'ready' && register.items.length === 0 && (
        <Text size="xs" c="dimmed" px={10} role="status">
          {registerTexts.register_down}
        </Text>
      )}
      {has('company') && (
        <Link
          className="plain-link"
          to="/companies"
          search={{ ...given, ...(with_inactive ? { inactive: 'with' as const } : {}) }}
        >
          <Text size="sm" px={10}>
            {own.show_in_list}
          </Text>
        </Link>
      )}
      {q !== '' && has('person') && (
        <Link
          className="plain-link"
          to="/persons"
          search={{ q, ...(with_inactive ? { inactive: 'with' as const } : {}) }}
        >
          <Text size="sm" px={10}>
            {own.show_in_person_list}
          </Text>
        </Link>
      )}
      <SaveSearch criteria={criteria} />
      {error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {sentenceOf(error)}
        </Text>
      )}
      {hits?.length === 0 && <NoHits name={q} isNowhere={!register?.items.length} />}
    </>
  )
}

type RowProps = { at: number; hit: Hit; query: string; isChosen: boolean }

function HitRow({ at, hit, query, isChosen }: RowProps) {
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
    id: `hit-${at}`,
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

/** Nothing of ours; `isNowhere`: nor anything of the register. */
function NoHits({ name, isNowhere }: { name: string; isNowhere: boolean }) {
  const { mayChange } = useRights()
  return (
    <Stack gap={4} role="status">
      {isNowhere && (
        <Text size="sm" c="dimmed">
          {texts.no_hits}
        </Text>
      )}
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
