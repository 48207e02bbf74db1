import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { Address, id, requiredEmail, requiredText, text } from '#contract/fields.ts'
import { Preferences } from '#contract/preferences.ts'
import { isOrgNumber, normaliseOrgNumber } from '#contract/rules.ts'

/** At least twelve characters (OWASP ASVS 6.2.1 asks for eight or more) and none of the commonest. */
const newPassword = z
  .string()
  .min(12, 'password_short')
  .max(200)
  .refine((value) => !/^(.)\1*$|passord|password|qwerty|123456|velkommen|kundebok/i.test(value), 'password_common')

export const SetupInput = z.strictObject({
  firm_name: requiredText(200),
  org_number: text(20)
    .default(null)
    .transform((value) => value && normaliseOrgNumber(value, 'NO'))
    .refine((value) => !value || isOrgNumber(value), 'org_number'),
  postal_address: Address.default(null),
  name: requiredText(200),
  email: requiredEmail,
  password: newPassword,
  demo: z.boolean().default(false),
})

export const Session = z.object({
  user: z.object({ id, name: z.string(), email: z.string(), role: z.enum(['user', 'administrator']) }),
  firm: z.object({ id, name: z.string(), is_demo: z.boolean(), logo_hash: z.string().nullable() }),
  firms: z.array(z.object({ id, name: z.string() })),
  rights: z.object({ crm: z.enum(['none', 'read', 'change']) }),
  preferences: Preferences,
})

export const session = {
  setup_state: {
    method: 'GET',
    path: '/api/setup',
    title: 'Whether the installation still needs its first firm',
    access: 'public',
    reply: z.object({ needed: z.boolean() }),
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
    title: 'Sign in with e-mail and password',
    access: 'public',
    body: z.strictObject({ email: requiredEmail, password: z.string().min(1, 'required').max(200) }),
  },
  get: {
    method: 'GET',
    path: '/api/session',
    title: 'Who is signed in, in which firm, with which rights',
    access: 'member',
    reply: Session,
  },
  sign_out: { method: 'DELETE', path: '/api/session', title: 'Sign out', access: 'member' },
  members: {
    method: 'GET',
    path: '/api/members',
    title: 'Colleagues, for choosing an owner',
    access: 'member',
    reply: z.object({ items: z.array(z.object({ id, name: z.string() })) }),
  },
} satisfies Endpoints
