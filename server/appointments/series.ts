import type { Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { queueCancellations, queueUpdates, type Site } from '#server/invitations/invitations.ts'
import { raisesSequence } from '#server/invitations/sequence.ts'
import { type Cut, snapshot, versionOf } from './cuts.ts'
import { isOccurrence, ruleBefore, ruleFrom, shift, shiftRule } from './occurrences.ts'
import { addParticipants, askAgain, keepAnswers, removeParticipants, writeParticipants } from './participants.ts'
import { changedOnes, changeRow, columns, endOfSeries, type Input, insertRow, type Stored } from './rows.ts'

/**
 * Changes a whole appointment. Where a series was changed by the look of one occurrence, the series moves as far as that one
 * did. What was changed by itself, or fell out, goes along and stays so, as long as the series still comes there.
 */
export async function changeAll(tx: Write, who: Who, stored: Stored, given: Input, occurrence: string | null) {
  if (occurrence) refuseUnknown(stored, occurrence)
  const input = occurrence && given.recurrence ? movedInput(stored, given, occurrence) : given
  const isNewer = raisesSequence(stored, input)
  await changeRow(tx, who, stored.id, { ...columns(input), sequence: stored.sequence + (isNewer ? 1 : 0) })
  const { added, removed } = await writeParticipants(tx, who, stored, input.participants)
  if (isMoved(stored, input)) await askAgain(tx, who, stored)
  if (stored.recurrence !== null) {
    const way = (at: string) => shift(at, stored.starts_at, input.starts_at, input.time_zone)
    const skipped = stored.skipped.map(way).filter((at) => isOccurrence(input, at))
    if (skipped.join() !== stored.skipped.join()) await changeRow(tx, who, stored.id, { skipped })
    const kept = await carryChanged(tx, who, { from: stored, to: { ...stored, ...columns(input) }, way })
    for (const id of kept) await passOn(tx, who, { id, stored, input, added, removed })
  }
  return stored.id
}

/** One occurrence becomes a row of its own. */
export async function changeOne(tx: Write, who: Who, series: Stored, input: Input, occurrence: string) {
  refuseUnknown(series, occurrence)
  const row = await insertRow(tx, who, {
    ...columns({ ...input, recurrence: null }),
    ...{ series_id: series.id, original_starts_at: occurrence },
    ...{ uid: series.uid, organizer_id: series.organizer_id, sequence: series.sequence + 1 },
  })
  await writeParticipants(tx, who, row, input.participants)
  const at = { ...series, starts_at: occurrence, ends_at: endAt(series, occurrence), recurrence: null }
  if (!isMoved(at, { ...input, recurrence: null })) await keepAnswers(tx, who, series.id, row.id)
  return row.id
}

/** From one occurrence on it is a series of its own. Those who were invited to the first are told of both. */
export async function splitSeries(tx: Write, who: Who, series: Stored, given: Input, { occurrence, site }: Split) {
  refuseUnknown(series, occurrence)
  const zone = given.time_zone
  const recurrence =
    given.recurrence === series.recurrence
      ? shiftRule(ruleFrom(series, occurrence) ?? '', occurrence, given.starts_at, zone)
      : given.recurrence
  const input = { ...given, recurrence }
  const way = (at: string) => shift(at, occurrence, input.starts_at, zone)
  const skipped = series.skipped.filter((at) => at >= occurrence).map(way)
  const row = await insertRow(tx, who, {
    ...columns(input),
    organizer_id: series.organizer_id,
    skipped: skipped.filter((at) => isOccurrence(input, at)),
  })
  const { added } = await writeParticipants(tx, who, row, input.participants)
  const at = { ...series, starts_at: occurrence, ends_at: endAt(series, occurrence) }
  if (!isMoved(at, { ...input, recurrence: series.recurrence })) await keepAnswers(tx, who, series.id, row.id)
  const before = await snapshot(tx, who, series.id, occurrence)
  const kept = await carryChanged(tx, who, { from: series, to: row, way, since: occurrence })
  for (const id of kept) await passOn(tx, who, { id, stored: series, input, added, removed: [] })
  const carried: Cut['carried'] = []
  for (const own of before.filter(({ id }) => kept.includes(id)))
    carried.push({ ...own, version: await versionOf(tx, who, own.id) })
  await endBefore(tx, who, series, occurrence, {
    ...{ given_up: before.filter(({ id }) => !kept.includes(id)).map(({ id }) => id), carried },
    successor: { id: row.id, version: await versionOf(tx, who, row.id) },
  })
  if (site) await queueUpdates(tx, who, { appointment_id: row.id, invited_to: series.id, site })
  return row.id
}

type Split = { occurrence: string; site: Site | undefined }

/** The series ends before this occurrence. */
export async function cutSeries(tx: Write, who: Who, series: Stored, occurrence: string) {
  refuseUnknown(series, occurrence)
  const given_up = (await changedOnes(tx, who, series.id, occurrence)).map(({ id }) => id)
  for (const id of given_up) await giveUp(tx, who, id, series.id)
  await endBefore(tx, who, series, occurrence, { given_up, carried: [], successor: null })
}

/** One occurrence falls out. */
export async function skipOne(tx: Write, who: Who, series: Stored, occurrence: string) {
  refuseUnknown(series, occurrence)
  const skipped = [...series.skipped, occurrence].toSorted()
  await changeRow(tx, who, series.id, { skipped, sequence: series.sequence + 1 })
  await queueCancellations(tx, who, { appointment_id: series.id, occurrence })
}

/** It comes back as the series has it, or as it was changed by itself; those to whom it was called off are told. */
export async function putBack(tx: Write, who: Who, series: Stored, occurrence: string) {
  const skipped = series.skipped.filter((at) => at !== occurrence)
  await changeRow(tx, who, series.id, { skipped, sequence: series.sequence + 1 })
  await queueUpdates(tx, who, { appointment_id: series.id })
}

type Lost = Pick<Cut, 'given_up' | 'carried' | 'successor'>

/** Those who were invited to it are told that it ends (RFC 5546, 3.2.2: the same UID, a higher SEQUENCE, UNTIL). */
async function endBefore(tx: Write, who: Who, series: Stored, occurrence: string, lost: Lost) {
  const { starts_at, skipped } = series
  const recurrence = ruleBefore(series, occurrence)
  const before: Cut = { recurrence: series.recurrence, skipped, left: { recurrence, starts_at }, ...lost }
  await changeRow(tx, who, series.id, {
    recurrence,
    recurs_until: endOfSeries({ ...series, recurrence }),
    skipped: skipped.filter((at) => at < occurrence),
    sequence: series.sequence + 1,
    before_cut: JSON.stringify(before),
  })
  await queueUpdates(tx, who, { appointment_id: series.id })
}

function refuseUnknown(series: Stored, occurrence: string) {
  if (series.skipped.includes(occurrence) || !isOccurrence(series, occurrence))
    throw new AppError('invalid', { field: 'occurrence', message: 'unknown_occurrence' })
}

function movedInput(stored: Stored, given: Input, occurrence: string): Input {
  const { starts_at, ends_at, time_zone: zone, recurrence } = given
  const first = shift(stored.starts_at, occurrence, starts_at, zone)
  const rule = recurrence === stored.recurrence ? shiftRule(recurrence ?? '', occurrence, starts_at, zone) : recurrence
  return { ...given, starts_at: first, ends_at: shift(first, starts_at, ends_at, zone), recurrence: rule }
}

const endAt = (series: Stored, occurrence: string) =>
  shift(occurrence, series.starts_at, series.ends_at, series.time_zone)

type Timed = Pick<Stored, 'starts_at' | 'ends_at' | 'is_all_day' | 'recurrence'>
const isMoved = (before: Timed, after: Timed) =>
  (['starts_at', 'ends_at', 'is_all_day', 'recurrence'] as const).some((field) => before[field] !== after[field])

type Carried = { from: Stored; to: Stored; way: (at: string) => string; since?: string }

/** Occurrences that were changed by themselves follow to where the series goes; those that it does not come to any more are given up. */
async function carryChanged(tx: Write, who: Who, { from, to, way, since }: Carried): Promise<string[]> {
  const changed = await changedOnes(tx, who, from.id, since)
  const goes = changed.map(({ id, original_starts_at }) => ({ id, at: way(original_starts_at ?? '') }))
  const kept: string[] = []
  // Each goes where no other is yet.
  for (const { id, at } of from.starts_at < to.starts_at ? goes.toReversed() : goes) {
    if (!isOccurrence(to, at)) {
      // What is cut off is told of by the series.
      await giveUp(tx, who, id, since && from.id)
      continue
    }
    await changeRow(tx, who, id, { series_id: to.id, uid: to.uid, original_starts_at: at })
    kept.push(id)
  }
  return kept
}

/** Those who were invited to that one itself are told. */
async function giveUp(tx: Write, who: Who, id: string, told_of?: string) {
  await changeRow(tx, who, id, { deleted_at: new Date().toISOString(), deleted_by: who.user_id })
  await queueCancellations(tx, who, { appointment_id: id, told_of })
}

type Passed = {
  id: string
  stored: Stored
  input: Input
  added: Input['participants']
  removed: Input['participants']
}

/** What changed of the series, changes also where an occurrence had it from the series. */
async function passOn(tx: Write, who: Who, { id, stored, input, added, removed }: Passed) {
  const own = await tx
    .selectFrom('appointment')
    .selectAll()
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const fields = ['title', 'place', 'description', 'is_busy', 'reminder_minutes', 'is_private'] as const
  const passed = fields.filter((field) => own[field] === stored[field] && input[field] !== stored[field])
  if (passed.length > 0) await changeRow(tx, who, id, Object.fromEntries(passed.map((field) => [field, input[field]])))
  await removeParticipants(tx, who, id, removed)
  await addParticipants(tx, who, own, added)
}
