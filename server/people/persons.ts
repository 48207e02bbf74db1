import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Person, PersonCard, PersonInput } from '#contract/people.ts'
import { categoriesOfRow } from '#server/categories/ties.ts'
import { drawCustomerNumber } from '#server/firm/number-series.ts'
import { countsOf } from '#server/platform/counts.ts'
import { keepPlan, type Read, type Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'

type Input = z.output<typeof PersonInput>
type Row = z.input<typeof Person>

export async function createPerson(tx: Write, who: Who, input: Input): Promise<Row> {
  const { is_private_customer, ...fields } = input
  const row = await tx
    .insertInto('person')
    .values({
      ...fields,
      private_address: toJson(fields.private_address),
      tenant_id: who.tenant_id,
      customer_number: await numberOf(
        tx,
        who,
        is_private_customer ?? fields.customer_number != null,
        fields.customer_number,
      ),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return row as Row
}

const toJson = (value: unknown) => (value === null ? null : JSON.stringify(value))

/** The number of a private customer: the one given, else the one that she has, else the next. */
async function numberOf(
  tx: Write,
  who: Who,
  isCustomer: boolean,
  given: number | null | undefined,
  stored: number | null = null,
) {
  return isCustomer ? (given ?? stored ?? (await drawCustomerNumber(tx, who.tenant_id))) : null
}

export async function updatePerson(tx: Write, who: Who, id: string, input: Input, version: number) {
  const { is_private_customer, customer_number: given, ...fields } = input
  const { customer_number: stored } = await readPerson(tx, who, id)
  const isCustomer = is_private_customer ?? (given === undefined ? stored : given) !== null
  return changePerson(tx, who, id, version, {
    ...fields,
    private_address: toJson(fields.private_address),
    customer_number: await numberOf(tx, who, isCustomer, given, stored),
  })
}

export async function deletePerson(tx: Write, who: Who, id: string, version: number) {
  await changePerson(tx, who, id, version, { deleted_at: sql<string>`now()`, deleted_by: who.user_id })
}

/** Writes when the row still has `version`; otherwise 412 with the row as it is now, or 404. */
async function changePerson(tx: Write, who: Who, id: string, version: number, values: object): Promise<Row> {
  const row = await tx
    .updateTable('person')
    .set(values)
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
  if (row) return row as Row
  throw new AppError('stale', { current: await readPerson(tx, who, id) })
}

export async function restorePerson(tx: Write, who: Who, id: string): Promise<Row> {
  const row = await tx
    .updateTable('person')
    .set({ deleted_at: null, deleted_by: null })
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .where('deleted_at', 'is not', null)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row as Row
}

export async function setPersonInactive(
  tx: Write,
  who: Who,
  id: string,
  at: RawBuilder<string> | null,
  version: number,
) {
  return changePerson(tx, who, id, version, { inactive_at: at })
}

async function readPerson(db: Read, who: Who, id: string): Promise<Row> {
  const row = await db
    .selectFrom('person')
    .selectAll()
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row as Row
}

/** Her companies, the present ones first: one value for the card. */
const rolesOf = sql<PersonCard['roles']>`(
  select coalesce(json_agg(role), '[]') from (
    select a.*, c.name as company_name, c.city as company_city
    from affiliation a join company c on c.tenant_id = a.tenant_id and c.id = a.company_id
    where a.tenant_id = person.tenant_id and a.person_id = person.id
    order by a.to_on is not null, c.name collate "nb-x-icu", a.id limit 500) role)`

/** The whole card in one statement. A deleted person's card is not there. */
export async function readPersonCard(db: Read, who: Who, id: string): Promise<z.input<typeof PersonCard>> {
  const row = await db
    .selectFrom('person')
    .selectAll('person')
    .select((eb) => [
      eb
        .exists(
          eb
            .selectFrom('favourite as f')
            .select('f.record_id')
            .whereRef('f.tenant_id', '=', 'person.tenant_id')
            .where('f.user_id', '=', who.user_id)
            .where('f.kind', '=', 'person')
            .whereRef('f.record_id', '=', 'person.id'),
        )
        .as('is_favourite'),
      categoriesOfRow('person', 'person').as('categories'),
      rolesOf.as('roles'),
      countsOf('person').as('counts'),
    ])
    .where('person.tenant_id', '=', who.tenant_id)
    .where('person.id', '=', id)
    .where('person.deleted_at', 'is', null)
    .modifyEnd(keepPlan)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row as z.input<typeof PersonCard>
}
