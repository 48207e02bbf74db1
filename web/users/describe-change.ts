import { modules, rightLevels } from '#contract/endpoint.ts'
import type { UserHistoryEntry } from '#contract/users.ts'
import { texts as keyTexts } from '#web/api-keys/texts.ts'
import { fill, formatMoment, texts as common } from '#web/platform/texts.ts'
import { texts } from './texts.ts'

/** What an entry of a colleague's history tells, a line for each thing. */
export function describe({ entity, action, key_name, changes }: UserHistoryEntry): string[] {
  const key = key_name === null ? [] : [fill(texts.h_key, { name: key_name })]
  const begun = { member: texts.h_joined, invitation: texts.h_invited, api_key: texts.h_key_made }[entity]
  const isNew = action === 'created'
  const lines = Object.entries(changes)
    // That a new key has a name, and a new invitation seven days, is told already or goes without saying.
    .filter(([field]) => !isNew || !['name', 'expires_at'].includes(field))
    .map(([field, [old, now]]) => lineOf(field, old, now, isNew))
  return [...key, ...(isNew ? [begun] : []), ...lines]
}

/** What happened, where that says it better than old → new. */
const happened: Record<string, (old: unknown, now: unknown) => string> = {
  deactivated_at: (_, now) => (now === null ? texts.h_activated : texts.deactivated),
  password: () => texts.h_password,
  password_link: () => texts.h_password_link,
  two_factor: (_, now) => (now ? texts.h_two_factor_on : texts.h_two_factor_off),
  passkey: (old, now) =>
    now === null ? fill(texts.h_passkey_gone, { name: String(old) }) : fill(texts.h_passkey, { name: String(now) }),
  expires_at: () => texts.h_new_link,
  accepted_at: () => texts.h_accepted,
  withdrawn_at: () => texts.h_withdrawn,
  revoked_at: () => keyTexts.revoked,
}
const labels: Record<string, string> = {
  name: common.name,
  email: common.email,
  role: texts.role,
  rights: texts.rights,
  scopes: keyTexts.scope,
}

function lineOf(field: string, old: unknown, now: unknown, isNew: boolean): string {
  const said = happened[field]?.(old, now)
  if (said) return said
  const before = isNew ? '' : `${show(field, old)} → `
  return `${labels[field] ?? field}: ${before}${show(field, now)}`
}

function show(field: string, value: unknown): string {
  if (value === null || value === undefined) return common.empty
  if (field === 'role') return value === 'administrator' ? texts.administrator : texts.user
  if (field === 'rights' && typeof value === 'object') return showRights(value as Record<string, unknown>)
  if (field === 'scopes' && Array.isArray(value))
    return value.map((scope: string) => (scope in keyTexts ? keyTexts[scope as 'crm:read'] : scope)).join(', ')
  return field.endsWith('_at') ? formatMoment(String(value)) : String(value)
}

function showRights(rights: Record<string, unknown>): string {
  return modules
    .map((module) => {
      const level = rightLevels.find((right) => right === rights[module]) ?? 'none'
      return modules.length > 1 ? `${texts[module]}: ${texts[level]}` : texts[level]
    })
    .join(', ')
}
