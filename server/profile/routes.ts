import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { profile } from '#contract/profile.ts'
import { AppError } from '#server/platform/errors.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { addPasskey, registrationOptions } from '#server/sign-in/passkeys.ts'
import { noteAsConfirmed, refuseLastSecondStep, refuseWithoutSecondStep } from '#server/sign-in/confirm.ts'
import { checkPassword } from '#server/sign-in/own-password.ts'
import { tokenHashOf } from '#server/sign-in/routes.ts'
import { endTotp, renewRecoveryCodes, startTotp } from '#server/sign-in/totp.ts'
import { noteOnMember } from '#server/sign-in/note.ts'
import { changeEmail, confirmEmail } from './email.ts'
import {
  changePassword,
  confirmTwoFactor,
  endOtherSessions,
  endSessionOf,
  hashNewPassword,
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
    change_email: async ({ db, who, body, language, request }) => {
      await changeEmail(db, server, who, body.email, language)
      return readProfile(db, who, tokenHashOf(server, request))
    },
    confirm_email: async ({ db, body }) => confirmEmail(db, body.token),
    change_password: {
      first: async ({ who, body, request }) => {
        const checked = await checkPassword(server.db, { id: who.user_id }, body.old_password)
        const hash = checked.is_right ? await hashNewPassword(body, checked) : ''
        return async (db) => changePassword(db, who, checked, hash, tokenHashOf(server, request))
      },
    },
    end_session: async ({ db, who, params }) => endSessionOf(db, who, params.id),
    end_other_sessions: async ({ db, who, request }) => endOtherSessions(db, who, tokenHashOf(server, request)),
    start_two_factor: async ({ db, who, request }) => {
      await refuseWithoutSecondStep(db, who, tokenHashOf(server, request))
      const { email } = await readProfile(db, who, null)
      return startTotp(db, server.secrets, who.user_id, email)
    },
    confirm_two_factor: async ({ db, who, body, request }) => {
      const codes = await confirmTwoFactor(db, server.secrets, who, body.code)
      await noteAsConfirmed(db, tokenHashOf(server, request), { is_strong: true })
      return codes
    },
    renew_recovery_codes: async ({ db, who, request }) => {
      await refuseWithoutSecondStep(db, who, tokenHashOf(server, request))
      const { two_factor } = await readProfile(db, who, null)
      if (!two_factor.is_on) throw new AppError('conflict')
      return { codes: await renewRecoveryCodes(db, who.user_id) }
    },
    end_two_factor: async ({ db, who, request }) => {
      await refuseWithoutSecondStep(db, who, tokenHashOf(server, request))
      if (!(await endTotp(db, who.user_id))) throw new AppError('conflict')
      await refuseLastSecondStep(db, who, 'two_factor')
      await noteOnMember(db, who, who.user_id, { two_factor: [true, false] })
    },
    passkey_options: async ({ db, who, request }) => {
      await refuseWithoutSecondStep(db, who, tokenHashOf(server, request))
      const { name, email } = await readProfile(db, who, null)
      return { ...(await registrationOptions(db, server.public_url, { id: who.user_id, email, name })) }
    },
    add_passkey: async ({ db, who, body, request }) => {
      const answer = body.answer as RegistrationResponseJSON
      await addPasskey(db, server.public_url, who.user_id, { name: body.name, answer })
      await noteOnMember(db, who, who.user_id, { passkey: [null, body.name] })
      await noteAsConfirmed(db, tokenHashOf(server, request), { is_strong: true })
      return readProfile(db, who, tokenHashOf(server, request))
    },
    rename_passkey: async ({ db, who, params, body, request }) => {
      await renamePasskey(db, who, params.id, body.name)
      return readProfile(db, who, tokenHashOf(server, request))
    },
    remove_passkey: async ({ db, who, params, request }) => {
      await refuseWithoutSecondStep(db, who, tokenHashOf(server, request))
      await removePasskey(db, who, params.id)
      await refuseLastSecondStep(db, who, 'id')
    },
  })
}
