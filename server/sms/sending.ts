// The way out. A message is claimed in one transaction, handed to the provider outside of any, and what became of it is
// written in another. One that was claimed and of which nothing was written may have been sent: it is never taken up again
// by itself.
import { sql } from 'kysely'
import { segmentsOf } from '#contract/sms-text.ts'
import { type Actor, type Database, inTransaction, type Write } from '#server/platform/db.ts'
import type { JobSettings } from '#server/platform/jobs.ts'
import { outlast } from '#server/platform/outlast.ts'
import type { Outcome } from './provider.ts'
import { readAccount, type Sending } from './settings.ts'

/** At once, of one firm. */
const AT_ONCE = 4
const TRIES = 5
/** A little longer than the provider is waited for. */
const GIVEN_UP = sql`interval '90 seconds'`

type Work = Pick<JobSettings, 'secrets' | 'services' | 'public_url'> & {
  db: Database
  tenant_id: string
  signal: AbortSignal
}

/** Sends what is due of a firm, until there is no more. */
export async function sendDue(work: Work) {
  const actor: Actor = { tenant_id: work.tenant_id, via: 'job' }
  const act = <T>(task: (tx: Write) => Promise<T>) => inTransaction(work.db, actor, task)
  await act((tx) => giveUpClaimed(tx, work.tenant_id))
  if (!(await act((tx) => isAnyDue(tx, work.tenant_id)))) return
  const sending = await act((tx) => readAccount(tx, work, work))
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => sendOneByOne(work, sending, act)))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

type Act = <T>(task: (tx: Write) => Promise<T>) => Promise<T>

async function sendOneByOne({ tenant_id, signal }: Work, sending: Sending | null, act: Act) {
  while (!signal.aborted) {
    const sms = await act((tx) => claim(tx, tenant_id))
    if (!sms) return
    const outcome = await hand(sms, sending)
    // Nobody else knows it: without it the message would be uncertain.
    await outlast(() => act((tx) => note(tx, tenant_id, sms, outcome, sending)), signal)
    // The provider is away, or wants a pause: the others wait as well.
    if (outcome.state === 'later') return
  }
}

async function hand({ id, number, text }: Claimed, sending: Sending | null): Promise<Outcome> {
  if (!sending) return { state: 'failed', reason: 'not_set_up', answer: null }
  const { provider, account, report_url } = sending
  return provider.send(account, { id, number, text, encoding: segmentsOf(text).encoding, report_url: report_url(id) })
}

async function isAnyDue(tx: Write, tenant_id: string) {
  const { rows } = await sql`select from sms where tenant_id = ${tenant_id} and state = 'queued' and claimed_at is null
    and due_at <= now() limit 1`.execute(tx)
  return rows.length > 0
}

type Claimed = { id: string; number: string; text: string; attempts: number }

/** The next one, for this process alone. */
async function claim(tx: Write, tenant_id: string): Promise<Claimed | null> {
  const { rows } = await sql<Claimed>`
    update sms s set claimed_at = now(), attempts = attempts + 1
    where s.tenant_id = ${tenant_id} and s.id = (select id from sms where tenant_id = ${tenant_id} and state = 'queued'
      and claimed_at is null and due_at <= now() order by due_at, id limit 1 for update skip locked)
    returning s.id, s.number, s.text, s.attempts`.execute(tx)
  return rows[0] ?? null
}

/** A report may have come before: it knows better. */
async function note(
  tx: Write,
  tenant_id: string,
  { id, attempts }: Claimed,
  outcome: Outcome,
  sending: Sending | null,
) {
  const mine = tx
    .updateTable('sms')
    .where('tenant_id', '=', tenant_id)
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .where((eb) =>
      eb.or([
        eb.and([eb('state', '=', 'queued'), eb('claimed_at', 'is not', null)]),
        // It took so long that somebody has given it up.
        eb.and([eb('state', '=', 'uncertain'), eb('reason', '=', 'interrupted')]),
      ]),
    )
  const provider = sending?.name ?? null
  if (outcome.state === 'sent') {
    const { provider_id } = outcome
    const sent = { state: 'sent', sent_at: sql<string>`now()`, claimed_at: null, reason: null, answer: null }
    return mine.set({ ...sent, provider, provider_id }).execute()
  }
  const { reason, answer } = outcome
  if (outcome.state === 'later' && attempts < TRIES) {
    // Half a minute, two, eight, half an hour.
    const pause = 30 * 4 ** (attempts - 1)
    const due_at = sql<string>`now() + make_interval(secs => ${pause}::integer)`
    return mine.set({ state: 'queued', claimed_at: null, due_at, reason, answer }).execute()
  }
  const state = outcome.state === 'uncertain' ? 'uncertain' : 'failed'
  return mine.set({ state, reason, answer, provider, claimed_at: null }).execute()
}

/** Whoever claimed these is gone: nobody knows how far they came. */
async function giveUpClaimed(tx: Write, tenant_id: string) {
  await tx
    .updateTable('sms')
    .set({ state: 'uncertain', reason: 'interrupted', answer: null, claimed_at: null })
    .where('tenant_id', '=', tenant_id)
    .where('state', '=', 'queued')
    .where('claimed_at', '<', sql<string>`now() - ${GIVEN_UP}`)
    .execute()
}
