import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { session } from '#contract/session.ts'
import { hashToken, readToken, sessionCookie } from '#server/platform/authenticate.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { signInOptions, takePasskey } from './passkeys.ts'
import { requestReset, resetPassword } from './reset.ts'
import { describeSession, endSession, sessionSeconds, startSession, switchFirm } from './sessions.ts'
import { isSetupNeeded, makeFirst } from './setup.ts'
import { enter, enterCode, signIn } from './sign-in.ts'

export function serveSignIn(server: Server) {
  const agent = (request: FastifyRequest) => request.headers['user-agent']
  serve(server, session, {
    setup_state: async ({ db }) => ({ needed: await isSetupNeeded(db), has_mail: server.has_mail }),
    setup: async ({ db, body, request, reply }) => {
      giveSession(server, reply, await startSession(db, await makeFirst(db, body), agent(request)))
    },
    sign_in: async ({ db, body, request, reply }) => {
      const { token, pending } = await signIn(db, body, agent(request))
      if (token) giveSession(server, reply, token)
      return { pending }
    },
    enter_code: async ({ db, body, request, reply }) => {
      giveSession(server, reply, await enterCode(db, server.secrets, body, agent(request)))
    },
    passkey_options: async ({ db }) => ({ ...(await signInOptions(db, server.public_url)) }),
    enter_passkey: async ({ db, body, request, reply }) => {
      const account = await takePasskey(db, server.public_url, body as AuthenticationResponseJSON)
      giveSession(server, reply, await enter(db, account, null, agent(request)))
    },
    switch_firm: async ({ db, who, body, request, reply }) => {
      const token = await switchFirm(db, who, body.firm_id, tokenHashOf(server, request), agent(request))
      giveSession(server, reply, token)
    },
    request_reset: async ({ body, language }) => requestReset(server, body.email, language),
    reset_password: async ({ db, body }) => resetPassword(db, body),
    get: async ({ db, who }) => describeSession(db, who),
    sign_out: async ({ db, request, reply }) => {
      await endSession(db, tokenHashOf(server, request))
      reply.header('set-cookie', sessionCookie('', 0, server.is_secure))
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

export function giveSession(server: Server, reply: FastifyReply, token: string) {
  reply.header('set-cookie', sessionCookie(token, sessionSeconds, server.is_secure))
}

/** Of the session that the request came with; of none when it came with an API key. */
export const tokenHashOf = (server: Server, request: FastifyRequest) =>
  hashToken(readToken(request, server.is_secure) ?? '')
