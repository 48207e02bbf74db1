import { Preferences, preferences } from '#contract/preferences.ts'
import type { Read } from '#server/platform/db.ts'
import { serve, type Server, type Who } from '#server/platform/http.ts'

export function servePreferences(server: Server) {
  serve(server, preferences, {
    change: async ({ db, who, body }) => {
      for (const [key, value] of Object.entries(body)) {
        const mine = { tenant_id: who.tenant_id, user_id: who.user_id, key }
        if (value === null)
          await db
            .deleteFrom('member_preference')
            .where((eb) => eb.and(mine))
            .execute()
        else
          await db
            .insertInto('member_preference')
            .values({ ...mine, value: JSON.stringify(value) })
            .onConflict((conflict) =>
              conflict
                .columns(['tenant_id', 'user_id', 'key'])
                .doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })),
            )
            .execute()
      }
      return readPreferences(db, who)
    },
  })
}

/** A choice that this version of the program does not know any more is passed over. */
export async function readPreferences(db: Read, who: Pick<Who, 'tenant_id' | 'user_id'>): Promise<Preferences> {
  const rows = await db
    .selectFrom('member_preference')
    .select(['key', 'value'])
    .where('tenant_id', '=', who.tenant_id)
    .where('user_id', '=', who.user_id)
    .execute()
  const known = rows.filter(({ key, value }) => Preferences.safeParse({ [key]: value }).success)
  return Preferences.parse(Object.fromEntries(known.map(({ key, value }) => [key, value])))
}
