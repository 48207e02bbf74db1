import { sql } from 'kysely'
import type { NumberSeries } from '#contract/firm.ts'
import { fieldMessage, type Language } from '#contract/messages.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'

/** Where the series stands, or would stand if it went on from another number. */
export async function readSeries(db: Read, who: Who, from?: number): Promise<NumberSeries> {
  const { version, next_number } = await seriesOf(db, who).executeTakeFirstOrThrow()
  return { version, ...(await describe(db, who.tenant_id, from ?? next_number)) }
}

const seriesOf = (db: Read, who: Who) =>
  db
    .selectFrom('number_series')
    .select(['version', 'next_number'])
    .where('tenant_id', '=', who.tenant_id)
    .where('kind', '=', 'customer')

async function describe(db: Read, tenantId: string, next_number: number) {
  const { taken, highest_taken } = await db
    .selectFrom('customer_number')
    .select(sql<number>`count(*) filter (where number >= ${next_number})`.as('taken'))
    .select(sql<number | null>`max(number)`.as('highest_taken'))
    .where('tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow()
  return { next_number, next_free: await firstFree(db, tenantId, next_number), taken, highest_taken }
}

/** The next number that nobody has. The series' row stays locked until commit. */
export async function drawCustomerNumber(tx: Write, tenantId: string): Promise<number> {
  const { next_number } = await tx
    .selectFrom('number_series')
    .select('next_number')
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', 'customer')
    .forUpdate()
    .executeTakeFirstOrThrow()
  const number = await firstFree(tx, tenantId, next_number)
  await tx
    .updateTable('number_series')
    .set({ next_number: number + 1 })
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', 'customer')
    .execute()
  return number
}

/** The first number from `start` on that no company or person has, deleted ones included. */
async function firstFree(db: Read, tenantId: string, start: number): Promise<number> {
  const isTaken = await db
    .selectFrom('customer_number')
    .select('number')
    .where('tenant_id', '=', tenantId)
    .where('number', '=', start)
    .executeTakeFirst()
  if (!isTaken) return start
  const { rows } = await sql<{ free: number | null }>`
    select number + 1 as free from (
      select number, lead(number) over (order by number) as next
      from customer_number where tenant_id = ${tenantId} and number >= ${start}
    ) taken
    where next is distinct from number + 1 order by number limit 1`.execute(db)
  return rows[0]?.free ?? start
}

/** Sets the next number; the row is locked, so that nobody draws one meanwhile. Taken numbers are told, not met in silence. */
export async function setSeries(
  tx: Write,
  who: Who,
  input: { next_number: number; pass_over_taken: boolean },
  version: number,
  language: Language,
): Promise<NumberSeries> {
  const series = await seriesOf(tx, who).forUpdate().executeTakeFirstOrThrow()
  if (series.version !== version) throw new AppError('stale', { current: await readSeries(tx, who) })
  const described = await describe(tx, who.tenant_id, input.next_number)
  if (described.taken > 0 && !input.pass_over_taken) {
    const message = fieldMessage('numbers_taken', language, described)
    throw new AppError('invalid', { fields: [{ field: 'next_number', code: 'numbers_taken', message }] })
  }
  await tx
    .updateTable('number_series')
    .set({ next_number: input.next_number, version: version + 1 })
    .where('tenant_id', '=', who.tenant_id)
    .where('kind', '=', 'customer')
    .execute()
  return { version: version + 1, ...described }
}
