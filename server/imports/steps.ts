import type { ImportCounts } from '#contract/imports.ts'
import type { Language } from '#contract/messages.ts'
import type { Who } from '#server/companies/insert-many.ts'
import type { Write } from '#server/platform/db.ts'
import { checkRows } from './check.ts'
import { type Head, noCounts, setHead } from './head.ts'
import { importRows } from './import-rows.ts'
import { readReading } from './plan.ts'
import { undoResults } from './results.ts'

/** The next rows of a check, an import or its undoing; false when there is no more to do. */
export async function doStep(tx: Write, who: Who, head: Head, language: Language): Promise<boolean> {
  if (head.state === 'checking') return check(tx, who, head, language)
  if (head.state === 'importing') return bringIn(tx, who, head, language)
  return head.state === 'undoing' && undo(tx, who, head)
}

async function check(tx: Write, who: Who, head: Head, language: Language) {
  const reading = await readReading(tx, who, head, language)
  const { last_number, found, isOver } = await checkRows(tx, who, head, reading)
  const counts = { ...noCounts, ...head.counts }
  for (const { state } of found) counts[state] += 1
  const state = isOver ? 'checked' : 'checking'
  await setHead(tx, who, head.id, { state, last_number, done_rows: head.done_rows + found.length, counts })
  return !isOver
}

async function bringIn(tx: Write, who: Who, head: Head, language: Language) {
  const reading = await readReading(tx, who, head, language)
  const { count, tally, isOver } = await importRows(tx, who, { id: head.id, rule: head.rule, reading })
  const counts = { ...noCounts, ...head.counts }
  for (const [name, more] of Object.entries(tally)) counts[name as keyof ImportCounts] += more
  const state = isOver ? 'imported' : 'importing'
  await setHead(tx, who, head.id, { state, done_rows: head.done_rows + count, counts })
  if (isOver) await record(tx, who, head.id, 'imported', counts)
  return !isOver
}

async function undo(tx: Write, who: Who, head: Head) {
  const { results = 0, left = 0, ...before } = { ...noCounts, ...head.counts }
  const { count, kept, isOver } = await undoResults(tx, who, head.id)
  const counts = { ...before, results, left: left - count, kept: before.kept + kept }
  const done_rows = isOver ? head.row_count : Math.round((head.row_count * (results - counts.left)) / results)
  await setHead(tx, who, head.id, { state: isOver ? 'undone' : 'undoing', done_rows, counts })
  if (isOver) await record(tx, who, head.id, 'import_undone', { kept: counts.kept })
  return !isOver
}

/** One line in the firm's history for the whole of it; each record has its own besides. */
async function record(tx: Write, who: Who, id: string, action: 'imported' | 'import_undone', counts: object) {
  await tx
    .insertInto('history')
    .values({
      tenant_id: who.tenant_id,
      user_id: who.user_id,
      via: 'import',
      action,
      entity: 'import',
      entity_id: id,
      changes: JSON.stringify(Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, [null, count]]))),
    })
    .execute()
}
