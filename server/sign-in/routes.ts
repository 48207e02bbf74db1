import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { session } from '#contract/session.ts'
import { hashToken, readToken, sessionCookie } from '#server/platform/authenticate.ts'
import { AppError } from '#server/platform/errors.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { hashPassword } from '#server/platform/password.ts'
import { confirmByCode, noteAsConfirmed, waysToConfirm } from './confirm.ts'
import { readLink } from './links.ts'
import { checkPassword, settlePassword } from './own-password.ts'
import { confirmOptions, signInOptions, takePasskey } from './passkeys.ts'
import { requestReset, resetPassword } from './reset.ts'
import { describeSession, endSession, sessionSeconds, startSession, switchFirm } from './sessions.ts'
import { isSetupNeeded, makeAnother, makeFirst } from './setup.ts'
import { enter, enterCode, signIn } from './sign-in.ts'

export function serveSignIn(server: Server) {
  const agent = (request: FastifyRequest) => request.headers['user-agent']
  serve(server, session, {
    setup_state: async ({ db }) => ({ needed: await isSetupNeeded(db), has_mail: server.has_mail }),
    setup: {
      first: async ({ body, request, reply }) => {
        if (!(await isSetupNeeded(server.db))) throw new AppError('not_found')
        const hash = await hashPassword(body.password)
        return async (db) =>
          giveSession(server, reply, await startSession(db, await makeFirst(db, body, hash), agent(request)))
      },
    },
    sign_in: {
      first: async ({ body, request, reply }) => {
        const checked = await checkPassword(server.db, { email: body.email }, body.password)
        return async (db) => {
          const { token, pending } = await signIn(db, checked, body, agent(request))
          if (token) giveSession(server, reply, token)
          return { pending }
        }
      },
    },
    enter_code: async ({ db, body, request, reply }) => {
      giveSession(server, reply, await enterCode(db, server.secrets, body, agent(request)))
    },
    passkey_options: async ({ db }) => ({ ...(await signInOptions(db, server.public_url)) }),
    enter_passkey: async ({ db, body, request, reply }) => {
      const account = await takePasskey(db, server.public_url, body as AuthenticationResponseJSON)
      giveSession(server, reply, await enter(db, account, null, agent(request), { is_strong: true }))
    },
    ways_to_confirm: async ({ db, who }) => waysToConfirm(db, who.user_id),
    confirm: {
      first: async ({ who, body, request }) => {
        const checked = await checkPassword(server.db, { id: who.user_id }, body.password)
        return async (db) => {
          await settlePassword(db, checked, { field: 'password', message: 'wrong_own_password' })
          await noteAsConfirmed(db, tokenHashOf(server, request), { is_strong: false })
        }
      },
    },
    confirm_code: async ({ db, who, body, request }) => {
      await confirmByCode(db, server.secrets, who.user_id, body.code)
      await noteAsConfirmed(db, tokenHashOf(server, request), { is_strong: true })
    },
    confirm_options: async ({ db, who }) => ({ ...(await confirmOptions(db, server.public_url, who.user_id)) }),
    confirm_passkey: async ({ db, who, body, request }) => {
      await takePasskey(db, server.public_url, body as AuthenticationResponseJSON, who.user_id)
      await noteAsConfirmed(db, tokenHashOf(server, request), { is_strong: true })
    },
    switch_firm: async ({ db, who, body, request, reply }) => {
      const token = await switchFirm(db, who, body.firm_id, tokenHashOf(server, request), agent(request))
      giveSession(server, reply, token)
    },
    make_firm: async ({ db, who, body, request, reply }) => {
      const { tenant_id } = await makeAnother(db, who, body)
      giveSession(server, reply, await switchFirm(db, who, tenant_id, tokenHashOf(server, request), agent(request)))
    },
    request_reset: async ({ body, language }) => requestReset(server, body.email, language),
    reset_password: {
      first: async ({ body }) => {
        await readLink(server.db, hashToken(body.token), 'reset')
        const hash = await hashPassword(body.password)
        return async (db) => resetPassword(db, body, hash)
      },
    },
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
