import { register } from '#contract/register.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { findInCopy, findLive, ownCompanies, withOwnCompanies } from './find.ts'
import { lookUpAccounts, lookUpUnit } from './look-up.ts'
import { readCopy } from './store.ts'

/** The outside is asked before the transaction begins, and what comes is held against the firm's own companies in it. */
export function serveRegister(server: Server) {
  const { db: shared, services } = server
  // One that is made stays, so that it need not be asked for at each keystroke.
  let hasCopy = false
  serve(server, register, {
    find: {
      first: async ({ query: { q }, who }) => {
        hasCopy ||= (await readCopy(shared)).as_of !== null
        if (hasCopy) {
          const about = { state: 'ready', retry_at: null, source: 'copy' } as const
          return async (db) => ({ ...about, ...(await findInCopy(db, who.tenant_id, q)) })
        }
        const live = await findLive(services.register, q)
        const [found, retry_at] = live.state === 'ready' ? [live.value, null] : [[], live.retry_at]
        return async (db) => ({
          ...{ state: live.state, retry_at, source: 'live' as const, fetched_at: found.length > 0 ? live.at : null },
          items: await withOwnCompanies(db, who.tenant_id, found),
        })
      },
    },
    unit: {
      first: async ({ params: { org_number }, query: { refresh }, who }) => {
        const found = await lookUpUnit(shared, services, org_number, refresh === 'true')
        return async (db) => {
          const around = [...found.branches, ...(found.parent ? [found.parent] : [])]
          const own = await ownCompanies(db, who.tenant_id, [org_number, ...around.map((hit) => hit.org_number)])
          const marked = <H extends { org_number: string }>(hit: H) => ({
            ...hit,
            company_id: own.get(hit.org_number) ?? null,
          })
          return {
            ...found,
            branches: found.branches.map(marked),
            parent: found.parent && marked(found.parent),
            company_id: own.get(org_number) ?? null,
          }
        }
      },
    },
    accounts: {
      first: async ({ params: { org_number }, query: { refresh } }) => {
        const found = await lookUpAccounts(shared, services, org_number, refresh === 'true')
        return async () => found
      },
    },
    copy: async ({ db }) => readCopy(db),
  })
}
