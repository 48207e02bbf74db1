// What comes in: kept once, tied to whoever has the number, told to whoever wrote last. STOP is done as it says.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { longestSms } from '#contract/sms.ts'
import type { SmsProvider } from '#contract/sms-settings.ts'
import { isStop, segmentsOf } from '#contract/sms-text.ts'
import { notify } from '#server/notifications/notify.ts'
import type { Write } from '#server/platform/db.ts'
import { noteStop } from './consents.ts'
import type { Reply } from './provider.ts'

type Firm = { tenant_id: string; provider: SmsProvider }

/** Of a provider without ids the same words from the same number within so long are the same message, said again. */
const SAME_MS = 5 * 60_000

export async function takeReply(tx: Write, { tenant_id, provider }: Firm, reply: Reply) {
  const { number } = reply
  const text = cleaned(reply.text)
  const provider_id = reply.provider_id?.slice(0, 200) ?? sameWords(number, text)
  const whose = (await lastWrittenTo(tx, tenant_id, number)) ?? (await whoseNumber(tx, tenant_id, number))
  const row = await tx
    .insertInto('sms')
    .values({
      ...{ tenant_id, direction: 'in', state: 'received', number, text, parts: segmentsOf(text).parts },
      ...{ provider, provider_id, company_id: whose?.company_id ?? null, person_id: whose?.person_id ?? null },
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) return
  if (isStop(text)) await noteStop(tx, { tenant_id }, number)
  if (!whose?.user_id) return
  const { company_id, person_id, user_id } = whose
  const about = { entity: 'sms', entity_id: row.id, company_id, person_id } as const
  await notify(tx, { tenant_id, kind: 'sms_reply', to: [user_id], ...about })
}

/** What the database can hold, and no longer than a message is. */
const cleaned = (text: string) =>
  text
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex -- what a message from outside may hold, and the database not
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .slice(0, longestSms)
    .toWellFormed()

function sameWords(number: string, text: string) {
  const period = Math.floor(Date.now() / SAME_MS)
  return createHash('sha256').update(`${number}\n${text}\n${period}`).digest('hex')
}

type Whose = { company_id: string | null; person_id: string | null; user_id: string | null }

/** An answer belongs to what it answers. */
async function lastWrittenTo(tx: Write, tenant_id: string, number: string): Promise<Whose | undefined> {
  const { rows } = await sql<Whose>`
    select c.id as company_id, p.id as person_id, s.created_by as user_id from sms s
    left join company c on c.tenant_id = s.tenant_id and c.id = s.company_id and c.deleted_at is null
    left join person p on p.tenant_id = s.tenant_id and p.id = s.person_id and p.deleted_at is null
    where s.tenant_id = ${tenant_id} and s.number = ${number} and s.direction = 'out' and s.attempts > 0
    order by s.id desc limit 1`.execute(tx)
  return rows[0]
}

/** A person before a company; whoever owns the company is told. */
async function whoseNumber(tx: Write, tenant_id: string, number: string): Promise<Whose | undefined> {
  const { rows } = await sql<Whose>`
    select k.id as company_id, w.person_id, k.owner_id as user_id from (
      select a.person_id, a.company_id, 1 as place from affiliation a
        where a.tenant_id = ${tenant_id} and a.mobile = ${number} and (a.to_on is null or a.to_on > current_date)
      union all select p.id, (select a.company_id from affiliation a where a.tenant_id = p.tenant_id and a.person_id = p.id
          and (a.to_on is null or a.to_on > current_date) order by a.id limit 1), 2 from person p
        where p.tenant_id = ${tenant_id} and p.mobile = ${number} and p.deleted_at is null
      union all select null, c.id, 3 from company c where c.tenant_id = ${tenant_id} and c.mobile = ${number} and c.deleted_at is null
      union all select null, c.id, 4 from company c where c.tenant_id = ${tenant_id} and c.phone = ${number} and c.deleted_at is null) w
    left join company k on k.tenant_id = ${tenant_id} and k.id = w.company_id
    order by w.place limit 1`.execute(tx)
  return rows[0]
}
