import { users } from '#contract/users.ts'
import { hashToken } from '#server/platform/authenticate.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { hashPassword } from '#server/platform/password.ts'
import { readLink } from '#server/sign-in/links.ts'
import { giveSession } from '#server/sign-in/routes.ts'
import { startSession } from '#server/sign-in/sessions.ts'
import { acceptWithNewAccount, viewInvitation } from '#server/sign-in/accept.ts'
import { readUserHistory } from './history.ts'
import { invite, listInvitations, sendAgain, withdraw } from './invitations.ts'
import { activateUser, deactivateUser, endTwoFactorOf, listUsers, makeLinkFor, updateUser } from './users.ts'

export function serveUsers(server: Server) {
  serve(server, users, {
    list: async ({ db, who }) => ({ items: await listUsers(db, who), invitations: await listInvitations(db, who) }),
    history: async ({ db, who, query }) => readUserHistory(db, who, query),
    update: async ({ db, who, params, body, version }) => updateUser(db, who, params.id, body, version),
    deactivate: async ({ db, who, params, version }) => deactivateUser(db, who, params.id, version),
    activate: async ({ db, who, params, version }) => activateUser(db, who, params.id, version),
    make_reset_link: async ({ db, who, params, language }) => makeLinkFor(db, server, who, params.id, language),
    end_two_factor: async ({ db, who, params }) => endTwoFactorOf(db, who, params.id),
    invite: async ({ db, who, body, language }) => invite(db, server, who, body, language),
    send_again: async ({ db, who, params, language }) => sendAgain(db, server, who, params.id, language),
    withdraw: async ({ db, who, params }) => withdraw(db, who, params.id),
    view_invitation: async ({ db, body }) => viewInvitation(db, body.token),
    accept_invitation: {
      first: async ({ body, request, reply }) => {
        await readLink(server.db, hashToken(body.token), 'invitation')
        const hash = await hashPassword(body.password)
        return async (db) => {
          const place = await acceptWithNewAccount(db, body, hash)
          giveSession(server, reply, await startSession(db, place, request.headers['user-agent']))
        }
      },
    },
  })
}
