import { sql } from 'kysely'
import { categories } from '#contract/categories.ts'
import { serve, type Server } from '#server/platform/http.ts'
import {
  createCategory,
  deleteCategory,
  listCategories,
  replaceCategory,
  setArchived,
  updateCategory,
} from './categories.ts'
import { changeTied, readTied } from './ties.ts'
import { countUses } from './uses.ts'

export function serveCategories(server: Server) {
  serve(server, categories, {
    list: async ({ db, who }) => ({ items: await listCategories(db, who) }),
    uses: async ({ db, who }) => ({ items: await countUses(db, who) }),
    create: async ({ db, who, body }) => createCategory(db, who, body),
    update: async ({ db, who, params, body, version }) => updateCategory(db, who, params.id, body, version),
    archive: async ({ db, who, params, version }) => setArchived(db, who, params.id, sql<string>`now()`, version),
    restore: async ({ db, who, params, version }) => setArchived(db, who, params.id, null, version),
    replace: async ({ db, who, params, body, version }) => replaceCategory(db, who, params.id, body.by, version),
    delete: async ({ db, who, params, version }) => deleteCategory(db, who, params.id, version),
    of_company: async ({ db, who, params }) => readTied(db, who, 'company', params.id),
    of_person: async ({ db, who, params }) => readTied(db, who, 'person', params.id),
    change_of_company: async ({ db, who, params, body }) => changeTied(db, who, 'company', params.id, body),
    change_of_person: async ({ db, who, params, body }) => changeTied(db, who, 'person', params.id, body),
  })
}
