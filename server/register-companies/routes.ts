import { registerCompanies } from '#contract/register-companies.ts'
import { inTransaction } from '#server/platform/db.ts'
import { serve, type Server, type Who } from '#server/platform/http.ts'
import { lookUpUnit } from '#server/register/look-up.ts'
import { addCompany } from './add.ts'
import { readRegister, readWatched, takeAnswer } from './of-company.ts'
import { previewUnit } from './preview.ts'
import { settleChanges } from './settle.ts'
import { lookUpTree, markTree } from './tree.ts'

/** The register is asked before the transaction begins. */
export function serveRegisterCompanies(server: Server) {
  const { db: shared, services } = server
  const lookUp = (org_number: string, isRefreshed = false) => lookUpUnit(shared, services, org_number, isRefreshed)
  const numberOf = async ({ tenant_id, user_id, via }: Who, company_id: string) => {
    const actor = { tenant_id, user_id, via: via ?? ('screen' as const) }
    return (await inTransaction(shared, actor, (tx) => readWatched(tx, { tenant_id, company_id }))).org_number
  }
  serve(server, registerCompanies, {
    preview: {
      first: async ({ who, params: { org_number } }) => {
        const found = await lookUp(org_number)
        return async (db) => previewUnit(db, who, org_number, found)
      },
    },
    add: {
      first: async ({ who, body }) => {
        const found = await lookUp(body.org_number)
        return async (db) => addCompany(db, who, body, found)
      },
    },
    of_company: async ({ db, who, params }) => readRegister(db, { tenant_id: who.tenant_id, company_id: params.id }),
    fetch: {
      first: async ({ who, params }) => {
        const of = { tenant_id: who.tenant_id, company_id: params.id }
        const org_number = await numberOf(who, params.id)
        const answer = org_number ? await lookUp(org_number, true) : null
        return async (db) => {
          if (answer) await takeAnswer(db, of, answer, 'asked')
          return { ...(await readRegister(db, of)), state: answer?.state ?? 'ready', found: answer?.found ?? 'no' }
        }
      },
    },
    settle: async ({ db, who, params, body, version }) => settleChanges(db, who, params.id, version, body),
    tree: {
      first: async ({ who, params }) => {
        const org_number = await numberOf(who, params.id)
        const tree = await lookUpTree(shared, services, org_number)
        return async (db) => markTree(db, who, tree)
      },
    },
  })
}
