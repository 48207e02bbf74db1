// A unit with all around it, and its accounts: from what is known where that is fresh, else from the register. What it does
// not answer now is shown as it was.
import { sql } from 'kysely'
import type { RegisterAccounts, RegisterRole, RegisterUnit } from '#contract/register.ts'
import type { Services } from '#server/platform/config.ts'
import type { Database, Read } from '#server/platform/db.ts'
import type { Service } from '#server/platform/outgoing.ts'
import { fetchAccounts, fetchBelow, fetchRoles, fetchUnit, type Outcome, whileSomebodyWaits } from './client.ts'
import { type Hit, hitOf } from './find.ts'
import {
  asNobody,
  forgetUnits,
  hitColumns,
  readCopy,
  readStoredAccounts,
  readStoredRoles,
  readStoredUnit,
  storeAccounts,
  storeRoles,
  storeUnits,
} from './store.ts'

/** How an answer came about, as the contract has it. */
type Answered = {
  state: 'ready' | 'down' | 'odd'
  retry_at: string | null
  source: 'copy' | 'live'
  fetched_at: string | null
}
const fine = { state: 'ready', retry_at: null } as const
const day = 24 * 3_600_000
const isYounger = (moment: string | null | undefined, age: number) =>
  moment !== null && moment !== undefined && Date.now() - Date.parse(moment) < age

export async function lookUpUnit(db: Database, services: Services, org_number: string, isRefreshed: boolean) {
  const register = whileSomebodyWaits(services.register)
  const copy = await readCopy(db)
  const isCopyFresh = isYounger(copy.followed_at, 2 * day) || isYounger(copy.as_of, 2 * day)
  const [about, roles] = await Promise.all([
    lookUp(db, register, org_number, isRefreshed ? 0 : isCopyFresh ? Infinity : day),
    lookUpRoles(db, register, org_number, isRefreshed ? 0 : day),
  ])
  const around = await lookUpAround(db, register, about.unit, copy.as_of !== null)
  const isShown = about.found === 'yes'
  return {
    ...about,
    ...around,
    source: isCopyFresh && !isRefreshed ? ('copy' as const) : ('live' as const),
    roles: isShown ? roles : about.found === null ? null : [],
  }
}

type Looked = Omit<Answered, 'source'> & {
  found: 'yes' | 'deleted' | 'removed' | 'no' | null
  unit: RegisterUnit | null
}

async function lookUp(db: Database, register: Service, org_number: string, age: number): Promise<Looked> {
  const known = await readStoredUnit(db, org_number)
  const asKnown = known && {
    ...{ found: known.unit.deleted_on ? ('deleted' as const) : ('yes' as const) },
    ...{ unit: known.unit, fetched_at: known.fetched_at },
  }
  if (asKnown && isYounger(asKnown.fetched_at, age)) return { ...fine, ...asKnown }
  const outcome = await fetchUnit(register, org_number)
  if (outcome.state !== 'ready') return { ...outcome, ...(asKnown ?? { found: null, unit: null, fetched_at: null }) }
  const { found, unit } = outcome.value
  await asNobody(db, (tx) => (unit ? storeUnits(tx, [unit]) : forgetUnits(tx, [org_number])))
  return { ...fine, found, unit, fetched_at: new Date().toISOString() }
}

/** Who holds a role; null when the register does not tell. */
export async function lookUpRoles(
  db: Database,
  register: Service,
  org_number: string,
  age: number,
): Promise<RegisterRole[] | null> {
  const known = await readStoredRoles(db, org_number)
  if (known && isYounger(known.fetched_at, age)) return known.roles
  const outcome = await fetchRoles(register, org_number)
  if (outcome.state !== 'ready') return known?.roles ?? null
  await asNobody(db, (tx) => storeRoles(tx, org_number, outcome.value))
  return outcome.value
}

type Around = { branches: Hit[]; branch_count: number; parent: Hit | null }

/** Branches and the unit above, from the copy where there is one. */
async function lookUpAround(
  db: Database,
  register: Service,
  unit: RegisterUnit | null,
  hasCopy: boolean,
): Promise<Around> {
  if (!unit || unit.deleted_on) return { branches: [], branch_count: 0, parent: null }
  const above = unit.parent_org_number
  if (hasCopy) return { ...(await branchesInCopy(db, unit)), parent: above ? await hitInCopy(db, above) : null }
  const [branches, parent] = await Promise.all([
    unit.is_sub_unit ? null : fetchBelow(register, unit.org_number, true),
    above ? lookUp(db, register, above, day) : null,
  ])
  const found = branches?.state === 'ready' ? branches.value : { units: [], count: 0 }
  return {
    ...{ branches: found.units.map(hitOf), branch_count: found.count },
    parent: parent?.unit ? hitOf(parent.unit) : null,
  }
}

async function branchesInCopy(db: Read, { org_number }: RegisterUnit) {
  const { rows } = await sql<Hit & { branch_count: number }>`
    select ${hitColumns}, (count(*) over ())::integer as branch_count from register.unit u
    where u.parent_org_number = ${org_number} and u.folded is not null
    order by u.folded_name, u.org_number limit 100`.execute(db)
  return { branches: rows, branch_count: rows[0]?.branch_count ?? 0 }
}

async function hitInCopy(db: Read, org_number: string): Promise<Hit | null> {
  const { rows } = await sql<Hit>`
    select ${hitColumns} from register.unit u where u.org_number = ${org_number}`.execute(db)
  return rows[0] ?? null
}

/** The years that were ever seen. The register gives the last one; the first time the two before are asked for as well. */
export async function lookUpAccounts(
  db: Database,
  { accounts }: Services,
  org_number: string,
  isRefreshed: boolean,
): Promise<Answered & { items: RegisterAccounts[] }> {
  const known = await readStoredAccounts(db, org_number)
  if (!isRefreshed && isYounger(known.fetched_at, 7 * day)) return { ...fine, source: 'live', ...known }
  const service = whileSomebodyWaits(accounts)
  const outcome = await fetchAccounts(service, org_number)
  if (outcome.state !== 'ready') return { ...outcome, source: 'live', ...known }
  const last = outcome.value[0]?.year
  const before = last && !known.fetched_at ? await fetchYears(service, org_number, [last - 1, last - 2]) : []
  await asNobody(db, (tx) => storeAccounts(tx, org_number, [...before, ...outcome.value]))
  return { ...fine, source: 'live', ...(await readStoredAccounts(db, org_number)) }
}

/** Those of them that the register gives, and that are what was asked for. */
async function fetchYears(service: Service, org_number: string, years: number[]) {
  const outcomes: Outcome<RegisterAccounts[]>[] = await Promise.all(
    years.map((year) => fetchAccounts(service, org_number, year)),
  )
  return outcomes
    .flatMap((outcome) => (outcome.state === 'ready' ? outcome.value : []))
    .filter(({ year }) => years.includes(year))
}

/** Units that stand right below another: parts of an organisation, not its branches. */
export async function lookUpBelow(db: Database, services: Services, org_number: string): Promise<Hit[]> {
  if ((await readCopy(db)).state === 'ready') {
    const { rows } = await sql<Hit>`
      select ${hitColumns} from register.unit u
      where u.parent_org_number = ${org_number} and not u.is_sub_unit and u.folded is not null
      order by u.folded_name, u.org_number limit 100`.execute(db)
    return rows
  }
  const outcome = await fetchBelow(whileSomebodyWaits(services.register), org_number, false)
  return outcome.state === 'ready' ? outcome.value.units.map(hitOf) : []
}
