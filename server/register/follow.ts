// What has changed in the register since it was last asked, by its change feeds. With a copy the units are fetched anew;
// without one, those that were ever looked at. Whoever watches units reads register.change.
import { sql } from 'kysely'
import type { RegisterUnit } from '#contract/register.ts'
import type { Database, Write } from '#server/platform/db.ts'
import type { Service } from '#server/platform/outgoing.ts'
import { type FeedItem, fetchFeed, fetchRoleFeed, fetchUnit, fetchUnits, type Outcome } from './client.ts'
import { asNobody, forgetUnits, readCopy, storeUnits } from './store.ts'

type FeedName = 'enheter' | 'underenheter' | 'roller'
const pageSize = 2_000
const day = 24 * 3_600_000

/** Reads the feeds to their ends; returns how many changes were taken over, or why it stopped. */
export async function followRegister(db: Database, register: Service, signal?: AbortSignal) {
  let changes = 0
  await asNobody(db, forgetBrokenLoad)
  for (const feed of ['enheter', 'underenheter', 'roller'] as const) {
    for (;;) {
      if (signal?.aborted) return { changes, problem: null }
      const outcome = await (feed === 'roller' ? followRoles(db, register) : followUnits(db, register, feed))
      if (outcome.state !== 'ready') return { changes, problem: await noteProblem(db, outcome.state) }
      changes += outcome.value
      if (outcome.value === 0) break
    }
  }
  await asNobody(db, (tx) => sql`update register.copy set followed_at = now(), problem = null`.execute(tx))
  return { changes, problem: null }
}

/** A load that was killed could not say so: nobody holds its lock then. */
const forgetBrokenLoad = (tx: Write) =>
  sql`
  update register.copy set state = case when as_of is null then 'none' else 'ready' end
  where state = 'loading' and pg_try_advisory_xact_lock(hashtext('register.load'))`.execute(tx)

async function noteProblem(db: Database, state: 'down' | 'odd') {
  const problem = state === 'down' ? 'The register does not answer.' : 'What the register answers can not be read.'
  await asNobody(db, (tx) => sql`update register.copy set problem = ${problem}`.execute(tx))
  return problem
}

/** One page of a feed of units; how many changes it had that were not known. */
async function followUnits(
  db: Database,
  register: Service,
  feed: 'enheter' | 'underenheter',
): Promise<Outcome<number>> {
  const { last_id, last_at } = await readCursor(db, feed)
  const from = last_id === null ? { at: last_at } : { id: last_id + 1 }
  const page = await fetchFeed(register, feed, from, pageSize)
  if (page.state !== 'ready') return page
  // A feed that jumps back tells nothing new: no id at or below the last is believed.
  const fresh = page.value.filter(({ id }) => id > (last_id ?? 0))
  if (fresh.length === 0) return { state: 'ready', value: 0 }
  const anew = await fetchChanged(db, register, fresh, feed === 'underenheter')
  if (anew.state !== 'ready') return anew
  const numbers = [...new Set(fresh.map(({ org_number }) => org_number))]
  await asNobody(db, async (tx) => {
    for (const part of inParts(anew.value.units, 500)) await storeUnits(tx, part)
    await forgetUnits(tx, anew.value.removed)
    await addChanges(tx, numbers, 'unit')
    const id = Math.max(...fresh.map((item) => item.id))
    await sql`update register.feed set last_id = ${id}, last_at = now() where name = ${feed}`.execute(tx)
  })
  return { state: 'ready', value: fresh.length }
}

type Changed = { units: RegisterUnit[]; removed: string[] }

