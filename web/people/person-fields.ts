import type { Person, PersonInput, Role, RoleInput } from '#contract/people.ts'
import { formatPhone, normalisePhone } from '#contract/rules.ts'
import { type FormAddress, noAddress, toFormAddress } from '#web/addresses/address-fields.tsx'
import { addressText } from '#web/addresses/show.ts'
import type { Value } from '#web/platform/record-form.ts'
import { formatDay, texts as shared } from '#web/platform/texts.ts'
import { texts } from './texts.ts'

const personTexts = ['first_name', 'last_name', 'nickname', 'email', 'alternative_email', 'note'] as const
const personPhones = ['phone', 'mobile'] as const
const roleTexts = ['title', 'department', 'email'] as const
const rolePhones = ['phone', 'mobile', 'fax'] as const
const roleDays = ['from_on', 'to_on'] as const

export type PersonText = (typeof personTexts)[number] | (typeof personPhones)[number] | 'customer_number' | 'birth_on'
export type RoleText = (typeof roleTexts)[number] | (typeof rolePhones)[number] | (typeof roleDays)[number]
/** The forms hold what is typed, as text; the contract makes values of it. */
export type PersonForm = Record<PersonText, string> & {
  private_address: FormAddress
  is_private_customer: boolean
}
export type RoleForm = Record<RoleText, string> & { is_primary: boolean }

const each = <K extends string>(keys: readonly K[], value: (key: K) => string) =>
  Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, string>

export const toPersonForm = (person: Person | null): PersonForm => ({
  ...each(personTexts, (field) => person?.[field] ?? ''),
  ...each(personPhones, (field) => formatPhone(person?.[field] ?? '')),
  birth_on: formatDay(person?.birth_on ?? ''),
  customer_number: person?.customer_number ? String(person.customer_number) : '',
  is_private_customer: person?.customer_number != null,
  private_address: person?.private_address ? toFormAddress(person.private_address) : noAddress,
})

export const toRoleForm = (role: Role | null): RoleForm => ({
  ...each(roleTexts, (field) => role?.[field] ?? ''),
  ...each(rolePhones, (field) => formatPhone(role?.[field] ?? '')),
  ...each(roleDays, (field) => formatDay(role?.[field] ?? '')),
  is_primary: role?.is_primary ?? false,
})

/** What is sent; text that is no number goes as it is, and is refused at its field. */
export function toPersonInput({ customer_number, ...form }: PersonForm): PersonInput {
  const typed = customer_number.replace(/\s/g, '')
  const number = /^\d+$/.test(typed) ? Number(typed) : typed
  const { country, ...address } = form.private_address
  return {
    ...form,
    private_address: { ...address, country: country || null },
    ...(form.is_private_customer && typed ? { customer_number: number as number } : {}),
  }
}

export const toRoleInput = (form: RoleForm): RoleInput => form

const phones: string[] = [...personPhones, ...rolePhones]
/** What is typed as the form would show it when stored; what can not be read stays as it is. */
export function tidy(field: string, typed: string): string {
  const text = typed.trim()
  return phones.includes(field) ? formatPhone(normalisePhone(text) ?? text) : text
}

const labels: Record<PersonText | 'private_address' | 'is_private_customer', string> = {
  first_name: texts.first_name,
  last_name: texts.last_name,
  nickname: shared.nickname,
  phone: texts.own_phone,
  mobile: texts.own_mobile,
  email: texts.own_email,
  alternative_email: texts.alternative_email,
  birth_on: texts.birth_on,
  note: shared.note,
  customer_number: shared.customer_number,
  private_address: texts.private_address,
  is_private_customer: texts.private_customer,
}
export const personLabel = (field: string) => labels[field as PersonText] ?? field

const roleLabels: Record<RoleText | 'is_primary', string> = {
  title: shared.title,
  department: shared.department,
  phone: texts.work_phone,
  mobile: texts.work_mobile,
  fax: texts.work_fax,
  email: texts.work_email,
  from_on: texts.from_on,
  to_on: texts.to_on,
  is_primary: shared.is_primary,
}
export const roleLabel = (field: string) => roleLabels[field as RoleText] ?? field

/** What is in the form, as a person reads it. */
export function showTyped(_field: string, value: Value): string {
  if (typeof value === 'boolean') return value ? shared.yes : shared.no
  if (value !== null && typeof value === 'object') return addressText({ ...noAddress, ...value }) || shared.empty
  return value || shared.empty
}
