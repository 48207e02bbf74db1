// Made-up Norwegian companies and the persons in them, any number of them, always the same ones for the same seed.
import { makeCompanyName } from './company-names.ts'
import { makeForeignCompany } from './foreign-company.ts'
import { makeBankAccount, makeGln, makeIban, makeId, makeLandline, makeMobile, makeOrgNumber } from './numbers.ts'
import { makeStaff, type SeedAffiliation, type SeedPerson } from './people.ts'
import { makePostalAddress, makeStreetAddress, pickPlace, type SeedAddress } from './places.ts'
import { type Chance, makeChance } from './random.ts'
import { type Trade, trades } from './trades.ts'
import { makeDomain, makeMailbox } from './web-names.ts'

/** A row of table company, but for the tenant, the customer number and the owner. */
export type SeedCompany = {
  id: string
  name: string
  nickname: string | null
  org_number: string | null
  country: string
  is_customer: boolean
  is_supplier: boolean
  is_lead: boolean
  phone: string | null
  mobile: string | null
  email: string | null
  invoice_emails: string[]
  website: string | null
  industry: string
  source: string | null
  employees: number | null
  turnover_ore: number | null
  profit_ore: number | null
  share_capital_ore: number | null
  founded_on: string | null
  gln: string | null
  vat_number: string | null
  bank_account: string | null
  iban: string | null
  bic: string | null
  language: string | null
  note: string | null
  postal_address: SeedAddress | null
  visiting_address: SeedAddress | null
  delivery_address: SeedAddress | null
  invoice_address: SeedAddress | null
  inactive_at: string | null
}

/** A company with all that belongs to it. `owner` is a number to be taken modulo the count of colleagues. */
export type SeedFirm = {
  company: SeedCompany
  owner: number
  categories: string[]
  persons: SeedPerson[]
  affiliations: SeedAffiliation[]
}

/** Companies number `from` to `from + count - 1` of the series `seed`, one at a time, in a few kB of memory. */
export function* generateFirms({
  seed = 1,
  from = 0,
  count,
}: {
  seed?: number
  from?: number
  count: number
}): Generator<SeedFirm> {
  for (let at = from; at < from + count; at++) yield makeFirm(seed, at)
}

/** Company number `at`, which does not depend on those before it, with its persons: about two on average. */
export function makeFirm(seed: number, at: number): SeedFirm {
  const chance = makeChance(seed, at)
  // A hundred ids are kept for each company, so that ids stay in order and never meet.
  const nextId = countIds(chance, (seed * 2_000_000 + at) * 100)
  const trade = pickTrade(chance)
  const id = nextId()
  const { company, soleTrader } = chance.happens(2.5)
    ? { company: makeForeignCompany(chance, id, at, trade), soleTrader: null }
    : makeNorwegianCompany(chance, id, { seed, at, trade })
  const staff = makeStaff(chance, nextId, { company, trade, soleTrader, at })
  return { company, owner: chance.between(0, 999), categories: pickCategories(chance, trade), ...staff }
}

function countIds(chance: Chance, first: number) {
  let next = first
  return () => makeId(chance, next++)
}

const tradeWeights = Object.fromEntries(trades.map(({ common }, at) => [String(at), common]))

function pickTrade(chance: Chance): Trade {
  const trade = trades[Number(chance.pickWeighted(tradeWeights))]
  if (!trade) throw new RangeError('There is no trade to pick.')
  return trade
}

const maybe = <T>(chance: Chance, percent: number, make: () => T): T | null => (chance.happens(percent) ? make() : null)

