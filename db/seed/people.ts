import type { SeedCompany } from './generate.ts'
import { makeLandline, makeMobile } from './numbers.ts'
import { familyNames, mensNames, womensNames } from './person-names.ts'
import { makeStreetAddress, pickPlace, type SeedAddress } from './places.ts'
import type { Chance } from './random.ts'
import type { Trade } from './trades.ts'
import { makeMailbox } from './web-names.ts'

/** A row of table person, but for the tenant. */
export type SeedPerson = {
  id: string
  first_name: string
  last_name: string
  nickname: string | null
  private_address: SeedAddress | null
  mobile: string | null
  email: string | null
  birth_on: string | null
  inactive_at: string | null
}

/** A row of table affiliation, but for the tenant. */
export type SeedAffiliation = {
  id: string
  person_id: string
  company_id: string
  title: string | null
  department: string | null
  phone: string | null
  mobile: string | null
  email: string | null
  from_on: string | null
  to_on: string | null
  is_primary: boolean
}

type Firm = {
  company: SeedCompany
  trade: Trade
  soleTrader: { first_name: string; last_name: string } | null
  at: number
}

/** The persons of a company with their roles there: none to eighteen, two on average; the first is the primary contact. */
export function makeStaff(chance: Chance, nextId: () => string, firm: Firm) {
  const size = chance.pickWeighted({ 0: 9, 1: 42, 2: 25, 3: 11, 4: 6, 6: 4, 9: 2, 18: 0.6 })
  const count = firm.soleTrader ? 1 : Number(size)
  const style = chance.between(0, 3)
  const persons: SeedPerson[] = []
  const affiliations: SeedAffiliation[] = []
  for (let rank = 0; rank < count; rank++) {
    const name = (rank === 0 && firm.soleTrader) || makeName(chance)
    const person = makePerson(chance, nextId(), name)
    persons.push(person)
    affiliations.push(makeAffiliation(chance, nextId(), { firm, person, rank, style }))
  }
  return { persons, affiliations }
}

export function makeName(chance: Chance) {
  const first = chance.pickCommon(chance.happens(43) ? womensNames : mensNames)
  const last = chance.pickCommon(familyNames)
  const middle = chance.pickCommon(familyNames)
  return { first_name: first, last_name: chance.happens(14) && middle !== last ? `${middle} ${last}` : last }
}

export function makePerson(chance: Chance, id: string, name: { first_name: string; last_name: string }): SeedPerson {
  const born = `${chance.between(1955, 2004)}-${String(chance.between(1, 12)).padStart(2, '0')}-${String(chance.between(1, 28)).padStart(2, '0')}`
  return {
    id,
    ...name,
    nickname: chance.happens(3) ? `${name.first_name.slice(0, 3)}${chance.pick(['sa', 'ern', 'y', 'ta'])}` : null,
    private_address: chance.happens(6) ? makeStreetAddress(chance, pickPlace(chance)) : null,
    mobile: chance.happens(25) ? makeMobile(chance) : null,
    email: chance.happens(6)
      ? `${makeMailbox(name.first_name, name.last_name, 0)}${chance.between(1, 99)}@privat.example`
      : null,
    birth_on: chance.happens(8) ? born : null,
    inactive_at: chance.happens(2) ? '2025-06-30T10:00:00.000Z' : null,
  }
}

const leaders = ['Daglig leder', 'Daglig leder', 'Administrerende direktør', 'Styreleder', 'Innehaver']
const others = [
  'Økonomisjef',
  'Salgssjef',
  'Regnskapsansvarlig',
  'Innkjøpssjef',
  'Kontorleder',
  'Markedssjef',
  'Personalsjef',
  'Resepsjonist',
  'Prosjektleder',
  'Kundebehandler',
  'Selger',
  'Styremedlem',
]
const departments = [
  'Administrasjon',
  'Økonomi',
  'Salg',
  'Innkjøp',
  'Produksjon',
  'Lager',
  'Marked',
  'Drift',
  'Kundeservice',
  'Prosjekt',
]

type Role = { firm: Firm; person: SeedPerson; rank: number; style: number }

function makeAffiliation(chance: Chance, id: string, { firm, person, rank, style }: Role): SeedAffiliation {
  const { company, trade, soleTrader } = firm
  const domain = company.website?.replace(/^https:\/\/(www\.)?/, '') ?? company.email?.split('@')[1]
  const title = soleTrader
    ? 'Innehaver'
    : rank === 0
      ? chance.pickCommon(leaders)
      : chance.happens(50)
        ? chance.pick(trade.titles)
        : chance.pickCommon(others)
  const isAtDesk = company.country === 'NO' && chance.happens(22)
  return {
    id,
    person_id: person.id,
    company_id: company.id,
    title: chance.happens(92) ? title : null,
    department: !soleTrader && (company.employees ?? 0) > 15 && chance.happens(60) ? chance.pick(departments) : null,
    phone: isAtDesk ? makeLandline(chance, company.postal_address?.postal_code ?? '0') : null,
    mobile: chance.happens(66) ? makeMobile(chance) : null,
    email: domain && chance.happens(74) ? `${makeMailbox(person.first_name, person.last_name, style)}@${domain}` : null,
    from_on: chance.happens(12) ? `${chance.between(2008, 2023)}-0${chance.between(1, 9)}-01` : null,
    to_on: chance.happens(2) ? '2025-06-30' : null,
    is_primary: rank === 0,
  }
}
