// What a refusal says, at its field, in the user's language. Used by the server's answers and by the forms.
import type { z } from 'zod'
import { accountRefusals } from '#contract/refusals/accounts.ts'
import { fieldRefusals } from '#contract/refusals/fields.ts'
import { fileRefusals } from '#contract/refusals/files.ts'
import { plannerRefusals } from '#contract/refusals/planner.ts'
import { recordRefusals } from '#contract/refusals/records.ts'
import { smsRefusals } from '#contract/refusals/sms.ts'

export type Language = 'nb' | 'en'

const messages = {
  ...fieldRefusals,
  ...recordRefusals,
  ...fileRefusals,
  ...accountRefusals,
  ...plannerRefusals,
  ...smsRefusals,
} as const

export type MessageCode = keyof typeof messages
export type FieldError = { field: string; code: string; message: string }

export function fieldMessage(code: MessageCode, language: Language, values: Record<string, unknown> = {}): string {
  return messages[code][language].replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ''))
}

/** One entry per faulty field: its path with dots, the code and the sentence. */
export function fieldErrors(error: z.ZodError, language: Language): FieldError[] {
  return error.issues.map((issue) => {
    const code = codeOf(issue)
    return { field: issue.path.join('.'), code, message: fieldMessage(code, language, valuesOf(issue)) }
  })
}

function codeOf(issue: z.core.$ZodIssue): MessageCode {
  if (issue.message in messages) return issue.message as MessageCode
  if (issue.code === 'too_big') return issue.origin === 'string' ? 'too_long' : 'too_big'
  if (issue.code === 'too_small') return issue.origin === 'string' ? 'too_short' : 'too_small'
  if (issue.code === 'unrecognized_keys') return 'unknown_field'
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'required'
  return 'wrong_type'
}

function valuesOf(issue: z.core.$ZodIssue): Record<string, unknown> {
  return issue.code === 'unrecognized_keys' ? { keys: issue.keys.join(', ') } : { ...issue }
}
