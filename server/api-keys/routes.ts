import { apiKeys } from '#contract/api-keys.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { createKey, listKeys, revokeKey } from './api-keys.ts'

export function serveApiKeys(server: Server) {
  serve(server, apiKeys, {
    list_own: async ({ db, who }) => ({ items: await listKeys(db, who, who.user_id) }),
    create: async ({ db, who, body }) => createKey(db, who, body),
    revoke_own: async ({ db, who, params }) => revokeKey(db, who, params.id, who.user_id),
    list: async ({ db, who }) => ({ items: await listKeys(db, who) }),
    revoke: async ({ db, who, params }) => revokeKey(db, who, params.id),
  })
}