/** The units as they are now; what the register has removed or does not know any more is to be forgotten. */
async function fetchChanged(
  db: Database,
  register: Service,
  items: FeedItem[],
  isBranch: boolean,
): Promise<Outcome<Changed>> {
  const gone = new Set(items.filter(({ isGone }) => isGone).map(({ org_number }) => org_number))
  const numbers = await wantedNumbers(db, [...new Set(items.map(({ org_number }) => org_number))])
  const parts = inParts(
    numbers.filter((number) => !gone.has(number)),
    100,
  )
  const many = await each(parts, (part) => fetchUnits(register, part, isBranch))
  if (many.state !== 'ready') return many
  const units = many.value.flat()
  const have = new Set(units.map(({ org_number }) => org_number))
  const alone = await each(
    numbers.filter((number) => !have.has(number)),
    async (number) => {
      const outcome = await fetchUnit(register, number)
      return outcome.state === 'ready' ? { ...outcome, value: { number, unit: outcome.value.unit } } : outcome
    },
  )
  if (alone.state !== 'ready') return alone
  return {
    state: 'ready',
    value: {
      units: [...units, ...alone.value.flatMap(({ unit }) => unit ?? [])],
      removed: alone.value.flatMap(({ number, unit }) => (unit ? [] : [number])),
    },
  }
}

/** All of them where there is a copy; else those that we hold. */
async function wantedNumbers(db: Database, numbers: string[]): Promise<string[]> {
  const { as_of } = await readCopy(db)
  if (as_of) return numbers
  const { rows } = await sql<{ org_number: string }>`
    select org_number from register.unit where org_number = any (${numbers})`.execute(db)
  return rows.map(({ org_number }) => org_number)
}

/** One page of the feed of roles: what is held of them is asked for again when somebody looks. */
async function followRoles(db: Database, register: Service): Promise<Outcome<number>> {
  const { last_at } = await readCursor(db, 'roller')
  const page = await fetchRoleFeed(register, last_at, pageSize)
  if (page.state !== 'ready') return page
  const fresh = page.value.filter(({ at }) => Date.parse(at) > Date.parse(last_at))
  if (fresh.length === 0) return { state: 'ready', value: 0 }
  const numbers = [...new Set(fresh.map(({ org_number }) => org_number))]
  const latest = new Date(Math.max(...fresh.map(({ at }) => Date.parse(at)))).toISOString()
  await asNobody(db, async (tx) => {
    await sql`delete from register.role where org_number = any (${numbers})`.execute(tx)
    await addChanges(tx, numbers, 'role')
    await sql`update register.feed set last_at = ${latest} where name = 'roller'`.execute(tx)
  })
  return { state: 'ready', value: fresh.length }
}

const addChanges = (tx: Write, numbers: string[], kind: 'unit' | 'role') =>
  sql`insert into register.change (org_number, kind) select number, ${kind} from unnest(${numbers}::text[]) number`.execute(
    tx,
  )

/** How far a feed has been read; the first time, from a day ago on. */
async function readCursor(db: Database, name: FeedName) {
  const cursor = await db
    .selectFrom('register.feed')
    .select(['last_id', 'last_at'])
    .where('name', '=', name)
    .executeTakeFirst()
  if (cursor?.last_at) return { last_id: cursor.last_id, last_at: cursor.last_at }
  const last_at = new Date(Date.now() - day).toISOString()
  await asNobody(db, (tx) =>
    sql`insert into register.feed (name, last_at) values (${name}, ${last_at})
      on conflict (name) do update set last_at = excluded.last_at`.execute(tx),
  )
  return { last_id: cursor?.last_id ?? null, last_at }
}

/** What was heard long ago nobody waits for. */
export const sweepChanges = (tx: Write) =>
  sql`delete from register.change where at < now() - interval '60 days'`.execute(tx)

function inParts<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))
}

/** Four at a time, until one does not succeed. */
async function each<I, T>(items: I[], work: (item: I) => Promise<Outcome<T>>): Promise<Outcome<T[]>> {
  const values: T[] = []
  for (const part of inParts(items, 4)) {
    for (const outcome of await Promise.all(part.map(work))) {
      if (outcome.state !== 'ready') return outcome
      values.push(outcome.value)
    }
  }
  return { state: 'ready', value: values }
}
