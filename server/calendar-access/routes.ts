import { calendarAccess } from '#contract/calendar-access.ts'
import type { Read } from '#server/platform/db.ts'
import { serve, type Server, type Who } from '#server/platform/http.ts'
import { listPasswords, makePassword, revokePassword } from './app-passwords.ts'
import { describeFeed, makeFeed, readFeed, revokeFeed } from './feed.ts'

export function serveCalendarAccess(server: Server) {
  serve(server, calendarAccess, {
    get: async ({ db, who }) => ({
      server_address: `${server.public_url}/dav/`,
      user_name: await emailOf(db, who),
      feed: await describeFeed(db, who),
      passwords: await listPasswords(db, who),
    }),
    make_feed: async ({ db, who }) => makeFeed(db, who, server.public_url),
    revoke_feed: async ({ db, who }) => revokeFeed(db, who),
    make_password: async ({ db, who, body }) => makePassword(db, who, body),
    revoke_password: async ({ db, who, params }) => revokePassword(db, who, params.id),
    read_feed: {
      first: async ({ params }) => {
        const file = await readFeed(server.db, params.file)
        return async () => file
      },
    },
  })
}

async function emailOf(db: Read, { tenant_id, user_id }: Who) {
  const { email } = await db
    .selectFrom('member')
    .select('email')
    .where('tenant_id', '=', tenant_id)
    .where('user_id', '=', user_id)
    .executeTakeFirstOrThrow()
  return email
}
