import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Sms, smsMessages } from '#contract/sms.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { sendJob } from '#server/platform/jobs.ts'
import { mustBeThere } from '#server/platform/record.ts'

const PAGE = 50

async function select(db: Read, who: Who, conditions: RawBuilder<unknown>[], limit: number): Promise<Sms[]> {
  const all = [sql`s.tenant_id = ${who.tenant_id}`, ...conditions]
  // The page first, the names of its rows afterwards.
  const { rows } = await sql<Sms>`
    select s.*, s.claimed_at is not null and s.state = 'queued' as is_going, c.id as company_id, c.name as company_name, p.id as person_id,
      nullif(concat_ws(' ', p.first_name, p.last_name), '') as person_name, m.name as author_name
    from (select s.id, s.version, s.direction, s.kind, s.state, s.reason, s.answer, s.number, s.sender, s.text, s.parts, s.price_ore,
        s.batch_id, s.send_at, s.sent_at, s.delivered_at, s.attempts, s.created_at, s.created_by, s.claimed_at, s.tenant_id,
        s.company_id as of_company, s.person_id as of_person
      from sms s where ${sql.join(all, sql` and `)} order by s.id desc limit ${limit}) s
    left join company c on c.tenant_id = s.tenant_id and c.id = s.of_company and c.deleted_at is null
    left join person p on p.tenant_id = s.tenant_id and p.id = s.of_person and p.deleted_at is null
    left join member m on m.tenant_id = s.tenant_id and m.user_id = s.created_by
    order by s.id desc`.execute(db)
  return rows
}

export async function listSms(db: Read, who: Who, query: z.output<typeof smsMessages.list.query>) {
  const { state, company_id, person_id, user_id, batch_id, before } = query
  if (company_id) await mustBeThere(db, who, 'company', company_id)
  if (person_id) await mustBeThere(db, who, 'person', person_id)
  const conditions = [
    ...(state ? [sql`s.state = ${state}`] : []),
    ...(company_id ? [sql`s.company_id = ${company_id}::uuid`] : []),
    ...(person_id ? [sql`s.person_id = ${person_id}::uuid`] : []),
    ...(user_id ? [sql`s.created_by = ${user_id}::uuid`] : []),
    ...(batch_id ? [sql`s.batch_id = ${batch_id}::uuid`] : []),
    ...(before ? [sql`s.id < ${before}::uuid`] : []),
  ]
  const rows = await select(db, who, conditions, PAGE + 1)
  const items = rows.slice(0, PAGE)
  return { items, next: rows.length > PAGE ? (items.at(-1)?.id ?? null) : null }
}

export async function readSms(db: Read, who: Who, id: string): Promise<Sms> {
  const [sms] = await select(db, who, [sql`s.id = ${id}::uuid`], 1)
  if (!sms) throw new AppError('not_found')
  return sms
}

const ofFirm = (tx: Write, who: Who) => tx.updateTable('sms').where('tenant_id', '=', who.tenant_id)

/** Stopped is what waits; what is with the provider can not be called back. */
const waiting = (tx: Write, who: Who) =>
  ofFirm(tx, who).set({ state: 'cancelled' }).where('state', '=', 'queued').where('claimed_at', 'is', null)

export async function cancelSms(tx: Write, who: Who, id: string) {
  const { numUpdatedRows } = await waiting(tx, who).where('id', '=', id).executeTakeFirst()
  const sms = await readSms(tx, who, id)
  if (!numUpdatedRows && sms.state !== 'cancelled') throw new AppError('conflict')
  return sms
}

export async function cancelBatch(tx: Write, who: Who, batchId: string) {
  const { items } = await listSms(tx, who, { batch_id: batchId })
  if (items.length === 0) throw new AppError('not_found')
  const { numUpdatedRows } = await waiting(tx, who).where('batch_id', '=', batchId).executeTakeFirst()
  return { count: Number(numUpdatedRows) }
}

/** Somebody has judged that it is to be sent again. */
export async function retrySms(tx: Write, who: Who, id: string, version: number) {
  const sms = await settle(
    tx,
    who,
    { id, version, from: ['failed', 'uncertain'] },
    { state: 'queued', due_at: sql`now()` },
  )
  await sendJob(tx, 'send_sms', {})
  return sms
}

export const letBe = (tx: Write, who: Who, id: string, version: number) =>
  settle(tx, who, { id, version, from: ['uncertain'] }, { state: 'sent' })

async function settle(
  tx: Write,
  who: Who,
  { id, version, from }: { id: string; version: number; from: Sms['state'][] },
  change: { state: 'sent' | 'queued'; due_at?: RawBuilder<string> },
) {
  const { numUpdatedRows } = await ofFirm(tx, who)
    .set({ ...change, reason: null, answer: null, claimed_at: null })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', 'in', from)
    .executeTakeFirst()
  const current = await readSms(tx, who, id)
  if (numUpdatedRows) return current
  if (current.version !== version) throw new AppError('stale', { current })
  throw new AppError('conflict')
}
