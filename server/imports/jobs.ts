import { sql } from 'kysely'
import type { Who } from '#server/companies/insert-many.ts'
import { actAs, type Write } from '#server/platform/db.ts'
import type { JobHandlers } from '#server/platform/jobs.ts'
import { type InTurn, lockForWork, setHead } from './head.ts'
import { readFile } from './reading.ts'
import { doStep } from './steps.ts'
import { sendTurn } from './work.ts'

/** Milliseconds that one import has before others that wait have theirs. */
const TURN = 20_000

export const importJobs = {
  /**
   * Works on an import step by step, each in one transaction: what is broken off goes on from the last one. When the last try
   * comes, all others have failed or ended with their process: it says so, and somebody may let the work go on.
   */
  work_on_import: async ({ data: { import_id: id, turn, language }, act, sender: who, signal, is_last_try }) => {
    if (!who) throw new Error('Nobody has sent this job.')
    const inTurn: InTurn = (work) =>
      act(async (tx) => {
        await actAs(tx, { ...who, via: 'import' })
        const head = await lockForWork(tx, who, id, turn)
        return head && work(tx, head)
      })
    if (is_last_try) {
      await inTurn((tx) => setHead(tx, who, id, { halt: 'failed' }))
      return
    }
    const until = Date.now() + TURN
    const state = await inTurn((tx, head) => stateForSender(tx, who, head))
    if (state === 'reading') await readFile(inTurn, who, id, signal)
    else
      while (await inTurn((tx, head) => doStep(tx, who, head, language)))
        if (signal.aborted || Date.now() > until) {
          await inTurn((tx) => sendTurn(tx, who, id, language))
          return
        }
    // Broken off because the process ends: another goes on.
    if (signal.aborted) await inTurn((tx) => sendTurn(tx, who, id, language))
  },
} satisfies Partial<JobHandlers>

/** Work of somebody who may not import any more rests, until another lets it go on. */
async function stateForSender(tx: Write, who: Who, { id, state }: { id: string; state: string }) {
  const able = await tx
    .selectFrom('member')
    .select('user_id')
    .where('tenant_id', '=', who.tenant_id)
    .where('user_id', '=', who.user_id)
    .where('deactivated_at', 'is', null)
    .where((eb) => eb.or([eb('role', '=', 'administrator'), eb(sql<string>`rights ->> 'crm'`, '=', 'change')]))
    .executeTakeFirst()
  if (!able) await setHead(tx, who, id, { halt: 'paused' })
  return state
}
