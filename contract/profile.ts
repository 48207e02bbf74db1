// What a person does with her own account: name, address, password, sessions, second step, passkeys.
import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { id, requiredEmail, requiredText } from '#contract/fields.ts'
import { newPassword, passkeyAnswer, PasskeyOptions, token } from '#contract/session.ts'

/** Whoever sits at an open screen must still know the password to change how one comes in. */
const password = z.string().min(1, 'required').max(200)
const encoded = z.string().max(20_000)
const byId = z.object({ id })
const name = requiredText(200)
const passkeyName = requiredText(60)
const RecoveryCodes = z.object({ codes: z.array(z.string()) })

export const Profile = z.object({
  version: z.int(),
  name: z.string(),
  email: z.string(),
  /** Asked for, and in force when the link that was sent there is opened. */
  new_email: z.string().nullable(),
  two_factor: z.object({ is_on: z.boolean(), recovery_codes_left: z.int() }),
  passkeys: z.array(
    z.object({
      id,
      name: z.string(),
      is_synced: z.boolean(),
      created_at: z.string(),
      used_at: z.string().nullable(),
    }),
  ),
  sessions: z.array(
    z.object({
      id,
      user_agent: z.string().nullable(),
      firm_name: z.string().nullable(),
      created_at: z.string(),
      seen_at: z.string(),
      is_this: z.boolean(),
    }),
  ),
})
export type Profile = z.infer<typeof Profile>

export const profile = {
  get: {
    method: 'GET',
    path: '/api/profile',
    title: 'My account: name, address, second step, passkeys, open sessions',
    access: 'member',
    reply: Profile,
  },
  rename: {
    method: 'PUT',
    path: '/api/profile/name',
    title: 'Change my name',
    access: 'member',
    body: z.strictObject({ name }),
    reply: Profile,
    if_match: true,
  },
  change_email: {
    method: 'PUT',
    path: '/api/profile/email',
    title: 'Change the address that I sign in with: in force when the link that is sent to it is opened',
    access: 'member',
    confirm: true,
    body: z.strictObject({ email: requiredEmail }),
    reply: Profile,
  },
  confirm_email: {
    method: 'POST',
    path: '/api/profile/email/confirmation',
    title: 'Take a new address into use by the link that was sent to it',
    access: 'public',
    body: z.strictObject({ token }),
    reply: z.object({ email: z.string() }),
  },
  change_password: {
    method: 'PUT',
    path: '/api/profile/password',
    title: 'Change my password; ends my other sessions',
    access: 'member',
    body: z.strictObject({ old_password: password, password: newPassword }),
  },
  end_session: {
    method: 'DELETE',
    path: '/api/profile/sessions/:id',
    title: 'End one of my sessions',
    access: 'member',
    params: byId,
  },
  end_other_sessions: {
    method: 'DELETE',
    path: '/api/profile/sessions',
    title: 'End all my sessions but this one',
    access: 'member',
  },
  start_two_factor: {
    method: 'PUT',
    path: '/api/profile/two-factor/secret',
    title: 'A new secret for an authenticator app; in force when a code of it is confirmed',
    access: 'member',
    confirm: true,
    without_two_factor: true,
    reply: z.object({ secret: z.string(), uri: z.string() }),
  },
  confirm_two_factor: {
    method: 'PUT',
    path: '/api/profile/two-factor',
    title: 'Switch the second step on with a code of the app; answers with the recovery codes, shown this once',
    access: 'member',
    without_two_factor: true,
    body: z.strictObject({ code: requiredText(40) }),
    reply: RecoveryCodes,
  },
  renew_recovery_codes: {
    method: 'PUT',
    path: '/api/profile/two-factor/recovery-codes',
    title: 'Ten new recovery codes; the old ones do not work any more',
    access: 'member',
    confirm: true,
    reply: RecoveryCodes,
  },
  end_two_factor: {
    method: 'DELETE',
    path: '/api/profile/two-factor',
    title: 'Switch the second step off',
    access: 'member',
    confirm: true,
  },
  passkey_options: {
    method: 'PUT',
    path: '/api/profile/passkeys/options',
    title: 'What a new passkey is to sign, once, within five minutes',
    access: 'member',
    confirm: true,
    without_two_factor: true,
    reply: PasskeyOptions,
  },
  add_passkey: {
    method: 'POST',
    path: '/api/profile/passkeys',
    title: 'Register a passkey under a name',
    access: 'member',
    without_two_factor: true,
    body: z.strictObject({
      name: passkeyName,
      answer: passkeyAnswer({
        attestationObject: encoded,
        authenticatorData: encoded.optional(),
        transports: z.array(z.string().max(30)).max(10).optional(),
        publicKeyAlgorithm: z.int().optional(),
        publicKey: encoded.optional(),
      }),
    }),
    reply: Profile,
  },
  rename_passkey: {
    method: 'PUT',
    path: '/api/profile/passkeys/:id',
    title: 'Give a passkey another name',
    access: 'member',
    params: byId,
    body: z.strictObject({ name: passkeyName }),
    reply: Profile,
  },
  remove_passkey: {
    method: 'DELETE',
    path: '/api/profile/passkeys/:id',
    title: 'Remove a passkey: it opens nothing any more',
    access: 'member',
    confirm: true,
    params: byId,
  },
} satisfies Endpoints
