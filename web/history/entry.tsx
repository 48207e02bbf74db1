import { Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { HistoryEntry } from '#contract/history.ts'
import type { Of } from '#web/cards/of.ts'
import { texts as common } from '#web/platform/texts.ts'
import { changesOf, type Known, placeOf } from './changes.ts'
import { entityTexts, texts } from './texts.ts'

/** Of which card the history is; null: the firm's. */
export type OfCard = Of | null

/** What an entry tells: what it is about, with the way there, and each field, old → new, as the card writes it. */
export function EntryDetails({ entry, of, ...known }: Known & { entry: HistoryEntry; of: OfCard }) {
  const isAboutCard = of !== null && entry.entity === of.kind
  const { company, person, subject, entity } = entry
  const who = participantOf(entry, known)
  const title =
    subject ??
    { company: company?.name, company_register: company?.name, person: person?.name, affiliation: person?.name }[entity]
  const ties = [
    entity !== 'company' &&
      of?.id !== company?.id &&
      company && { label: texts.at_company, card: company, kind: 'company' as const },
    !['person', 'affiliation'].includes(entity) &&
      of?.id !== person?.id &&
      person && { label: texts.at_person, card: person, kind: 'person' as const },
  ].filter((tie) => tie !== false && tie !== null && tie !== undefined)
  return (
    <>
      {!isAboutCard && (entry.is_private || title || entity === 'affiliation') && (
        <Line label={entityTexts[entity] ?? entity}>
          {entry.is_private ? (
            <>
              <IconLock size={13} aria-hidden /> {texts.private}
            </>
          ) : (
            <ToRecord entry={entry}>{title ?? common.unknown}</ToRecord>
          )}
        </Line>
      )}
      {who && <Line label={texts.participant}>{who}</Line>}
      {ties.map(({ label, card, kind }) => (
        <Line key={label} label={label}>
          <ToCard kind={kind} id={card.id}>
            {card.name}
          </ToCard>
        </Line>
      ))}
      {Object.entries(entry.changes)
        .filter(([field, [old, now]]) => field !== 'user_id' && !(old === null && now === title))
        .sort(([one], [other]) => placeOf(one) - placeOf(other))
        .flatMap(([field, [old = null, now = null]]) => changesOf(nameOf(field, entity), old, now, known))
        .map(({ label, old, now }) => (
          <Line key={label} label={label}>
            {old !== null && `${old} → `}
            {now}
          </Line>
        ))}
    </>
  )
}

/** A person's title in a company is another thing than what a task is called, and our own firm's name than a customer's. */
function nameOf(field: string, entity: string) {
  if (field === 'title' && entity !== 'affiliation') return 'called'
  return field === 'name' && entity === 'firm' ? 'firm_name' : field
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Text size="sm">
      <Text span c="dimmed" size="sm">
        {label}:
      </Text>{' '}
      {children}
    </Text>
  )
}

/** A colleague by name; a company or person that takes part is the card that the entry hangs on. */
function participantOf({ entity, changes, company, person }: HistoryEntry, { memberName }: Known) {
  if (!entity.endsWith('_participant')) return null
  const [old, now] = changes.user_id ?? []
  const id = now ?? old
  if (typeof id === 'string') return memberName(id) ?? common.unknown
  return entity === 'appointment_participant' ? (company?.name ?? person?.name ?? null) : null
}

/** To where what the entry is about is shown: its card, or the tab of the card that it hangs on. */
function ToRecord({ entry, children }: { entry: HistoryEntry; children: ReactNode }) {
  const place = placeOfRecord(entry)
  return place ? <ToCard {...place}>{children}</ToCard> : children
}

function placeOfRecord({ entity, company, person }: HistoryEntry): Omit<ToCardProps, 'children'> | null {
  if (entity === 'company' || entity === 'company_register') return company && { kind: 'company', id: company.id }
  if (['person', 'affiliation'].includes(entity)) return person && { kind: 'person', id: person.id }
  const below = { note: 'notes', task: 'tasks', appointment: 'appointments' }[entity.replace('_participant', '')]
  const card = company ?? person
  return below && card ? { kind: company ? 'company' : 'person', id: card.id, below } : null
}

type ToCardProps = { kind: 'company' | 'person'; id: string; below?: string; children: ReactNode }

function ToCard({ kind, id, below, children }: ToCardProps) {
  const place = { params: { id, tab: 'info' }, search: below ? { below } : {}, className: 'plain-link' }
  return kind === 'company' ? (
    <Link to="/companies/$id/$tab" {...place}>
      {children}
    </Link>
  ) : (
    <Link to="/persons/$id/$tab" {...place}>
      {children}
    </Link>
  )
}
