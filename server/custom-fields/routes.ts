import { sql } from 'kysely'
import { customFields } from '#contract/custom-fields.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { createField, listFields, moveField, setArchived, updateField } from './custom-fields.ts'

export function serveCustomFields(server: Server) {
  serve(server, customFields, {
    list: async ({ db, who }) => ({ items: await listFields(db, who) }),
    create: async ({ db, who, body }) => createField(db, who, body),
    update: async ({ db, who, params, body, version }) => updateField(db, who, params.id, body, version),
    move: async ({ db, who, params, body, version }) => moveField(db, who, params.id, body.position, version),
    archive: async ({ db, who, params, version }) => setArchived(db, who, params.id, sql<string>`now()`, version),
    restore: async ({ db, who, params, version }) => setArchived(db, who, params.id, null, version),
  })
}
