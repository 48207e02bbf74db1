import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { profile } from '#contract/profile.ts'
import { AppError } from '#server/platform/errors.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { addPasskey, registrationOptions } from '#server/sign-in/passkeys.ts'
import { confirmPassword } from '#server/sign-in/reset.ts'
import { tokenHashOf } from '#server/sign-in/routes.ts'
import { endTotp, renewRecoveryCodes, startTotp } from '#server/sign-in/totp.ts'
import { noteOnMember } from '#server/users/note.ts'
import {
  changeEmail,
  changePassword,
  confirmTwoFactor,
  endOtherSessions,
  endSessionOf,
  readProfile,
  removePasskey,
  rename,
  renamePasskey,
} from './profile.ts'

export function serveProfile(server: Server) {
  serve(server, profile, {
    get: async ({ db, who, request }) => readProfile(db, who, tokenHashOf(server, request)),
    rename: async ({ db, who, body, version, request }) => {
      const current = () => readProfile(db, who, tokenHashOf(server, request))
      if (!(await rename(db, who, body.name, version))) throw new AppError('stale', { current: await current() })
      return current()
    },
    change_email: async ({ db, who, body, request }) => {
      await changeEmail(db, who, body)
      return readProfile(db, who, tokenHashOf(server, request))
    },
    change_password: async ({ db, who, body, request }) => changePassword(db, who, body, tokenHashOf(server, request)),
    end_session: async ({ db, who, params }) => endSessionOf(db, who, params.id),
    end_other_sessions: async ({ db, who, request }) => endOtherSessions(db, who, tokenHashOf(server, request)),
    start_two_factor: async ({ db, who, body }) => {
      const { email } = await confirmPassword(db, who.user_id, body.password)
      return startTotp(db, server.secrets, who.user_id, email)
    },
    confirm_two_factor: async ({ db, who, body }) => confirmTwoFactor(db, server.secrets, who, body.code),
    renew_recovery_codes: async ({ db, who, body }) => {
      await confirmPassword(db, who.user_id, body.password)
      const { two_factor } = await readProfile(db, who, null)
      if (!two_factor.is_on) throw new AppError('conflict')
      return { codes: await renewRecoveryCodes(db, who.user_id) }
    },
    end_two_factor: async ({ db, who, body }) => {
      await confirmPassword(db, who.user_id, body.password)
      if (!(await endTotp(db, who.user_id))) throw new AppError('conflict')
      await noteOnMember(db, who, who.user_id, { two_factor: [true, false] })
    },
    passkey_options: async ({ db, who, body }) => {
      const { email } = await confirmPassword(db, who.user_id, body.password)
      const { name } = await readProfile(db, who, null)
      return { ...(await registrationOptions(db, server.public_url, { id: who.user_id, email, name })) }
    },
    add_passkey: async ({ db, who, body, request }) => {
      const answer = body.answer as RegistrationResponseJSON
      await addPasskey(db, server.public_url, who.user_id, { name: body.name, answer })
      await noteOnMember(db, who, who.user_id, { passkey: [null, body.name] })
      return readProfile(db, who, tokenHashOf(server, request))
    },
    rename_passkey: async ({ db, who, params, body, request }) => {
      await renamePasskey(db, who, params.id, body.name)
      return readProfile(db, who, tokenHashOf(server, request))
    },
    remove_passkey: async ({ db, who, params }) => removePasskey(db, who, params.id),
  })
}
