import { register } from '#contract/register.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { findInCopy, findLive, ownCompanies, withOwnCompanies } from './find.ts'
import { lookUpAccounts, lookUpUnit } from './look-up.ts'
import { readCopy } from './store.ts'

/** The outside is asked before the transaction begins, and what comes is held against the firm's own companies in it. */
export function serveRegister(server: Server) {
  const { db: shared, services } = server
  serve(server, register, {
    find: {
      first: async ({ query: { q }, who }) => {
        const copy = await readCopy(shared)
        if (copy.as_of) {
          const about = { state: 'ready', retry_at: null, source: 'copy' } as const
          const fetched_at = copy.followed_at ?? copy.as_of
          return async (db) => ({
            ...about,
            fetched_at,
            items: await withOwnCompanies(db, who.tenant_id, await findInCopy(db, q)),
          })
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
