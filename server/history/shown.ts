import type { z } from 'zod'
import { type HistoryEntry, historyKinds } from '#contract/history.ts'
import type { Read } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'

type Entry = z.input<typeof HistoryEntry>
type Changes = Entry['changes']

/** What the program keeps for itself, and what the entry tells already by its subject. */
const untold = new Set([
  ...['appointment_id', 'task_id', 'category_id', 'previous_id', 'series_id', 'original_starts_at', 'recurs_until'],
  ...['uid', 'sequence', 'sent_sequence', 'answer_token_hash', 'visible_to', 'reminded_at', 'closed_at', 'closed_by'],
  ...['body', 'author_id', 'skipped', 'direction', 'send_at', 'parts', 'price_ore', 'provider', 'purpose'],
])
/** Of a colleague and what gives access: hashes, ids and the like tell nobody anything. */
export const toldOfAccess = new Set([
  ...['name', 'email', 'role', 'rights', 'deactivated_at', 'password', 'password_link', 'two_factor', 'passkey'],
  ...['expires_at', 'accepted_at', 'withdrawn_at', 'scopes', 'revoked_at'],
])
const LONGEST = 300

export function shownChanges({ entity, company, person, changes }: Entry): Changes {
  const isAccess = historyKinds.user.some((name) => name === entity)
  const own: Record<string, string | undefined> = { company_id: company?.id, person_id: person?.id }
  const isTold = ([field, [old, now]]: [string, unknown[]]) =>
    isAccess
      ? toldOfAccess.has(field)
      : // Whose it is goes without saying, but for what was moved.
        !untold.has(field) && !((old === null || now === null) && field in own && own[field] === (now ?? old))
  return Object.fromEntries(
    Object.entries(changes)
      .filter(isTold)
      .map(([field, values]) => [field, values.map(cut)]),
  )
}

const cut = (value: unknown) =>
  typeof value === 'string' && value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value

/** The names of other companies and persons that changes speak of: what was moved from one to another. */
export async function namesIn(db: Read, who: Who, items: Entry[]): Promise<Record<string, string>> {
  const ids = (field: string) => [
    ...new Set(items.flatMap(({ changes }) => (changes[field] ?? []).filter((id) => typeof id === 'string'))),
  ]
  const [companies, persons] = [ids('company_id'), ids('person_id')]
  const found: { id: string; name: string }[] = []
  if (companies.length > 0)
    found.push(
      ...(await db
        .selectFrom('company')
        .select(['id', 'name'])
        .where('tenant_id', '=', who.tenant_id)
        .where('id', 'in', companies)
        .execute()),
    )
  if (persons.length > 0)
    for (const { id, first_name, last_name } of await db
      .selectFrom('person')
      .select(['id', 'first_name', 'last_name'])
      .where('tenant_id', '=', who.tenant_id)
      .where('id', 'in', persons)
      .execute())
      found.push({ id, name: [first_name, last_name].filter(Boolean).join(' ') })
  return Object.fromEntries(found.map(({ id, name }) => [id, name]))
}
