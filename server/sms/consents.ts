// Who may be sent advertising (markedsføringsloven § 15): whoever has agreed, and a customer as long as she has not said STOP.
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Consent, ConsentInput } from '#contract/consents.ts'
import { homeZone, localOf } from '#contract/zones.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'

type Firm = Pick<Who, 'tenant_id'>

const PAGE = 100

const select = (db: Read, { tenant_id }: Firm) =>
  db
    .selectFrom('consent as c')
    .leftJoin('member as m', (join) =>
      join.onRef('m.tenant_id', '=', 'c.tenant_id').onRef('m.user_id', '=', 'c.created_by'),
    )
    .select(['c.id', 'c.version', 'c.person_id', 'c.source', 'c.given_on', 'c.withdrawn_at', 'm.name as author_name'])
    .select(sql<Consent['purpose']>`c.purpose`.as('purpose'))
    .select(sql<Consent['withdrawn_source']>`c.withdrawn_source`.as('withdrawn_source'))
    .where('c.tenant_id', '=', tenant_id)

export async function listConsents(db: Read, who: Firm, person_id: string) {
  const { rows } = await sql<{ numbers: string[]; is_customer: boolean }>`
    select array(select distinct unnest(array[p.mobile, p.phone] || array(
        select unnest(array[a.mobile, a.phone]) from affiliation a where a.tenant_id = p.tenant_id and a.person_id = p.id))) as numbers,
      ${isCustomer(sql`p`)} as is_customer
    from person p where p.tenant_id = ${who.tenant_id} and p.id = ${person_id} and p.deleted_at is null`.execute(db)
  const [person] = rows
  if (!person) throw new AppError('not_found')
  const items = await select(db, who).where('c.person_id', '=', person_id).orderBy('c.id', 'desc').limit(PAGE).execute()
  const stops = await readStops(db, who, person.numbers.filter(Boolean))
  const stopped_at = [...stops.values()].toSorted().at(-1) ?? null
  return { items, stopped_at, is_customer: person.is_customer }
}

/** A private customer, or somebody who is with a customer now. */
export const isCustomer = (
  person: RawBuilder<unknown>,
) => sql<boolean>`(${person}.customer_number is not null or exists (
  select from affiliation r join company k on k.tenant_id = r.tenant_id and k.id = r.company_id
  where r.tenant_id = ${person}.tenant_id and r.person_id = ${person}.id and k.is_customer
    and (r.to_on is null or r.to_on > current_date)))`

export async function giveConsent(tx: Write, who: Who, input: z.output<typeof ConsentInput>) {
  if (input.given_on > localOf(Date.now(), homeZone).slice(0, 10))
    throw new AppError('invalid', { field: 'given_on', message: 'day_future' })
  const person = await tx
    .selectFrom('person')
    .select('id')
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', input.person_id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!person) throw new AppError('invalid', { field: 'person_id', message: 'unknown_person' })
  const { id } = await tx
    .insertInto('consent')
    .values({ tenant_id: who.tenant_id, ...input })
    .returning('id')
    .executeTakeFirstOrThrow()
  return select(tx, who).where('c.id', '=', id).executeTakeFirstOrThrow()
}

export async function withdrawConsent(tx: Write, who: Who, id: string, version: number) {
  const before = await select(tx, who).where('c.id', '=', id).executeTakeFirst()
  if (!before) throw new AppError('not_found')
  if (before.withdrawn_at) throw new AppError('conflict')
  const { numUpdatedRows } = await withdraw(tx, who, 'screen')
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  const current = await select(tx, who).where('c.id', '=', id).executeTakeFirstOrThrow()
  if (!numUpdatedRows) throw new AppError('stale', { current })
  return current
}

const withdraw = (tx: Write, { tenant_id }: Firm, withdrawn_source: 'stop' | 'screen') =>
  tx
    .updateTable('consent')
    .set({ withdrawn_at: sql<string>`now()`, withdrawn_source })
    .where('tenant_id', '=', tenant_id)
    .where('withdrawn_at', 'is', null)

/** STOP from a number: it gets no more, and whoever has it has withdrawn. */
export async function noteStop(tx: Write, who: Firm, number: string) {
  await sql`insert into sms_opt_out (tenant_id, number) values (${who.tenant_id}, ${number})
    on conflict (tenant_id, number) do update set at = now()`.execute(tx)
  await withdraw(tx, who, 'stop')
    .where('purpose', '=', 'sms_marketing')
    .where(
      sql<boolean>`person_id in (select p.id from person p where p.tenant_id = ${who.tenant_id} and ${number} in (p.mobile, p.phone)
        union select a.person_id from affiliation a where a.tenant_id = ${who.tenant_id} and ${number} in (a.mobile, a.phone))`,
    )
    .execute()
}

/** When each of these numbers said STOP; those that have not are not in it. */
export async function readStops(db: Read, { tenant_id }: Firm, numbers: string[]): Promise<Map<string, string>> {
  if (numbers.length === 0) return new Map()
  const rows = await db
    .selectFrom('sms_opt_out')
    .select(['number', 'at'])
    .where('tenant_id', '=', tenant_id)
    .where(sql<boolean>`number = any (${numbers}::text[])`)
    .execute()
  return new Map(rows.map(({ number, at }) => [number, at]))
}

type Said = { given_at: string | null; withdrawn_at: string | null }

/** When each of these persons last agreed to advertising and has not withdrawn, and when she last withdrew. */
export async function readConsents(db: Read, { tenant_id }: Firm, persons: string[]): Promise<Map<string, Said>> {
  if (persons.length === 0) return new Map()
  const { rows } = await sql<Said & { person_id: string }>`
    select person_id, max(created_at) filter (where withdrawn_at is null) as given_at, max(withdrawn_at) as withdrawn_at
    from consent where tenant_id = ${tenant_id} and purpose = 'sms_marketing' and person_id = any (${persons}::uuid[])
    group by person_id`.execute(db)
  return new Map(rows.map(({ person_id, ...said }) => [person_id, said]))
}

type Known = Said & { stopped_at: string | null; is_customer: boolean }

/** Why somebody may not be sent advertising; null: she may. What was agreed after a STOP counts. */
export function whyNoAdvertising({ given_at, withdrawn_at, stopped_at, is_customer }: Known) {
  const [, no = ''] = [withdrawn_at ?? '', stopped_at ?? ''].toSorted()
  if (given_at !== null && given_at > no) return null
  if (no) return 'opted_out'
  return is_customer ? null : 'no_consent'
}
