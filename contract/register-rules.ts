// What of a unit of the official register stands where on a card: pure functions, for the server and the form alike.
import { CompanyInput } from '#contract/companies.ts'
import type { RegisterContact, RegisterField } from '#contract/register-companies.ts'
import type { RegisterRole, RegisterUnit } from '#contract/register.ts'
import { foldName } from '#contract/rules.ts'

export type CardFields = Partial<Record<RegisterField, unknown>>

/**
 * The fields of the card that the unit fills, as the card takes them. What the register has in a form that the card does
 * not take (an e-mail address without an @) is left out.
 */
export function cardOfUnit(unit: RegisterUnit): CardFields {
  const { postal_address, visiting_address } = addressesOfUnit(unit)
  const given: CardFields = {
    name: unit.name.slice(0, 200),
    org_number: unit.org_number,
    phone: unit.phone,
    mobile: unit.mobile,
    email: unit.email,
    website: unit.website,
    postal_address,
    visiting_address,
    industry: unit.industries[0]?.name.slice(0, 100) ?? null,
    employees: unit.employees,
    share_capital_ore: unit.capital?.currency === 'NOK' ? unit.capital.amount_ore : null,
    founded_on: unit.founded_on,
    // Of a branch it is the unit that is registered, by its own number.
    vat_number: unit.is_vat_registered && !unit.is_sub_unit ? `NO${unit.org_number}MVA` : null,
    language: unit.language,
  }
  return Object.fromEntries(
    Object.entries(given).flatMap(([field, value]) => {
      if (value === null) return []
      const taken = CompanyInput.safeParse({ name: unit.name.slice(0, 200), [field]: value })
      return taken.success ? [[field, taken.data[field as RegisterField]]] : []
    }),
  )
}

/** The business address is where one visits; it is the postal address too when the register has no other. */
export function addressesOfUnit({ postal_address, business_address }: RegisterUnit) {
  if (!postal_address) return { postal_address: business_address, visiting_address: null }
  return { postal_address, visiting_address: business_address }
}

/** What the register calls roles, as one writes a title; others are written as it has them. */
const titles: Record<string, string> = {
  DAGL: 'Daglig leder',
  LEDE: 'Styreleder',
  NEST: 'Nestleder i styret',
  MEDL: 'Styremedlem',
  VARA: 'Varamedlem',
  OBS: 'Observatør i styret',
  REVI: 'Revisor',
  REGN: 'Regnskapsfører',
  INNH: 'Innehaver',
  KONT: 'Kontaktperson',
}

export const titleOf = ({ role }: RegisterRole) => titles[role.code] ?? role.name

/** Each person once, with her roles in different groups as one title. Two of a name in the same group are two. */
export function contactsOfRoles(roles: RegisterRole[]): Omit<RegisterContact, 'same'>[] {
  const found = new Map<string, { person: NonNullable<RegisterRole['person']>; roles: RegisterRole[] }>()
  for (const role of roles) {
    if (!role.person) continue
    const name = foldName(`${role.person.first_name} ${role.person.last_name}`)
    let key = name
    for (let turn = 2; found.get(key)?.roles.some(({ group }) => group.code === role.group.code); turn++)
      key = `${name} ${turn}`
    const known = found.get(key)
    if (known) known.roles.push(role)
    else found.set(key, { person: role.person, roles: [role] })
  }
  const contacts = [...found].map(([key, { person, roles: all }]) => {
    const codes = new Set(all.map(({ role }) => role.code))
    const title = all.map(titleOf).join(', ')
    return {
      key,
      first_name: person.first_name,
      last_name: person.last_name,
      title: title.charAt(0) + title.slice(1).replace(/(?<=, )\p{Lu}/gu, (letter) => letter.toLowerCase()),
      is_dead: person.is_dead,
      is_usual: !person.is_dead && [...codes].some((code) => code !== 'VARA' && code !== 'OBS'),
      is_primary: codes.has('DAGL') || codes.has('INNH'),
    }
  })
  const first = contacts.findIndex(({ is_primary, is_dead }) => is_primary && !is_dead)
  return contacts.map((contact, at) => ({ ...contact, is_primary: at === first }))
}

/** Who leads it from day to day, by name; the owner of a sole proprietorship. Null when it is no person. */
export function managingDirectorOf(roles: RegisterRole[]): string | null {
  const role = roles.find(({ role, person }) => person && ['DAGL', 'INNH'].includes(role.code))
  return role?.person ? `${role.person.first_name} ${role.person.last_name}`.trim() : null
}

export const nameOfContact = ({ first_name, last_name }: Pick<RegisterContact, 'first_name' | 'last_name'>) =>
  `${first_name} ${last_name}`.trim()

/** Whom of ours one is taken for unless somebody says otherwise: the only one of that name, if there is one. */
export const usualPerson = ({ same }: RegisterContact) => (same.length === 1 ? (same[0]?.id ?? null) : null)
