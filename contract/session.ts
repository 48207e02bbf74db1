import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { Address, id, requiredEmail, requiredText, text } from '#contract/fields.ts'
import { Preferences } from '#contract/preferences.ts'
import { isCleanText, isOrgNumber, normaliseOrgNumber } from '#contract/rules.ts'

/** At least twelve characters (OWASP ASVS 6.2.1 asks for eight or more); the server knows the common ones. */
export const newPassword = z.string().refine(isCleanText, 'unusable_character').min(12, 'password_short').max(200)
const password = z.string().min(1, 'required').max(200)
const code = requiredText(40)
/** 256 random bits as they stand in a link or a cookie. */
export const token = z.string().regex(/^[\w-]{43}$/, 'link_used')

/** What a browser answers for a passkey (WebAuthn Level 3, section 5.1): checked by the library, bounded here. */
const encoded = z.string().max(20_000)
export const passkeyAnswer = <R extends z.ZodRawShape>(response: R) =>
  z.strictObject({
    id: encoded,
    rawId: encoded,
    type: z.literal('public-key'),
    response: z.strictObject({ clientDataJSON: encoded, ...response }),
    clientExtensionResults: z.looseObject({}).default({}),
    authenticatorAttachment: z.string().max(50).optional(),
  })
/** An answer of a passkey that is registered already. */
const assertion = passkeyAnswer({
  authenticatorData: encoded,
  signature: encoded,
  userHandle: encoded.optional(),
})
/** What the browser asks a passkey; the form is that of the standard. */
export const PasskeyOptions = z.looseObject({ challenge: z.string() })

export const NewFirmInput = z.strictObject({
  firm_name: requiredText(200),
  org_number: text(20)
    .default(null)
    .transform((value) => value && normaliseOrgNumber(value, 'NO'))
    .refine((value) => !value || isOrgNumber(value), 'org_number'),
  postal_address: Address.default(null),
})

export const SetupInput = NewFirmInput.extend({
  name: requiredText(200),
  email: requiredEmail,
  password: newPassword,
  demo: z.boolean().default(false),
})

export const Session = z.object({
  user: z.object({ id, name: z.string(), email: z.string(), role: z.enum(['user', 'administrator']) }),
  firm: z.object({ id, name: z.string(), is_demo: z.boolean(), logo_hash: z.string().nullable() }),
  firms: z.array(z.object({ id, name: z.string() })),
  /** The firm asks for a second step before anything else: to set one up, or to show the one that there is. */
  lacks_two_factor: z.boolean(),
  rights: z.object({ crm: z.enum(['none', 'read', 'change']) }),
  preferences: Preferences,
})

export const session = {
  setup_state: {
    method: 'GET',
    path: '/api/setup',
    title: 'Whether the installation still needs its first firm, and whether it can send e-mail',
    access: 'public',
    reply: z.object({ needed: z.boolean(), has_mail: z.boolean() }),
  },
  setup: {
    method: 'POST',
    path: '/api/setup',
    title: 'Make the first firm and its administrator; only on an empty installation',
    access: 'public',
    body: SetupInput,
  },
  sign_in: {
    method: 'POST',
    path: '/api/session',
    title: 'Sign in with e-mail and password, and accept an invitation when there is one',
    access: 'public',
    body: z.strictObject({ email: requiredEmail, password, invitation: token.optional() }),
    /** Null: signed in. Else the code of the second step is to be sent with this, within five minutes. */
    reply: z.object({ pending: z.string().nullable() }),
    shows_secret: true,
  },
  enter_code: {
    method: 'POST',
    path: '/api/session/code',
    title: 'Second step of signing in: a code of the authenticator app, or a recovery code',
    access: 'public',
    body: z.strictObject({ pending: token, code }),
  },
  passkey_options: {
    method: 'POST',
    path: '/api/session/passkey/options',
    title: 'What a passkey is to sign, once, within five minutes',
    access: 'public',
    reply: PasskeyOptions,
  },
  enter_passkey: {
    method: 'POST',
    path: '/api/session/passkey',
    title: 'Sign in with a passkey alone',
    access: 'public',
    body: assertion,
  },
  ways_to_confirm: {
    method: 'GET',
    path: '/api/session/confirmation',
    title: 'How I can show that it is me at the screen, besides my password',
    access: 'member',
    without_two_factor: true,
    reply: z.object({ code: z.boolean(), passkey: z.boolean() }),
  },
  confirm: {
    method: 'PUT',
    path: '/api/session/confirmation',
    title: 'Show by the password that it is me: dangerous acts are open for fifteen minutes',
    access: 'member',
    without_two_factor: true,
    body: z.strictObject({ password }),
  },
  confirm_code: {
    method: 'PUT',
    path: '/api/session/confirmation/code',
    title: 'Show by a code of the app, or a recovery code, that it is me',
    access: 'member',
    without_two_factor: true,
    body: z.strictObject({ code }),
  },
  confirm_options: {
    method: 'PUT',
    path: '/api/session/confirmation/passkey/options',
    title: 'What one of my passkeys is to sign, once, to show that it is me',
    access: 'member',
    without_two_factor: true,
    reply: PasskeyOptions,
  },
  confirm_passkey: {
    method: 'PUT',
    path: '/api/session/confirmation/passkey',
    title: 'Show by a passkey that it is me',
    access: 'member',
    without_two_factor: true,
    body: assertion,
  },
  switch_firm: {
    method: 'PUT',
    path: '/api/session/firm',
    title: 'Go over to another firm that I belong to',
    access: 'member',
    without_two_factor: true,
    body: z.strictObject({ firm_id: id }),
  },
  make_firm: {
    method: 'POST',
    path: '/api/session/firm',
    title: 'Make another firm, with me as its administrator, and go over to it',
    access: 'administrator',
    confirm: true,
    body: NewFirmInput,
    // The cookie of the new session; of two at once the second finds the old session gone, and makes nothing.
    shows_secret: true,
  },
  request_reset: {
    method: 'POST',
    path: '/api/password-reset',
    title: 'Have a link for a new password sent; the answer is the same whether or not there is such an account',
    access: 'public',
    body: z.strictObject({ email: requiredEmail }),
  },
  reset_password: {
    method: 'POST',
    path: '/api/password-reset/password',
    title: 'Choose a new password with such a link; ends all sessions of the account',
    access: 'public',
    body: z.strictObject({ token, password: newPassword }),
  },
  get: {
    method: 'GET',
    path: '/api/session',
    title: 'Who is signed in, in which firm, with which rights',
    access: 'member',
    without_two_factor: true,
    reply: Session,
  },
  sign_out: { method: 'DELETE', path: '/api/session', title: 'Sign out', access: 'member', without_two_factor: true },
  members: {
    method: 'GET',
    path: '/api/members',
    title: 'Colleagues, for choosing an owner',
    access: 'member',
    for_keys: true,
    reply: z.object({ items: z.array(z.object({ id, name: z.string() })) }),
  },
} satisfies Endpoints
