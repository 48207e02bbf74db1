import { sql } from 'kysely'
import { gatherUses } from '#server/categories/uses.ts'
import { sweepImports } from '#server/imports/sweep.ts'
import { type Database, inTransaction, type Write } from '#server/platform/db.ts'
import type { JobHandlers } from '#server/platform/jobs.ts'
import { makeNextByDate } from '#server/tasks/series.ts'

export const sweepJobs = {
  /** Each hour: takes away what has had its time, and makes the next tasks of those whose day has passed. */
  sweep: async ({ db, act }) => {
    await act(sweepSignIn)
    const firms = await db.selectFrom('auth.tenant').select('tenant_id').execute()
    for (const { tenant_id } of firms) await sweepFirm(db, tenant_id)
  },
} satisfies Partial<JobHandlers>

/** Sessions after eight idle hours or seven days, links, half-done sign-ins and counts of failures. */
async function sweepSignIn(tx: Write) {
  const now = sql<string>`now()`
  await tx
    .deleteFrom('auth.session')
    .where((eb) => eb.or([eb('expires_at', '<', now), eb('seen_at', '<', sql<string>`now() - interval '8 hours'`)]))
    .execute()
  await tx.deleteFrom('auth.link').where('expires_at', '<', now).execute()
  await tx.deleteFrom('auth.pending_sign_in').where('expires_at', '<', now).execute()
  await tx.deleteFrom('auth.challenge').where('expires_at', '<', now).execute()
  await tx
    .deleteFrom('auth.brake')
    .where('failed_at', '<', sql<string>`now() - interval '1 day'`)
    .execute()
}

async function sweepFirm(db: Database, tenant_id: string) {
  const members = await inTransaction(db, { tenant_id, via: 'job' }, async (tx) => {
    await forgetMailBodies(tx, tenant_id)
    await gatherUses(tx, tenant_id)
    return tx.selectFrom('member').select('user_id').where('tenant_id', '=', tenant_id).execute()
  })
  while (await inTransaction(db, { tenant_id, via: 'job' }, (tx) => sweepImports(tx, tenant_id)));
  await inTransaction(db, { tenant_id, via: 'job' }, async (tx) => makeNextByDate(tx, tenant_id))
  // Kept replies are a member's own: row-level security shows them to nobody else.
  for (const { user_id } of members)
    await inTransaction(db, { tenant_id, user_id, via: 'job' }, async (tx) => {
      await tx
        .deleteFrom('idempotency_key')
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .where('created_at', '<', sql<string>`now() - interval '24 hours'`)
        .execute()
    })
}

/** What could not be sent for a week is not sent any more: the links in it have run out. */
async function forgetMailBodies(tx: Write, tenant_id: string) {
  await tx
    .updateTable('mail')
    .set({ body: null, calendar: null, state: 'failed' })
    .where('tenant_id', '=', tenant_id)
    .where('state', 'in', ['queued', 'failed'])
    .where('body', 'is not', null)
    .where('created_at', '<', sql<string>`now() - interval '7 days'`)
    .execute()
}