function makeNorwegianCompany(
  chance: Chance,
  id: string,
  { seed, at, trade }: { seed: number; at: number; trade: Trade },
) {
  const place = pickPlace(chance)
  const { name, nickname, owner } = makeCompanyName(chance, trade, place.city)
  const domain = makeDomain(name, at)
  const org_number = maybe(chance, 94, () => makeOrgNumber(seed, at))
  const postal_address = maybe(chance, 96, () => makePostalAddress(chance, place))
  const company: SeedCompany = {
    id,
    name,
    nickname,
    org_number,
    country: 'NO',
    ...makeRelation(chance),
    phone: maybe(chance, owner ? 20 : 78, () => makeLandline(chance, place.postal_code)),
    mobile: maybe(chance, owner ? 90 : 35, () => makeMobile(chance)),
    email: maybe(
      chance,
      84,
      () =>
        `${owner ? makeMailbox(owner.first_name, owner.last_name, 0) : chance.pickCommon(['post', 'firmapost', 'kontakt', 'info', 'mail', 'kundeservice'])}@${domain}`,
    ),
    invoice_emails: chance.happens(30) ? [`${chance.pick(['faktura', 'invoice', 'regnskap'])}@${domain}`] : [],
    website: maybe(chance, 62, () => `https://www.${domain}`),
    industry: trade.industry,
    source: maybe(chance, 45, () =>
      chance.pickCommon([
        'Anbefaling',
        'Nettside',
        'Messe',
        'Telefonsalg',
        'Enhetsregisteret',
        'Annonse',
        'Gammel kunde',
      ]),
    ),
    ...makeFigures(chance, owner !== null),
    gln: maybe(chance, 4, () => makeGln(chance)),
    vat_number: org_number && chance.happens(70) ? `NO${org_number}MVA` : null,
    ...makeAccount(chance),
    language: chance.pickWeighted({ nb: 88, nn: 10, en: 2 }),
    note: maybe(chance, 9, () => chance.pick(notes)),
    postal_address,
    visiting_address: maybe(chance, 30, () => makeStreetAddress(chance, place)),
    delivery_address: maybe(chance, 6, () => makeStreetAddress(chance, pickPlace(chance))),
    invoice_address: maybe(chance, 4, () => makePostalAddress(chance, pickPlace(chance))),
    inactive_at: maybe(chance, 6, () => makeMoment(chance)),
  }
  return { company, soleTrader: owner }
}

/** Most are customers; a supplier may be a customer as well; a lead is neither yet. */
function makeRelation(chance: Chance) {
  const kind = chance.pickWeighted({ customer: 70, supplier: 9, both: 6, lead: 15 })
  return {
    is_customer: kind === 'customer' || kind === 'both',
    is_supplier: kind === 'supplier' || kind === 'both',
    is_lead: kind === 'lead',
  }
}

/** Employees and money that go together; small firms are by far the most. All amounts in øre. */
function makeFigures(chance: Chance, isSoleTrader: boolean) {
  const size = isSoleTrader ? 'few' : chance.pickWeighted({ none: 26, few: 44, some: 22, many: 7, most: 1 })
  const [least, most] = { none: [0, 0], few: [1, 4], some: [5, 25], many: [26, 120], most: [121, 2_400] }[size] as [
    number,
    number,
  ]
  const employees = chance.between(least, most)
  const turnover = Math.round((employees + 0.4) * (700_000 + chance.fraction() * 1_900_000))
  const profit = Math.round(turnover * (chance.fraction() * 0.24 - 0.06))
  const isKnown = chance.happens(62)
  const year = 2025 - Math.floor(chance.fraction() ** 2 * 75)
  return {
    employees: maybe(chance, 75, () => employees),
    turnover_ore: isKnown ? turnover * 100 : null,
    profit_ore: isKnown ? profit * 100 : null,
    share_capital_ore:
      isSoleTrader || !chance.happens(60)
        ? null
        : chance.pickCommon([30_000, 100_000, 200_000, 500_000, 1_000_000, 5_000_000]) * 100,
    founded_on: maybe(
      chance,
      70,
      () => `${year}-${twoDigits(chance.between(1, 12))}-${twoDigits(chance.between(1, 28))}`,
    ),
  }
}

const twoDigits = (value: number) => String(value).padStart(2, '0')

function makeAccount(chance: Chance) {
  const account = maybe(chance, 38, () => makeBankAccount(chance))
  const isGivenAbroad = account !== null && chance.happens(15)
  return {
    bank_account: account,
    iban: isGivenAbroad ? makeIban(account) : null,
    bic: isGivenAbroad ? 'DNBANOKK' : null,
  }
}

/** A moment in the five years before 2026. */
const makeMoment = (chance: Chance) =>
  new Date(Date.UTC(2021, 0, 1) + chance.between(0, 5 * 365 * 24 * 3_600) * 1_000).toISOString()

function pickCategories(chance: Chance, { categories }: Trade): string[] {
  const own = categories.filter(() => chance.happens(55))
  const others = (['Nøkkelkunde', 'Nyhetsbrev', 'Rammeavtale', 'Jul'] as const).filter((_, rank) =>
    chance.happens([4, 12, 6, 9][rank] ?? 0),
  )
  return [...own, ...others]
}

const notes = [
  'Skal alltid ha tilbud før kl. 12. Ring på mobil, ikke på kontoret.',
  'Betaler presist. Ønsker samlefaktura hver måned.',
  'Avtale om 10 % rabatt på alt lagerført.\nGjelder ut året.',
  'Ny daglig leder i vår – ta kontakt for et møte.',
  'Leveres til bakgården. Porten er låst etter kl. 16.',
  'Hadde sak om feillevering i fjor; følges opp av salgssjefen.',
  'Kjøper mest før sesongen, i mars og april.',
  'Har bedt om å ikke få nyhetsbrev.',
]
