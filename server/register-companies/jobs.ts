import type { JobHandlers } from '#server/platform/jobs.ts'
import { lookUpUnit } from '#server/register/look-up.ts'
import { readFacts } from './facts.ts'
import { readWatched, takeAnswer } from './of-company.ts'
import { watchFirm } from './watch.ts'

export const registerCompanyJobs = {
  /** After a number was written on a card: what the register says of it. What it does not answer now is asked when somebody looks. */
  fetch_register: async ({ data: { company_id }, act, db, services, sender }) => {
    if (!sender) return
    const of = { tenant_id: sender.tenant_id, company_id }
    const { org_number, facts } = await act(async (tx) => ({
      ...(await readWatched(tx, of)),
      facts: await readFacts(tx, of),
    }))
    if (!org_number || facts?.org_number === org_number) return
    const answer = await lookUpUnit(db, services, org_number, false)
    await act((tx) => takeAnswer(tx, of, answer, 'asked'))
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
