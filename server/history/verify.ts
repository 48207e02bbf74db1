import type pg from 'pg'
import type { Head } from './heads.ts'
import { hashBatch, hashValues, type SealedRow, sealedColumns } from './seal.ts'

/** What was found of one firm's history; `fault`: the first place where it is not as it was sealed. */
export type Finding = {
  tenant_id: string
  name: string
  rows: number
  seals: number
  unsealed: number
  fault: string | null
}

type Row = SealedRow & { detail: string | null; detail_hash: string | null }
type Seal = { number: number; up_to: string; row_count: number; hash: Buffer; sealed_at: Date }

const FIRST = '00000000-0000-0000-0000-000000000000'
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Reads the whole history again, as a role that sees all of it, and holds it against its seals and their copies. */
export async function* verifyHistory(client: pg.Client, heads: Head[]): AsyncGenerator<Finding> {
  await client.query('begin isolation level repeatable read read only')
  const { rows: firms } = await client.query<{ tenant_id: string; name: string }>(
    'select tenant_id, name from firm order by name, tenant_id',
  )
  const gone = [...new Set(heads.map(({ tenant_id }) => tenant_id))].filter(
    (id) => !firms.some(({ tenant_id }) => tenant_id === id),
  )
  for (const firm of firms) yield { ...firm, ...(await verifyFirm(client, firm.tenant_id, heads)) }
  for (const tenant_id of gone)
    yield {
      tenant_id,
      name: tenant_id,
      rows: 0,
      seals: 0,
      unsealed: 0,
      fault: 'the firm is gone, its seals were copied',
    }
  await client.query('rollback')
}

async function verifyFirm(client: pg.Client, tenant_id: string, allHeads: Head[]) {
  const heads = new Map(
    allHeads.filter((head) => head.tenant_id === tenant_id).map(({ number, hash }) => [number, hash]),
  )
  const { rows: seals } = await client.query<Seal>(
    'select number, up_to, row_count, hash, sealed_at from history_seal where tenant_id = $1 order by number',
    [tenant_id],
  )
  let found = 0
  let previous: Seal | null = null
  const end = (fault: string | null, unsealed = 0) => ({ rows: found + unsealed, seals: seals.length, unsealed, fault })
  for (const seal of seals) {
    const place = `seal ${seal.number} of ${seal.sealed_at.toISOString()}`
    if (seal.number !== (previous?.number ?? 0) + 1) return end(`seal ${(previous?.number ?? 0) + 1} is missing`)
    const copy = heads.get(seal.number)
    if (copy && copy !== seal.hash.toString('hex')) return end(`${place} is not the one that was copied outside`)
    const rows = await readRows(client, tenant_id, previous?.up_to ?? FIRST, seal.up_to)
    found += rows.length
    if (rows.length !== seal.row_count)
      return end(`${place}: ${rows.length} entries where ${seal.row_count} were sealed`)
    if (
      !hashBatch(previous?.hash ?? null, { tenant_id, number: seal.number, up_to: seal.up_to, rows }).equals(seal.hash)
    )
      return end(`${place}: its entries were changed`)
    const changed = faultInDetails(rows)
    if (changed) return end(`${place}: ${changed}`)
    previous = seal
  }
  const copied = Math.max(0, ...heads.keys())
  if (copied > (previous?.number ?? 0))
    return end(`${copied} seals were copied outside, ${previous?.number ?? 0} are here: the end was cut off`)
  const rest = await readRows(client, tenant_id, previous?.up_to ?? FIRST, LAST)
  return end(faultInDetails(rest), rest.length)
}

async function readRows(client: pg.Client, tenant_id: string, above: string, up_to: string) {
  const { rows } = await client.query<Row>(
    `select ${sealedColumns}, encode(h.detail_hash, 'hex') as detail_hash, d.changes::text as detail from history h
     left join history_detail d on d.tenant_id = h.tenant_id and d.history_id = h.id
     where h.tenant_id = $1 and h.id > $2 and h.id <= $3 order by h.id`,
    [tenant_id, above, up_to],
  )
  return rows
}

/** The values that are kept apart are sealed by their hash in the row. */
function faultInDetails(rows: Row[]) {
  const changed = rows.find(
    ({ salt, detail, detail_hash }) =>
      (detail === null ? null : hashValues(salt, detail).toString('hex')) !== detail_hash,
  )
  return changed ? `the values of entry ${changed.id} were changed` : null
}
