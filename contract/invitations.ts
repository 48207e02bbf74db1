// Confirmations of meetings by e-mail (R31): who gets one, what it says, and how those who got it answer.
import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { id, text } from '#contract/fields.ts'
import { namesOnly } from '#contract/merge-text.ts'
import { isCleanText } from '#contract/rules.ts'

/** A first one, one that tells of a change, one that calls off. */
export const letterKinds = ['request', 'update', 'cancel'] as const
export type LetterKind = (typeof letterKinds)[number]
export const letterLanguages = ['nb', 'en'] as const

/**
 * What a template may name in double braces: the meeting's title, time and place, what the one who sends adds, the name of
 * the one who gets it, the organizer, our firm. A line in which all of them are empty is left out.
 */
export const mergeFields = ['title', 'when', 'place', 'message', 'name', 'organizer', 'firm'] as const

const template = (most: number, form: RegExp) =>
  z
    .string()
    .refine((value) => isCleanText(value) && form.test(value), { error: 'unusable_character', abort: true })
    .transform((value) => value.replaceAll('\r\n', '\n').trim())
    .pipe(z.string().min(1, 'required').max(most))
    .refine(namesOnly(mergeFields), 'merge_field')

export const TemplateInput = z.strictObject({
  /** One line. */
  subject: template(200, /^[^\r\n]*$/),
  body: template(5_000, /^/),
})

const Template = z.object({
  kind: z.enum(letterKinds),
  language: z.enum(letterLanguages),
  subject: z.string(),
  body: z.string(),
  /** 0: as the program has it, the firm has changed nothing. */
  version: z.int(),
})
export type Template = z.infer<typeof Template>

/** external: persons and companies; all: colleagues too. */
const to = z.enum(['external', 'all'])

export const InvitationInput = z.strictObject({
  to,
  /** A copy to whoever sends. */
  include_self: z.boolean().default(false),
  /** A few words of one's own. */
  text: text(2_000).default(null),
})
export type InvitationInput = z.output<typeof InvitationInput>

const kind = z.enum(['user', 'person', 'company'])
const Recipient = z.object({
  kind,
  id,
  name: z.string(),
  email: z.string(),
  language: z.enum(letterLanguages),
  letter: z.enum(letterKinds),
})
const Skipped = z.object({
  kind,
  id,
  name: z.string(),
  /** same_address: another one who takes part has it, and gets the letter. */
  reason: z.enum(['no_email', 'same_address']),
})

const byToken = z.object({
  /** As it stands in the link of the letter. */
  token: z.string().regex(/^[\w-]{86}$/),
})
export const answerStates = ['accepted', 'tentative', 'declined'] as const

const Invited = z.object({
  title: z.string(),
  place: z.string().nullable(),
  starts_at: z.string(),
  ends_at: z.string(),
  time_zone: z.string(),
  is_all_day: z.boolean(),
  recurs: z.boolean(),
  firm_name: z.string(),
  organizer_name: z.string().nullable(),
  /** Of the one who was invited. */
  name: z.string(),
  state: z.enum(['unseen', 'seen', 'accepted', 'declined', 'tentative']),
  /** Of the letter. */
  language: z.enum(letterLanguages),
  /** Why no answer is taken any more. */
  closed: z.enum(['over', 'cancelled']).nullable(),
})
export type Invited = z.infer<typeof Invited>

const byId = z.object({ id })
const change = { module: 'crm', right: 'change' } as const

export const invitations = {
  preview: {
    method: 'GET',
    path: '/api/appointments/:id/invitations',
    title: 'Who would get a confirmation of this meeting by e-mail, who would not, and what it would say',
    access: change,
    params: byId,
    query: z.strictObject({
      to: to.default('external'),
      include_self: z.stringbool().default(false),
      text: text(2_000).default(null),
    }),
    reply: z.object({
      /** Whether the installation can send e-mail at all. */
      has_mail: z.boolean(),
      recipients: z.array(Recipient),
      skipped: z.array(Skipped),
      /** The letter to the first of them, without the links to answer by, which only the letter itself has. */
      letter: z.object({ subject: z.string(), text: z.string() }).nullable(),
      /** The iCalendar part that goes along. */
      calendar: z.string(),
    }),
  },
  send: {
    method: 'POST',
    path: '/api/appointments/:id/invitations',
    title: 'Send confirmations of a meeting by e-mail; those without an address are named in the answer',
    access: change,
    params: byId,
    body: InvitationInput,
    reply: z.object({ sent: z.array(Recipient), skipped: z.array(Skipped) }),
  },
  sent: {
    method: 'GET',
    path: '/api/appointments/:id/sent-invitations',
    title: 'To which of those who take part a confirmation was sent, and for which sequence of the appointment',
    access: { module: 'crm', right: 'read' },
    params: byId,
    reply: z.object({
      items: z.array(z.object({ kind, id, sent_to: z.string(), sent_sequence: z.int() })),
    }),
  },
  templates: {
    method: 'GET',
    path: '/api/invitation-templates',
    title: 'The letters about meetings, one for each occasion and language',
    access: 'administrator',
    reply: z.object({ items: z.array(Template) }),
  },
  change_template: {
    method: 'PUT',
    path: '/api/invitation-templates/:kind/:language',
    title: 'Change a letter about meetings',
    access: 'administrator',
    params: z.object({ kind: z.enum(letterKinds), language: z.enum(letterLanguages) }),
    body: TemplateInput,
    reply: Template,
    if_match: true,
  },
  view: {
    method: 'GET',
    path: '/api/answers/:token',
    title: 'What an invitation is about, for whoever has its link; looking at it answers nothing',
    access: 'public',
    params: byToken,
    reply: Invited,
  },
  answer: {
    method: 'POST',
    path: '/api/answers/:token',
    title: 'Answer an invitation by its link, again as long as the meeting is not over or called off',
    access: 'public',
    params: byToken,
    body: z.strictObject({ state: z.enum(answerStates) }),
    reply: Invited,
  },
} satisfies Endpoints
