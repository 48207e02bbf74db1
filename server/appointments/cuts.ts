// Taking back that a series was cut: "this and the following" deleted, or changed to a series of their own.
import { queueCancellations, queueUpdates } from '#server/invitations/invitations.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { type Named, storedParticipants, writeParticipants } from './participants.ts'
import { changedOnes, changeRow, endOfSeries, holdRow, setDeleted, type Stored } from './rows.ts'

/** An occurrence that was changed by itself, as it was in its series; `version`: as the cut left it. */
type Carried = {
  id: string
  version: number
  fields: Pick<Stored, (typeof carriedFields)[number]>
  participants: Named[]
}
const carriedFields = [
  ...(['original_starts_at', 'title', 'place', 'description'] as const),
  ...(['is_busy', 'reminder_minutes', 'is_private'] as const),
]

/** What the column before_cut holds. */
export type Cut = {
  recurrence: string | null
  skipped: string[]
  /** How the cut left the series: as long as it is so, the cut can be taken back. */
  left: Pick<Stored, 'recurrence' | 'starts_at'>
  /** Changed occurrences that went with what was cut off. */
  given_up: string[]
  /** The series that the rest became, and those that it took along. */
  successor: { id: string; version: number } | null
  carried: Carried[]
}

/** The occurrences that were changed by themselves, as they are now. */
export async function snapshot(db: Read, who: Who, seriesId: string, since: string): Promise<Carried[]> {
  const rows = await db
    .selectFrom('appointment')
    .select(['id', 'version', ...carriedFields])
    .where('tenant_id', '=', who.tenant_id)
    .where('series_id', '=', seriesId)
    .where('deleted_at', 'is', null)
    .where('original_starts_at', '>=', since)
    .execute()
  const all: Carried[] = []
  for (const { id, version, ...fields } of rows)
    all.push({ id, version, fields, participants: await storedParticipants(db, who, id) })
  return all
}

export async function versionOf(db: Read, who: Who, id: string): Promise<number> {
  const { version } = await db
    .selectFrom('appointment')
    .select('version')
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return version
}

/** The series is whole again, as long as nobody has changed any part of it since; all who were told of the cut are told of that. */
export async function joinSeries(tx: Write, who: Who, series: Stored) {
  const cut = series.before_cut as Cut | null
  if (series.deleted_at || !cut) throw new AppError('not_found')
  if (series.recurrence !== cut.left.recurrence || series.starts_at !== cut.left.starts_at)
    throw new AppError('conflict')
  if (cut.successor) await takeBack(tx, who, series, { ...cut, successor: cut.successor })
  for (const id of cut.given_up) {
    const { sequence } = await holdRow(tx, who, id)
    await changeRow(tx, who, id, { deleted_at: null, deleted_by: null, sequence: sequence + 1 })
    await queueUpdates(tx, who, { appointment_id: id })
  }
  const { recurrence } = cut
  await changeRow(tx, who, series.id, {
    recurrence,
    recurs_until: endOfSeries({ ...series, recurrence }),
    skipped: [...new Set([...series.skipped, ...cut.skipped])].toSorted(),
    sequence: series.sequence + 1,
    before_cut: null,
  })
  await queueUpdates(tx, who, { appointment_id: series.id })
}

/** The series that the rest became goes, and what it took along comes back. */
async function takeBack(
  tx: Write,
  who: Who,
  series: Stored,
  cut: Cut & { successor: { id: string; version: number } },
) {
  const successor = await holdRow(tx, who, cut.successor.id)
  const own = new Set(cut.carried.map(({ id }) => id))
  const later = (await changedOnes(tx, who, successor.id)).filter(({ id }) => !own.has(id))
  if (successor.deleted_at || successor.version !== cut.successor.version || later.length > 0)
    throw new AppError('conflict')
  for (const { id, version, fields, participants } of cut.carried) {
    const row = await holdRow(tx, who, id)
    if (row.version !== version || row.deleted_at) throw new AppError('conflict')
    await changeRow(tx, who, id, { ...fields, series_id: series.id, uid: series.uid, sequence: row.sequence + 1 })
    await writeParticipants(tx, who, row, participants)
  }
  await setDeleted(tx, who, successor)
  await queueCancellations(tx, who, { appointment_id: successor.id })
}
