import type { z } from 'zod'
import type { FieldError } from '#contract/messages.ts'
import type { Language, MessageCode } from '#contract/messages.ts'
import { fieldErrors, fieldMessage } from '#contract/messages.ts'

const statuses = {
  malformed: 400,
  invalid: 422,
  not_signed_in: 401,
  forbidden: 403,
  confirm_required: 403,
  two_factor_required: 403,
  not_found: 404,
  conflict: 409,
  stale: 412,
  too_large: 413,
  version_required: 428,
  too_many: 429,
  unavailable: 503,
  internal: 500,
} as const

const titles: Record<ErrorCode, Record<Language, string>> = {
  malformed: { nb: 'Forespørselen er ikke lesbar.', en: 'The request can not be read.' },
  invalid: { nb: 'Noen felt må rettes.', en: 'Some fields need correcting.' },
  not_signed_in: { nb: 'Du er ikke logget inn.', en: 'You are not signed in.' },
  forbidden: { nb: 'Du har ikke rett til dette.', en: 'You do not have the right to do this.' },
  confirm_required: { nb: 'Bekreft først at det er deg.', en: 'Confirm first that it is you.' },
  two_factor_required: {
    nb: 'Firmaet krever to-trinns innlogging. Ta den i bruk før du går videre.',
    en: 'The firm requires two-factor sign-in. Set it up before you go on.',
  },
  not_found: { nb: 'Finnes ikke.', en: 'Not found.' },
  conflict: { nb: 'Det går ikke slik det står nå.', en: 'That can not be done as things stand.' },
  stale: { nb: 'En kollega har endret dette i mellomtiden.', en: 'A colleague has changed this in the meantime.' },
  too_large: { nb: 'Forespørselen er for stor.', en: 'The request is too large.' },
  version_required: { nb: 'If-Match med versjonen mangler.', en: 'If-Match with the version is missing.' },
  too_many: { nb: 'For mange forsøk. Vent litt.', en: 'Too many attempts. Wait a little.' },
  unavailable: {
    nb: 'Databasen svarer ikke akkurat nå. Prøv igjen.',
    en: 'The database does not answer just now. Try again.',
  },
  internal: { nb: 'Noe gikk galt hos oss.', en: 'Something went wrong on our side.' },
}

export type ErrorCode = keyof typeof statuses

/** The one way to fail. `field` and `message` name a faulty field; `current` is the row as it stands. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: {
    field?: string
    message?: MessageCode
    fields?: FieldError[]
    /** What a schema found that only the database knows enough for. */
    issues?: z.ZodError
    current?: unknown
    /** What was written before the refusal is kept: a count of wrong passwords. */
    keeps_writes?: true
    /** Seconds after which it may be tried again. */
    retry_after?: number
  }
  constructor(code: ErrorCode, details: AppError['details'] = {}) {
    super(code)
    this.code = code
    this.details = details
  }
}

/** Constraints that a person can run into, and the field that each belongs to. */
const constraints: Record<string, { field: string; message: MessageCode }> = {
  appointment_uid: { field: 'calendar', message: 'calendar_taken' },
  task_uid: { field: 'calendar', message: 'calendar_taken' },
  company_customer_number: { field: 'customer_number', message: 'customer_number_taken' },
  person_customer_number: { field: 'customer_number', message: 'customer_number_taken' },
  customer_number_once: { field: 'customer_number', message: 'customer_number_taken' },
  affiliation_once: { field: 'person_id', message: 'already_linked' },
  custom_field_label: { field: 'label', message: 'label_taken' },
  category_name: { field: 'name', message: 'category_name_taken' },
  company_category_tenant_id_category_id_fkey: { field: 'id', message: 'category_in_use' },
  person_category_tenant_id_category_id_fkey: { field: 'id', message: 'category_in_use' },
  sms_template_name: { field: 'name', message: 'sms_template_taken' },
  consent_once: { field: 'purpose', message: 'consent_given' },
  saved_search_name: { field: 'name', message: 'saved_search_name_taken' },
  company_owner: { field: 'owner_id', message: 'unknown_owner' },
  account_email: { field: 'email', message: 'email_unusable' },
  member_last_administrator: { field: 'role', message: 'last_administrator' },
  invitation_open: { field: 'email', message: 'already_invited' },
}

type DatabaseError = { code?: string; constraint?: string }

/** What the database refused, said as the program says it; null for what nobody foresaw. */
export function fromDatabase(error: unknown): AppError | null {
  const { code, constraint } = error as DatabaseError
  const known = constraint ? constraints[constraint] : undefined
  if (known) return new AppError('invalid', known)
  // Another writes it, for longer than one waits.
  if (code === '55P03') return new AppError('conflict')
  // It took too long: nothing is wrong with what was asked, and it may be tried again.
  if (code === '57014') return new AppError('unavailable', { retry_after: 5 })
  // Values that a column can not hold and no schema caught: 22021 encoding, 22P02 form, 22P05 character, 22003 range, 22007 and 22008 days.
  if (['22021', '22P02', '22P05', '22003', '22007', '22008'].includes(code ?? '')) return new AppError('malformed')
  if (isConnectionLoss(error)) return new AppError('unavailable')
  return null
}

/** The database is not there, or was gone before it answered. */
export function isConnectionLoss(error: unknown) {
  const { code, syscall } = error as DatabaseError & { syscall?: string }
  const text = error instanceof Error ? error.message : ''
  return (
    // No socket, or more at its door than it lets wait.
    (syscall === 'connect' && ['ENOENT', 'EAGAIN'].includes(code ?? '')) ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03', '08006', '08003'].includes(code ?? '') ||
    /Connection terminated|timeout exceeded when trying to connect|not queryable|Query read timeout/.test(text)
  )
}

/** RFC 9457 problem details with one entry per faulty field. */
export function problem(error: AppError, language: Language) {
  const { field, message, fields, issues, current } = error.details
  const errors =
    fields ??
    (issues && fieldErrors(issues, language)) ??
    (field && message ? [{ field, code: message, message: fieldMessage(message, language) }] : [])
  return {
    type: 'about:blank',
    title: titles[error.code][language],
    status: statuses[error.code],
    code: error.code,
    errors,
    ...(current === undefined ? {} : { current }),
  }
}
