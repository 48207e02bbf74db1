import type { SeedCompany } from './generate.ts'
import type { Chance } from './random.ts'
import { foreign, type Trade } from './trades.ts'
import { makeDomain } from './web-names.ts'

const digits = (chance: Chance, count: number) => Array.from({ length: count }, () => chance.between(0, 9)).join('')

/** How the register numbers of these countries look; they are of many forms and none has nine digits with MOD11. */
const orgNumbers: Record<string, (chance: Chance) => string> = {
  SE: (chance) => `55${digits(chance, 4)}-${digits(chance, 4)}`,
  DK: (chance) => `${chance.between(1, 4)}${digits(chance, 7)}`,
  DE: (chance) => `HRB ${chance.between(1_000, 199_999)}`,
  GB: (chance) => `${chance.pick(['SC', '0', '1'])}${digits(chance, 6)}`,
  PL: (chance) => `0000${digits(chance, 6)}`,
}

const telephones: Record<string, number> = { '+46': 9, '+45': 8, '+49': 10, '+44': 10, '+48': 9 }

/** A customer or supplier in a neighbouring country, with its own kinds of number and address. */
export function makeForeignCompany(chance: Chance, id: string, at: number, trade: Trade): SeedCompany {
  const { country, ends, cities, streets, dial, names } = chance.pick(foreign)
  const [postal_code, city] = chance.pick(cities) as [string, string]
  const name = `${chance.pick(names)} ${chance.pick(['Trading', 'Marine', 'Teknik', 'Industri', 'Logistics', 'Seafood', 'Bygg'])} ${chance.pick(ends)}`
  const domain = makeDomain(`${name} ${country}`, at)
  const phone = `${dial}${chance.between(2, 8)}${digits(chance, (telephones[dial] ?? 8) - 1)}`
  const isSupplier = chance.happens(60)
  const nothing = {
    nickname: null,
    mobile: null,
    turnover_ore: null,
    profit_ore: null,
    share_capital_ore: null,
    founded_on: null,
    gln: null,
    vat_number: null,
    bank_account: null,
    iban: null,
    bic: null,
    note: null,
    visiting_address: null,
    delivery_address: null,
    invoice_address: null,
    inactive_at: null,
  }
  return {
    ...nothing,
    id,
    name,
    org_number: orgNumbers[country]?.(chance) ?? null,
    country,
    is_customer: !isSupplier,
    is_supplier: isSupplier,
    is_lead: false,
    phone,
    email: `info@${domain}`,
    invoice_emails: [],
    website: `https://${domain}`,
    industry: trade.industry,
    source: null,
    employees: chance.between(2, 400),
    language: country === 'SE' ? 'sv' : country === 'DK' ? 'da' : 'en',
    postal_address: {
      street: `${chance.pick(streets)} ${chance.between(1, 90)}`,
      postal_code,
      city,
      country,
    },
  }
}
