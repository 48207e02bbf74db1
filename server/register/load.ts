// The whole register into the local copy: two files, one transaction. Until it commits the old copy is there and whole.
import { createReadStream, existsSync, statSync } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { copyLine, copyRows } from './copy-rows.ts'
import type { Report } from './download.ts'
import { splitArray } from './split-array.ts'
import { rowOfUnit } from './store.ts'
import { readUnit } from './unit.ts'

export type RegisterFiles = { units: string; branches: string; made_at: Date }

/** Fewer than this share of what was there before: then the files are not whole, and the old copy stays. */
const leastShare = 0.8

export async function loadRegister(url: string, files: RegisterFiles, report: Report) {
  const client = new pg.Client({ connectionString: url })
  // What was under way then fails, and tells.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await note(client, `state = 'loading'`)
    await client.query('begin')
    await claim(client)
    await client.query('select register.start_load()')
    const counts = { units: 0, branches: 0 }
    for (const kind of ['units', 'branches'] as const) counts[kind] = await loadFile(client, files[kind], kind, report)
    await refuseTooFew(client, counts)
    report('indexes and vocabulary …')
    await client.query('select register.finish_load($1)', [files.made_at])
    await client.query('commit')
    return counts
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    const problem = error instanceof Error ? error.message : 'unknown'
    await note(
      client,
      `state = case when as_of is null then 'none' else 'ready' end, problem = ${pg.escapeLiteral(problem.slice(0, 300))}`,
    )
    throw error
  } finally {
    await client.end()
  }
}

const note = (client: pg.Client, set: string) => client.query(`update register.copy set ${set}`).catch(() => undefined)

/** One load at a time; it is let go with the transaction. */
async function claim(client: pg.Client) {
  const { rows } = await client.query<{ mine: boolean }>(
    `select pg_try_advisory_xact_lock(hashtext('register.load')) as mine`,
  )
  if (!rows[0]?.mine) throw new Error('The register is being loaded already.')
}

async function loadFile(client: pg.Client, file: string, kind: string, report: Report): Promise<number> {
  if (!existsSync(file)) throw new Error(`There is no ${file}.`)
  const progress = { done: 0, told: 0, bytes: 0, size: statSync(file).size }
  // Rows that are frozen from the first are read by index alone at once.
  const statement = `copy register.unit_next (org_number, is_sub_unit, parent_org_number, weight, folded_name, folded, unit)
    from stdin with (freeze)`
  await copyRows(client, statement, linesOf(file, kind, progress, report))
  report(`${kind}: ${progress.done}`)
  return progress.done
}

type Progress = { done: number; told: number; bytes: number; size: number }

/** Faults are thrown where they are met: pipeline only hands them on. */
async function* linesOf(file: string, kind: string, progress: Progress, report: Report): AsyncGenerator<string> {
  const source = createReadStream(file, { highWaterMark: 1 << 20 })
  source.on('data', (piece) => (progress.bytes += piece.length))
  const gunzip = createGunzip({ chunkSize: 1 << 20 })
  pipeline(source, gunzip, () => undefined)
  for await (const objects of splitArray(gunzip)) {
    const lines = objects.map(lineOf)
    progress.done += lines.reduce((count, line) => count + (line ? 1 : 0), 0)
    if (progress.done - progress.told >= 100_000) {
      progress.told = progress.done
      report(`${kind}: ${progress.done}, ${Math.round((100 * progress.bytes) / progress.size)} % of the file`)
    }
    yield lines.join('')
  }
}

function lineOf(bytes: Buffer): string {
  const unit = readUnit(JSON.parse(bytes.toString('utf8')))
  if (!unit || unit.deleted_on) return ''
  const row = rowOfUnit(unit)
  return copyLine([
    ...[row.org_number, row.is_sub_unit, row.parent_org_number, row.weight, row.folded_name, row.folded],
    JSON.stringify(row.unit),
  ])
}

async function refuseTooFew(client: pg.Client, counts: { units: number; branches: number }) {
  const { rows } = await client.query<{ units: number; sub_units: number }>(
    'select units, sub_units from register.copy',
  )
  const [before] = rows
  if (!before) return
  if (counts.units < leastShare * before.units || counts.branches < leastShare * before.sub_units)
    throw new Error('The files have far fewer units than the copy that is there; it stays as it was.')
}
