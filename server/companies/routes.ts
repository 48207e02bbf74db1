import { sql } from 'kysely'
import { companies } from '#contract/companies.ts'
import { companyList } from '#contract/company-list.ts'
import { changeMany } from '#server/categories/change-many.ts'
import { serve, type Server } from '#server/platform/http.ts'
import {
  askRegister,
  createCompany,
  deleteCompany,
  readCard,
  setInactive,
  restoreCompany,
  updateCompany,
} from './companies.ts'
import { addFavourite, noteOpened, removeFavourite } from '#server/preferences/at-hand.ts'
import { findDuplicates } from './duplicates.ts'
import { exportCompanies } from './export.ts'
import { countCompanies, listCompanies, selectionConditions } from './list.ts'

export function serveCompanies(server: Server) {
  serve(server, companies, {
    create: async ({ db, who, body }) => {
      const company = await createCompany(db, who, body)
      await askRegister(db, company)
      return company
    },
    card: async ({ db, who, params }) => readCard(db, who, params.id),
    update: async ({ db, who, params, body, version }) => updateCompany(db, who, params.id, body, version),
    delete: async ({ db, who, params, version }) => deleteCompany(db, who, params.id, version),
    restore: async ({ db, who, params }) => restoreCompany(db, who, params.id),
    deactivate: async ({ db, who, params, version }) => setInactive(db, who, params.id, sql<string>`now()`, version),
    activate: async ({ db, who, params, version }) => setInactive(db, who, params.id, null, version),
    open: async ({ db, who, params }) => noteOpened(db, who, 'company', params.id),
    keep: async ({ db, who, params }) => addFavourite(db, who, 'company', params.id),
    let_go: async ({ db, who, params }) => removeFavourite(db, who, 'company', params.id),
    duplicates: async ({ db, who, query }) => findDuplicates(db, who, query),
  })
  serve(server, companyList, {
    list: async ({ db, who, query }) => listCompanies(db, who, query),
    count: async ({ db, who, query }) => ({ count: await countCompanies(db, who, query) }),
    change_many: async ({ db, who, body: { selection, change } }) =>
      changeMany(db, who, 'company', { selection, conditions: selectionConditions(who, selection) }, change),
    export: async ({ db, who, body }) => exportCompanies(db, who, body),
  })
}
