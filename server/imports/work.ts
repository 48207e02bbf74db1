// What is asked for at the screen; a job does it (jobs.ts), and goes on when the page is closed.
import { sql } from 'kysely'
import type { Import } from '#contract/imports.ts'
import type { Language } from '#contract/messages.ts'
import type { Who } from '#server/companies/insert-many.ts'
import type { Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import { sendJob } from '#server/platform/jobs.ts'
import { lock, setHead } from './head.ts'
import { readImport } from './imports.ts'

type State = Import['state']

/** When the whole file has come. */
export async function startReading(tx: Write, who: Who, id: string, language: Language) {
  const head = await lock(tx, who, id)
  if (head.state !== 'receiving') throw new AppError('conflict')
  const { rows } = await sql<{ size: number }>`
    select coalesce(sum(length(bytes)), 0) as size from import_piece
    where tenant_id = ${who.tenant_id} and import_id = ${id}`.execute(tx)
  if (Number(rows[0]?.size) !== head.size) throw new AppError('invalid', { field: 'file', message: 'file_incomplete' })
  await setHead(tx, who, id, { state: 'reading' })
  await sendTurn(tx, who, id, language)
  return readImport(tx, who, id)
}

const startsFrom: Record<'check' | 'import' | 'undo', State[]> = {
  check: ['read'],
  import: ['checked'],
  undo: ['importing', 'imported'],
}

export async function startWork(tx: Write, who: Who, id: string, work: keyof typeof startsFrom, language: Language) {
  const { state, counts } = await lock(tx, who, id)
  if (!startsFrom[work].includes(state)) throw new AppError('conflict')
  if (work === 'check') await setHead(tx, who, id, { state: 'checking', done_rows: 0, last_number: 0, counts: {} })
  else if (work === 'import') await setHead(tx, who, id, { state: 'importing', done_rows: counts.faulty ?? 0 })
  else {
    const results = await countResults(tx, who, id)
    const begun = { ...counts, results, left: results, kept: 0 }
    await setHead(tx, who, id, { state: 'undoing', done_rows: 0, counts: begun })
  }
  await sendTurn(tx, who, id, language)
  return readImport(tx, who, id)
}

async function countResults(tx: Write, who: Who, id: string): Promise<number> {
  const { count } = await tx
    .selectFrom('import_result')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('tenant_id', '=', who.tenant_id)
    .where('import_id', '=', id)
    .executeTakeFirstOrThrow()
  return count
}

const working: readonly State[] = ['reading', 'checking', 'importing', 'undoing']

export async function pauseWork(tx: Write, who: Who, id: string) {
  const { state, halt } = await lock(tx, who, id)
  if (!working.includes(state)) throw new AppError('conflict')
  if (!halt) await setHead(tx, who, id, { halt: 'paused' })
  return readImport(tx, who, id)
}

/** Goes on where it rests, as whoever says so. */
export async function goOn(tx: Write, who: Who, id: string, language: Language) {
  const { state, halt } = await lock(tx, who, id)
  if (!working.includes(state)) throw new AppError('conflict')
  if (halt) await sendTurn(tx, who, id, language)
  return readImport(tx, who, id)
}

/** Back to the columns. An import is stopped by undoing it. */
export async function stopCheck(tx: Write, who: Who, id: string) {
  const { state } = await lock(tx, who, id)
  if (state !== 'checking') throw new AppError('conflict')
  await setHead(tx, who, id, { state: 'read', halt: null, done_rows: 0, counts: {} })
  return readImport(tx, who, id)
}

/** Sends the job for the next turn; with the number, jobs of earlier turns have nothing to do any more. */
export async function sendTurn(tx: Write, who: Who, id: string, language: Language) {
  const { turn } = await tx
    .updateTable('import')
    .set((eb) => ({ turn: eb('turn', '+', 1), halt: null }))
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .returning('turn')
    .executeTakeFirstOrThrow()
  await sendJob(tx, 'work_on_import', { import_id: id, turn, language })
}
