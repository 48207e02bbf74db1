// A firm's own fields on its companies. Their values stand in company.custom as {id of the field: value}.
import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { day, id, requiredText, text } from '#contract/fields.ts'

export const customFieldKinds = ['text', 'number', 'date', 'choice', 'yes_no'] as const

export const CustomField = z.object({
  id,
  version: z.int(),
  label: z.string(),
  kind: z.enum(customFieldKinds),
  /** All of them in order, also those that are archived: companies that have one keep it. */
  choices: z.array(z.string()),
  archived_choices: z.array(z.string()),
  archived_at: z.string().nullable(),
})
export type CustomField = z.infer<typeof CustomField>

/** Text, a choice as it is written, a number, a day as yyyy-mm-dd, or yes (true) and no (false). */
const CustomValue = z.union([z.string(), z.number(), z.boolean()])
export type CustomValue = z.infer<typeof CustomValue>
export const CustomValues = z.record(z.string(), CustomValue)
export type CustomValues = z.infer<typeof CustomValues>

/** Whatever is sent for own fields; `customValues` judges it by the firm's definitions. */
export const CustomInput = z.record(z.string().max(100), CustomValue.nullable())

/**
 * The values of one company by the firm's definitions; empty ones are left out. `stored` are the values that the company
 * has: what was archived meanwhile may come again as it is, and is kept when it does not come.
 */
export function customValues(definitions: CustomField[], stored: CustomValues = {}) {
  const known = new Map(definitions.map((field) => [field.id, field]))
  const isOpen = (id: string) => known.get(id)?.archived_at === null
  return CustomInput.transform((given, context): CustomValues => {
    const kept = Object.entries(stored).filter(([id]) => !isOpen(id))
    const values = Object.entries(given).flatMap(([id, value]): [string, CustomValue][] => {
      const field = known.get(id)
      if (value !== null && Object.hasOwn(stored, id) && value === stored[id]) return [[id, value]]
      const refuse = (issue: object) => context.issues.push({ code: 'custom', ...issue, input: value, path: [id] })
      if (!field || !isOpen(id)) refuse({ message: 'unknown_custom_field' })
      else {
        const { data, error } = schemaOf(field).safeParse(value)
        if (data != null) return [[id, data]]
        for (const issue of error?.issues ?? []) refuse(issue)
      }
      return []
    })
    return Object.fromEntries([...kept, ...values])
  })
}

const largest = 999_999_999_999_999

function schemaOf({ kind, choices, archived_choices }: CustomField): z.ZodType<CustomValue | null> {
  const offered = choices.filter((choice) => !archived_choices.includes(choice))
  const notNumber = { error: ({ code }: { code: string }) => (code === 'invalid_type' ? 'number' : undefined) }
  if (kind === 'number') return z.number(notNumber).min(-largest).max(largest).nullable()
  if (kind === 'date') return day
  if (kind === 'yes_no') return z.boolean().nullable()
  if (kind === 'choice') return text(100).pipe(z.enum(offered, 'unknown_choice').nullable())
  return text(1_000)
}

const yesWords = ['ja', 'yes', 'true', 'sann', '1', 'x']
const noWords = ['nei', 'no', 'false', 'usann', '0']

/** What someone typed or a file has for a field, as the value that is sent. What can not be one goes as it is, and is refused. */
export function readCustomText(field: CustomField, typed: string): CustomValue | null {
  const bare = typed.trim()
  if (!bare) return null
  const lower = bare.toLocaleLowerCase('nb')
  if (field.kind === 'number') return readNumber(bare) ?? bare
  if (field.kind === 'choice') return field.choices.find((choice) => choice.toLocaleLowerCase('nb') === lower) ?? bare
  if (field.kind === 'yes_no') return yesWords.includes(lower) || (noWords.includes(lower) ? false : bare)
  return bare
}

function readNumber(text: string): number | null {
  const bare = text
    .replace(/[\s\u00a0]/g, '')
    .replace(',', '.')
    .replace('−', '-')
  return /^-?\d+(\.\d+)?$/.test(bare) ? Number(bare) : null
}

const label = requiredText(60)
const Choice = z.strictObject({
  name: requiredText(100),
  /** What it is called now, when it gets another name: the companies that have it follow. */
  was: text(100).optional(),
  is_archived: z.boolean().default(false),
})

const choices = z
  .array(Choice)
  .max(200)
  .superRefine((list, context) => {
    for (const [at, { name }] of list.entries())
      if (list.findIndex((other) => other.name.toLocaleLowerCase('nb') === name.toLocaleLowerCase('nb')) < at)
        context.addIssue({ code: 'custom', message: 'choice_twice', path: [at, 'name'] })
  })
  .default([])

export const CustomFieldInput = z
  .strictObject({ label, kind: z.enum(customFieldKinds), choices })
  .superRefine(({ kind, choices }, context) => {
    if (kind === 'choice' && !choices.some(({ is_archived }) => !is_archived))
      context.addIssue({ code: 'custom', message: 'choices_needed', path: ['choices'] })
    if (kind !== 'choice' && choices.length > 0)
      context.addIssue({ code: 'custom', message: 'choices_without_use', path: ['choices'] })
  })

const byId = z.object({ id })

export const customFields = {
  list: {
    method: 'GET',
    path: '/api/custom-fields',
    title: 'The firm’s own fields on companies in their order, archived ones last',
    access: 'member',
    for_keys: true,
    reply: z.object({ items: z.array(CustomField) }),
  },
  create: {
    method: 'POST',
    path: '/api/custom-fields',
    title: 'Add a field, after the others',
    access: 'administrator',
    body: CustomFieldInput,
    reply: CustomField,
  },
  update: {
    method: 'PUT',
    path: '/api/custom-fields/:id',
    title: 'Rename a field or change its choices; its kind stays',
    access: 'administrator',
    params: byId,
    body: CustomFieldInput,
    reply: CustomField,
    if_match: true,
  },
  move: {
    method: 'PUT',
    path: '/api/custom-fields/:id/position',
    title: 'Move a field to another place among the others; 0 is the first',
    access: 'administrator',
    params: byId,
    body: z.strictObject({ position: z.int().min(0).max(1_000) }),
    reply: CustomField,
    if_match: true,
  },
  archive: {
    method: 'PUT',
    path: '/api/custom-fields/:id/archival',
    title: 'Take a field out of use; the companies keep what they have in it',
    access: 'administrator',
    params: byId,
    reply: CustomField,
    if_match: true,
  },
  restore: {
    method: 'DELETE',
    path: '/api/custom-fields/:id/archival',
    title: 'Take an archived field into use again, after the others',
    access: 'administrator',
    params: byId,
    reply: CustomField,
    if_match: true,
  },
} satisfies Endpoints
