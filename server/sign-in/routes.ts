import { session } from '#contract/session.ts'
import { hashToken, readToken, sessionCookie } from '#server/platform/authenticate.ts'
import { serve, type Server } from '#server/platform/http.ts'
import {
  describeSession,
  endSession,
  isSetupNeeded,
  makeFirst,
  sessionSeconds,
  signIn,
  startSession,
} from './sign-in.ts'

export function serveSignIn(server: Server) {
  const cookie = (token: string, seconds: number) => sessionCookie(token, seconds, server.is_secure)
  serve(server, session, {
    setup_state: async ({ db }) => ({ needed: await isSetupNeeded(db) }),
    setup: async ({ db, body, reply }) => {
      const token = await startSession(db, await makeFirst(db, body))
      reply.header('set-cookie', cookie(token, sessionSeconds))
    },
    sign_in: async ({ db, body, reply }) => {
      reply.header('set-cookie', cookie(await signIn(db, body), sessionSeconds))
    },
    get: async ({ db, who }) => describeSession(db, who),
    sign_out: async ({ db, request, reply }) => {
      await endSession(db, hashToken(readToken(request, server.is_secure) ?? ''))
      reply.header('set-cookie', cookie('', 0))
    },
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
