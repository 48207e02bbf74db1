import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Database, inTransaction } from '#server/platform/db.ts'
import type { JobHandlers } from '#server/platform/jobs.ts'
import { OutgoingError, pausedUntil, type Service } from '#server/platform/outgoing.ts'
import type { Who } from '#server/platform/http.ts'
import { findPlace } from './geocoder.ts'
import { type Addressed, isAsked, keepPlace, type Outcome, readPlaces } from './places.ts'

/** Four a second at most: the service is open to all, and asks for no more than good manners. */
const PAUSE_MS = 250
const MOST_OF_A_FIRM = 60
const LONGEST_MS = 45_000

export const placeJobs = {
  /** The addresses of one company, that somebody looks at now. */
  find_places_of: async ({ data, act, sender, geocoder, signal }) => {
    if (!geocoder || !sender) return
    const places = await act(async (tx) => readPlaces(tx, sender as Who, data.company_id)).catch(() => null)
    for (const one of Object.values(places ?? {}).filter(isAsked)) {
      const outcome = await lookUp(geocoder, one, signal)
      await act(async (tx) => keepPlace(tx, sender.tenant_id, one.key ?? '', outcome))
    }
  },
  /** Each minute: some of the addresses that nobody has asked for yet, of each firm in its turn. */
  find_places: async ({ db, geocoder, signal }) => {
    if (!geocoder) return
    const end = Date.now() + LONGEST_MS
    const firms = await db.selectFrom('auth.tenant').select('tenant_id').execute()
    for (const { tenant_id } of shuffled(firms)) {
      await forgetUnused(db, tenant_id)
      await alignPoints(db, tenant_id)
      for (const one of await readWaiting(db, tenant_id)) {
        if (signal.aborted || Date.now() > end || pausedUntil(geocoder)) return
        const outcome = await lookUp(geocoder, one, signal)
        // Nobody answers: the next minute's job asks again.
        if (outcome.state === 'failed') return
        await inTransaction(db, { tenant_id, via: 'job' }, async (tx) => keepPlace(tx, tenant_id, one.key, outcome))
        await wait(PAUSE_MS)
      }
    }
  },
} satisfies Partial<JobHandlers>

async function lookUp(geocoder: Service, address: Asked, signal: AbortSignal): Promise<Outcome> {
  try {
    const found = await findPlace(geocoder, address, signal)
    return found ? { state: 'known', ...found } : { state: 'unknown' }
  } catch (error) {
    if (error instanceof OutgoingError) return { state: 'failed' }
    throw error
  }
}

type Asked = Pick<Addressed, 'street' | 'street2' | 'postal_code' | 'city'>

/** Never asked, or unknown a month ago: addresses are built. */
async function readWaiting(db: Database, tenant_id: string) {
  return inTransaction(db, { tenant_id, via: 'job' }, async (tx) => {
    const { rows } = await sql<Asked & { key: string }>`
      with waiting as (
        select distinct c.place_key as key from (
          select c.place_key from company_point x join company c on c.tenant_id = x.tenant_id and c.id = x.company_id
          left join place p on p.tenant_id = c.tenant_id and p.address = c.place_key
          where x.tenant_id = ${tenant_id} and x.state <> 'known' and c.place_key is not null
            and (p.address is null or p.state = 'failed' or (p.state = 'unknown' and p.looked_up_at < now() - interval '30 days'))
          limit ${4 * MOST_OF_A_FIRM}) c
        limit ${MOST_OF_A_FIRM})
      select w.key, a ->> 'street' as street, a ->> 'street2' as street2, a ->> 'postal_code' as postal_code, a ->> 'city' as city
      from waiting w cross join lateral (
        select case when place_key(c.visiting_address, c.country) is null then c.postal_address else c.visiting_address end as a
        from company c where c.tenant_id = ${tenant_id} and c.place_key = w.key and c.deleted_at is null limit 1) one`.execute(
      tx,
    )
    return rows
  })
}

/** An address that no company has had for a quarter is no longer kept. */
async function forgetUnused(db: Database, tenant_id: string) {
  await inTransaction(db, { tenant_id, via: 'job' }, async (tx) => {
    await sql`delete from place p where p.tenant_id = ${tenant_id} and p.looked_up_at < now() - interval '90 days'
      and not exists (select from company c where c.tenant_id = p.tenant_id and c.place_key = p.address and c.deleted_at is null)`.execute(
      tx,
    )
  })
}

/** Of two who wrote at the same moment, the company and its place, neither saw the other. */
async function alignPoints(db: Database, tenant_id: string) {
  await inTransaction(db, { tenant_id, via: 'job' }, async (tx) => {
    await sql`
      update company_point x set state = p.state, lat = round(p.lat * 100000)::integer, lon = round(p.lon * 100000)::integer
      from company c join place p on p.tenant_id = c.tenant_id and p.address = c.place_key
      where x.tenant_id = ${tenant_id} and x.state = 'waiting' and c.tenant_id = ${tenant_id} and c.id = x.company_id`.execute(
      tx,
    )
  })
}

/** No firm waits for the others each time. */
const shuffled = <T>(items: T[]) =>
  items
    .map((item) => ({ item, by: Math.random() }))
    .toSorted((a, b) => a.by - b.by)
    .map(({ item }) => item)
