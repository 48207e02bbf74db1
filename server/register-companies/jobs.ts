import { sql } from 'kysely'
import type { JobHandlers } from '#server/platform/jobs.ts'
import { lookUpUnit } from '#server/register/look-up.ts'
import { askForWaiting } from './ask-waiting.ts'
import { watchFirm } from './watch.ts'

const LONGEST_MS = 45_000

export const registerCompanyJobs = {
  /** Each minute, and of one firm after a number was written on a card: what the register says of those that wait for it. */
  fetch_register: async ({ db, services: { register }, sender, signal }) => {
    const end = Date.now() + LONGEST_MS
    const mayGoOn = () => !signal.aborted && Date.now() < end
    // No firm waits for the others each time.
    const all = db
      .selectFrom('auth.tenant')
      .select('tenant_id')
      .orderBy(sql`random()`)
    for (const { tenant_id } of sender ? [sender] : await all.execute())
      await askForWaiting({ db, register, tenant_id, mayGoOn })
  },
  /** Each quarter of an hour: what changed in the register of companies that firms have. */
  watch_register: async ({ db, services, signal }) => {
    const firms = await db.selectFrom('auth.tenant').select('tenant_id').execute()
    const answers = new Map<string, ReturnType<typeof lookUpUnit>>()
    const lookUp = (org_number: string) => {
      const answer = answers.get(org_number) ?? lookUpUnit(db, services, org_number, false)
      answers.set(org_number, answer)
      return answer
    }
    for (const { tenant_id } of firms) if (!signal.aborted) await watchFirm(db, tenant_id, lookUp, signal)
  },
} satisfies Partial<JobHandlers>
