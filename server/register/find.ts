// The search as one types: in the copy where there is one, else at the register itself, remembered for some minutes.
import { sql } from 'kysely'
import type { RegisterHit, RegisterUnit } from '#contract/register.ts'
import { foldName, isOrgNumber, normaliseOrgNumber } from '#contract/rules.ts'
import { keepPlan, type Read } from '#server/platform/db.ts'
import type { Service } from '#server/platform/outgoing.ts'
import { fetchUnit, type Outcome, searchUnits, whileSomebodyWaits } from './client.ts'
import { hitColumns } from './store.ts'

const wanted = 20
export type Hit = Omit<RegisterHit, 'company_id'>

/** The hits with our own companies beside them, and how old the copy is: one statement for each keystroke. */
export async function findInCopy(db: Read, tenant_id: string, q: string) {
  const { rows } = await sql<{ fetched_at: string; items: RegisterHit[] }>`
    select coalesce(copy.followed_at, copy.as_of) as fetched_at, coalesce(hits.items, '[]') as items
    from register.copy copy, (
      select json_agg(h) as items from (
        select ${hitColumns}, (select c.id from company c where c.tenant_id = ${tenant_id} and c.org_number = f.org_number
          and c.deleted_at is null order by c.id limit 1) as company_id
        from register.find_units(${plainOf(q)}, ${wanted}) f join register.unit u on u.org_number = f.org_number
        order by f.tier, f.weight desc, f.folded, f.org_number limit ${wanted}) h) hits ${keepPlan}`.execute(db)
  return rows[0] ?? { fetched_at: null, items: [] }
}

/** Words of letters and digits; a number as one of nine digits, however it is written. */
export function plainOf(q: string) {
  const digits = q.replace(/\s/g, '')
  return /^\d+$/.test(digits)
    ? digits
    : isOrgNumber(normaliseOrgNumber(q, 'NO'))
      ? normaliseOrgNumber(q, 'NO')
      : foldName(q)
}

type Live = Outcome<Hit[]> & { at: string }

const remembered = new Map<string, { answer: Promise<Live>; until: number }>()
const minutes = 10

/** Two who type the same, and one who types it again, ask once. What failed is asked again the next time. */
export async function findLive(register: Service, q: string): Promise<Live> {
  const key = `${register.base_url} ${foldName(q)}`
  const known = remembered.get(key)
  if (known && known.until > Date.now()) return known.answer
  const answer = askRegister(register, q)
  remembered.delete(key)
  remembered.set(key, { answer, until: Date.now() + minutes * 60_000 })
  const oldest = remembered.size > 500 ? remembered.keys().next().value : undefined
  if (oldest !== undefined) remembered.delete(oldest)
  if ((await answer).state !== 'ready') remembered.delete(key)
  return answer
}

async function askRegister(register: Service, q: string): Promise<Live> {
  const service = whileSomebodyWaits(register)
  const at = new Date().toISOString()
  const number = normaliseOrgNumber(q, 'NO')
  if (isOrgNumber(number)) {
    const outcome = await fetchUnit(service, number)
    if (outcome.state !== 'ready') return { ...outcome, at }
    const { found, unit } = outcome.value
    return { state: 'ready', value: found === 'yes' ? [hitOf(unit)] : [], at }
  }
  // A part of a number says nothing to it, nor do two letters.
  if (/^[\d\s]*$/.test(q) || foldName(q).length < 3) return { state: 'ready', value: [], at }
  const units = await searchUnits(service, q, false, wanted)
  if (units.state !== 'ready') return { ...units, at }
  // Most branches bear the name of their unit: they come after the units, where there is room.
  const room = wanted - units.value.length
  const branches = room > 0 ? await searchUnits(service, q, true, room) : null
  const found = [...units.value, ...(branches?.state === 'ready' ? branches.value : [])]
  return { state: 'ready', value: found.map(hitOf), at }
}

export function hitOf(unit: RegisterUnit): Hit {
  const { org_number, is_sub_unit, name, employees, is_bankrupt, parent_org_number } = unit
  return {
    ...{ org_number, is_sub_unit, name, employees, is_bankrupt, parent_org_number },
    org_form: unit.org_form?.code ?? null,
    city: unit.business_address?.city ?? unit.postal_address?.city ?? null,
    industry: unit.industries[0]?.name ?? null,
    is_winding_up: unit.is_winding_up || unit.is_forced_winding_up,
  }
}

/** Beside each hit our own company of that number. */
export async function withOwnCompanies(db: Read, tenant_id: string, hits: Hit[]): Promise<RegisterHit[]> {
  const own = await ownCompanies(
    db,
    tenant_id,
    hits.map(({ org_number }) => org_number),
  )
  return hits.map((hit) => ({ ...hit, company_id: own.get(hit.org_number) ?? null }))
}

export async function ownCompanies(db: Read, tenant_id: string, org_numbers: string[]): Promise<Map<string, string>> {
  if (org_numbers.length === 0) return new Map()
  const rows = await db
    .selectFrom('company')
    .select(['id', 'org_number'])
    .where('tenant_id', '=', tenant_id)
    .where('org_number', 'in', org_numbers)
    .where('deleted_at', 'is', null)
    .orderBy('id', 'desc')
    .execute()
  return new Map(rows.map(({ id, org_number }) => [org_number ?? '', id]))
}
