import { sql } from 'kysely'
import { z } from 'zod'
import type { Write } from '#server/platform/db.ts'
import type { Report } from './provider.ts'

/**
 * What the network says of a message. It may come twice, late, in another order, and before the answer to the sending is
 * written; what was delivered stays delivered. One of which nobody knew is settled by it.
 */
export async function takeReport(tx: Write, tenant_id: string, { id, state, answer }: Report) {
  if (!z.uuid().safeParse(id).success) return
  const now = sql<string>`now()`
  const sms = tx
    .updateTable('sms')
    .where('tenant_id', '=', tenant_id)
    .where('id', '=', id)
    .where('direction', '=', 'out')
    .where('attempts', '>', 0)
  const sent_at = sql<string>`coalesce(sent_at, now())`
  const known = { reason: null, answer: null, claimed_at: null, sent_at }
  if (state === 'delivered')
    await sms
      .set({ ...known, state, delivered_at: now })
      .where('state', 'in', ['queued', 'sent', 'failed', 'uncertain', 'cancelled'])
      .execute()
  else if (state === 'sent')
    await sms
      .set({ ...known, state })
      .where((eb) =>
        eb.or([eb('state', '=', 'uncertain'), eb.and([eb('state', '=', 'queued'), eb('claimed_at', 'is not', null)])]),
      )
      .execute()
  else
    await sms
      .set({ state, reason: 'undelivered', answer, claimed_at: null })
      .where((eb) =>
        eb.or([
          eb('state', 'in', ['sent', 'uncertain']),
          eb.and([eb('state', '=', 'queued'), eb('claimed_at', 'is not', null)]),
        ]),
      )
      .execute()
}
