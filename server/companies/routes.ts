import { sql } from 'kysely'
import { companies } from '#contract/companies.ts'
import { serve, type Server } from '#server/platform/http.ts'
import {
  createCompany,
  deleteCompany,
  listCompanies,
  readCard,
  setInactive,
  restoreCompany,
  updateCompany,
} from './companies.ts'
import { addFavourite, noteOpened, removeFavourite } from './at-hand.ts'
import { findDuplicates } from './duplicates.ts'
import { readHistory } from './history.ts'

export function serveCompanies(server: Server) {
  serve(server, companies, {
    list: async ({ db, who, query }) => listCompanies(db, who, query),
    create: async ({ db, who, body }) => createCompany(db, who, body),
    card: async ({ db, who, params }) => readCard(db, who, params.id),
    update: async ({ db, who, params, body, version }) => updateCompany(db, who, params.id, body, version),
    delete: async ({ db, who, params, version }) => deleteCompany(db, who, params.id, version),
    restore: async ({ db, who, params }) => restoreCompany(db, who, params.id),
    deactivate: async ({ db, who, params, version }) => setInactive(db, who, params.id, sql<string>`now()`, version),
    activate: async ({ db, who, params, version }) => setInactive(db, who, params.id, null, version),
    history: async ({ db, who, params, query }) => readHistory(db, who, params.id, query),
    open: async ({ db, who, params }) => noteOpened(db, who, params.id),
    keep: async ({ db, who, params }) => addFavourite(db, who, params.id),
    let_go: async ({ db, who, params }) => removeFavourite(db, who, params.id),
    duplicates: async ({ db, who, query }) => findDuplicates(db, who, query),
  })
}
