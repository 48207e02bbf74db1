import { session } from '#contract/session.ts'
import { hashToken, readToken } from '#server/platform/authenticate.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { describeSession, endSession, setUpFirm, signIn, isSetupNeeded } from './sign-in.ts'

export function serveSignIn(server: Server) {
  serve(server, session, {
    setup_state: async ({ db }) => ({ needed: await isSetupNeeded(db) }),
    setup: async ({ db, body, request, reply }) => setUpFirm(db, body, request, reply),
    sign_in: async ({ body, request, reply }) => signIn(server.db, body, request, reply),
    get: async ({ db, who }) => describeSession(db, who),
    sign_out: async ({ db, request, reply }) => endSession(db, hashToken(readToken(request) ?? ''), reply),
    members: async ({ db, who }) => ({
      items: await db
        .selectFrom('member')
        .select(['user_id as id', 'name'])
        .where('tenant_id', '=', who.tenant_id)
        .where('deactivated_at', 'is', null)
        .orderBy('name')
        .execute(),
    }),
  })
}
