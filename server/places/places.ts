import { sql } from 'kysely'
import type { CompanyPlaces, Place, PlaceState } from '#contract/places.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { sendJob } from '#server/platform/jobs.ts'

/** An address, why it can not be looked up or what it is looked up by, and what is known of it. */
export type Addressed = {
  street: string | null
  street2: string | null
  postal_code: string | null
  city: string | null
  lack: PlaceState | null
  key: string | null
  state: PlaceState | null
  lat: number | null
  lon: number | null
}
type Kind = 'visiting_address' | 'postal_address' | 'office'

/** Both addresses of a company, and our own, with what is known of where they are. */
export async function readPlaces(db: Read, who: Who, id: string): Promise<Record<Kind, Addressed>> {
  const { rows } = await sql<Addressed & { kind: Kind }>`
    select a.kind, a.address ->> 'street' as street, a.address ->> 'street2' as street2,
      a.address ->> 'postal_code' as postal_code, a.address ->> 'city' as city,
      place_lack(a.address, a.home) as lack, place_key(a.address, a.home) as key, p.state, p.lat, p.lon
    from company c join firm f on f.tenant_id = c.tenant_id
    cross join lateral (values
      ('visiting_address', c.visiting_address, c.country), ('postal_address', c.postal_address, c.country),
      ('office', case when place_lack(f.visiting_address, 'NO') is null then f.visiting_address else f.postal_address end, 'NO')
    ) a (kind, address, home)
    left join place p on p.tenant_id = c.tenant_id and p.address = place_key(a.address, a.home)
    where c.tenant_id = ${who.tenant_id} and c.id = ${id} and c.deleted_at is null`.execute(db)
  if (rows.length === 0) throw new AppError('not_found')
  return Object.fromEntries(rows.map(({ kind, ...row }) => [kind, row])) as Record<Kind, Addressed>
}

export async function showPlaces(db: Read, who: Who, id: string): Promise<CompanyPlaces> {
  const { visiting_address, postal_address, office } = await readPlaces(db, who, id)
  return { visiting_address: shown(visiting_address), postal_address: shown(postal_address), office: shown(office) }
}

const shown = ({ lack, state, lat, lon }: Addressed): Place => ({ state: lack ?? state ?? 'waiting', lat, lon })

/** Sends the job, if anything is there to be looked up. */
export async function lookUpCompany(tx: Write, who: Who, id: string) {
  const places = await readPlaces(tx, who, id)
  if (Object.values(places).some(isAsked)) await sendJob(tx, 'find_places_of', { company_id: id })
}

export const isAsked = ({ key, state }: Addressed) => key !== null && (state === null || state === 'failed')

export type Outcome = { state: 'known'; lat: number; lon: number } | { state: 'unknown' | 'failed' }

/** Keeps what was said of an address; when nobody answered, what was known before stays. */
export async function keepPlace(tx: Write, tenant_id: string, address: string, outcome: Outcome) {
  const { lat, lon } = outcome.state === 'known' ? outcome : { lat: null, lon: null }
  const values = { state: outcome.state, lat, lon, looked_up_at: sql<string>`now()` }
  await tx
    .insertInto('place')
    .values({ tenant_id, address, ...values })
    .onConflict((conflict) => {
      const update = conflict.columns(['tenant_id', 'address']).doUpdateSet(values)
      return outcome.state === 'failed' ? update.where('place.state', '=', 'failed') : update
    })
    .execute()
}
