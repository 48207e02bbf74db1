import { Alert, Badge, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import { people, type Role } from '#contract/people.ts'
import { formatOrgNumber, formatPhone } from '#contract/rules.ts'
import { search, type Hit } from '#contract/search.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { texts as shared } from '#web/platform/texts.ts'
import type { Link } from './role-actions.tsx'
import { texts } from './texts.ts'

type Named = { id: string; name: string }
type Props = {
  /** The card that something is linked to; what is sought is of the other kind. */
  of: Named & { kind: 'company' | 'person' }
  /** What is sought at first. */
  q: string
  /** Ids of those that are linked already. */
  linked: string[]
  onClose: () => void
  onLinked: (link: Link) => void
}

/** Seeks a person for a company, or a company for a person, among all there are, and links it with an empty role. */
export function LinkDialog({ of, q: sought, linked, onClose, onLinked }: Props) {
  const kind = of.kind === 'company' ? 'person' : 'company'
  const [typed, setTyped] = useState(sought)
  const [chosen, setChosen] = useState(0)
  const [q] = useDebouncedValue(typed.trim(), 120)
  const [key] = useState(() => crypto.randomUUID())
  const found = useQuery({
    queryKey: ['search', 'link', kind, q],
    queryFn: () => call(search.find, { query: { q, kind, inactive: 'with' } }),
    placeholderData: keepPreviousData,
    enabled: q !== '',
  })
  const { refusal, isSending, link } = useLinking(of, key, onLinked)
  const hits = q === '' ? [] : (found.data?.items ?? [])
  const onKey = (event: KeyboardEvent) => {
    const hit = hits[chosen]
    if (event.key === 'ArrowDown') setChosen(Math.min(chosen + 1, hits.length - 1))
    else if (event.key === 'ArrowUp') setChosen(Math.max(chosen - 1, 0))
    else if (event.key === 'Enter' && hit && !isSending) void link(hit)
    else return
    event.preventDefault()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${kind === 'person' ? texts.link_contact : texts.link_company}, ${of.name}`}
      closeButtonProps={{ 'aria-label': shared.close }}
    >
      <Stack gap="xs">
        <TextInput
          data-autofocus
          label={kind === 'person' ? texts.search_persons : texts.search_companies}
          placeholder={kind === 'person' ? texts.search_person : texts.search_company}
          description={texts.link_hint}
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setChosen(0)
          }}
          onKeyDown={onKey}
          error={refusal}
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls="link-hits"
          aria-activedescendant={hits[chosen] ? `link-${hits[chosen].id}` : undefined}
          autoComplete="off"
          maxLength={200}
        />
        {found.error && <Alert color="red">{sentenceOf(found.error)}</Alert>}
        {q !== '' && found.isSuccess && hits.length === 0 && (
          <Text size="sm" c="dimmed" role="status">
            {shared.no_hits}
          </Text>
        )}
        <div id="link-hits" role="listbox" aria-label={shared.hits} className="link-hits">
          {hits.map((hit, at) => (
            <HitRow
              key={hit.id}
              hit={hit}
              isChosen={at === chosen}
              isLinked={linked.includes(hit.id)}
              onChoose={() => !isSending && link(hit)}
            />
          ))}
        </div>
      </Stack>
    </Modal>
  )
}

type HitProps = { hit: Hit; isChosen: boolean; isLinked: boolean; onChoose: () => unknown }

function HitRow({ hit, isChosen, isLinked, onChoose }: HitProps) {
  const details = [
    hit.matched && (/^\+\d+$/.test(hit.matched) ? formatPhone(hit.matched) : hit.matched),
    hit.city,
    hit.org_number && formatOrgNumber(hit.org_number),
  ]
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are those of the field that the list belongs to
    <div
      id={`link-${hit.id}`}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      aria-disabled={isLinked || undefined}
      className="hit"
      onClick={isLinked ? undefined : onChoose}
    >
      <Group gap={6} wrap="nowrap">
        <Text size="sm" fw={500} truncate>
          {hit.name}
        </Text>
        {hit.inactive && (
          <Badge size="xs" variant="default">
            {shared.inactive_at}
          </Badge>
        )}
        {isLinked && (
          <Badge size="xs" variant="default">
            {texts.linked_already}
          </Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed" truncate>
        {details.filter(Boolean).join(' · ') || '\u00a0'}
      </Text>
    </div>
  )
}

/** Links with an empty role; a refusal is told at the field. */
function useLinking(of: Props['of'], key: string, onLinked: Props['onLinked']) {
  const queries = useQueryClient()
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isSending, setIsSending] = useState(false)
  const link = async ({ id, name }: Named) => {
    setIsSending(true)
    setRefusal(null)
    const other = { id, name }
    const [person, company] = of.kind === 'company' ? [other, of] : [of, other]
    try {
      const made = await call(people.link, {
        body: { person_id: person.id, company_id: company.id },
        key: `${key}:${id}`,
      })
      await queries.invalidateQueries()
      const { version, id: affiliation, person_id: _person, company_id: _company, ...role } = made
      onLinked({ id: affiliation, version, role: role satisfies Role, person, company })
    } catch (error) {
      setRefusal(sentenceOf(error))
    } finally {
      setIsSending(false)
    }
  }
  return { refusal, isSending, link }
}
