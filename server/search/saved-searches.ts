import { sql } from 'kysely'
import { savedSearches, type SavedSearch } from '#contract/saved-searches.ts'
import { AppError } from '#server/platform/errors.ts'
import { serve, type Server } from '#server/platform/http.ts'

export function serveSavedSearches(server: Server) {
  serve(server, savedSearches, {
    list: async ({ db, who }) => {
      const items = await db
        .selectFrom('saved_search')
        .select(['id', 'name', 'criteria'])
        .where('tenant_id', '=', who.tenant_id)
        .where('user_id', '=', who.user_id)
        .orderBy(sql`name collate "nb-x-icu"`)
        .execute()
      return { items: items as unknown as SavedSearch[] }
    },
    create: async ({ db, who, body }) => {
      const made = await db
        .insertInto('saved_search')
        .values({
          tenant_id: who.tenant_id,
          user_id: who.user_id,
          name: body.name,
          criteria: JSON.stringify(body.criteria),
        })
        .returning(['id', 'name', 'criteria'])
        .executeTakeFirstOrThrow()
      return made as unknown as SavedSearch
    },
    update: async ({ db, who, params, body }) => {
      const changed = await db
        .updateTable('saved_search')
        .set({ name: body.name, criteria: JSON.stringify(body.criteria) })
        .where('tenant_id', '=', who.tenant_id)
        .where('user_id', '=', who.user_id)
        .where('id', '=', params.id)
        .returning(['id', 'name', 'criteria'])
        .executeTakeFirst()
      if (!changed) throw new AppError('not_found')
      return changed as unknown as SavedSearch
    },
    delete: async ({ db, who, params }) => {
      const gone = await db
        .deleteFrom('saved_search')
        .where('tenant_id', '=', who.tenant_id)
        .where('user_id', '=', who.user_id)
        .where('id', '=', params.id)
        .executeTakeFirst()
      if (gone.numDeletedRows === 0n) throw new AppError('not_found')
    },
  })
}
