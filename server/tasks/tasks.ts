import { sql } from 'kysely'
import type { z } from 'zod'
import {
  isClosed,
  linkProgress,
  type ListedTask,
  type Task,
  type TaskInput,
  type TaskPart,
  type tasks,
} from '#contract/tasks.ts'
import { notify } from '#server/notifications/notify.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { checkDays, checkLinks } from './checks.ts'
import { shownColumns } from './list.ts'
import { makeNext, takeNextBack } from './series.ts'

type Input = z.output<typeof TaskInput>
type Reply = z.input<typeof Task>
type Values = Partial<Omit<Input, 'participant_ids'>>

/** What a change is judged against. */
export type Stored = Omit<Input, 'participant_ids' | 'responsible_id'> & {
  id: string
  responsible_id: string
  version: number
  created_by: string | null
  participant_ids: string[]
  deleted_at: string | null
}

const nothingDone = { status: 'not_started', percent_complete: 0 } as const

export async function createTask(tx: Write, who: Who, { participant_ids, ...input }: Input): Promise<Reply> {
  const values = { ...input, ...linkProgress(nothingDone, input), responsible_id: input.responsible_id ?? who.user_id }
  await checkLinks(tx, who, { ...values, participant_ids }, null)
  const closed = isClosed(values.status) ? { closed_at: sql<string>`now()`, closed_by: who.user_id } : {}
  const { id } = await tx
    .insertInto('task')
    .values({ ...values, ...closed, tenant_id: who.tenant_id })
    .returning('id')
    .executeTakeFirstOrThrow()
  await setParticipants(tx, who, id, participant_ids, [])
  if (values.status === 'done') await makeNext(tx, who.tenant_id, id)
  await notify(tx, {
    ...noticeOf(who, id, values),
    kind: 'task_given',
    to: [values.responsible_id, ...participant_ids],
  })
  return readTask(tx, who, id)
}

export async function updateTask(tx: Write, who: Who, id: string, input: Input, version: number): Promise<Reply> {
  const stored = await lockTask(tx, who, id, version)
  await writeTask(tx, who, stored, { ...input, responsible_id: input.responsible_id ?? stored.responsible_id })
  return readTask(tx, who, id)
}

export async function changeTask(tx: Write, who: Who, id: string, change: TaskPart, version: number): Promise<Reply> {
  const stored = await lockTask(tx, who, id, version)
  await changeStored(tx, who, stored, change)
  if (change.deleted) return readTask(tx, who, id, 'deleted')
  return readTask(tx, who, id)
}

export async function deleteTask(tx: Write, who: Who, id: string, version: number) {
  await changeStored(tx, who, await lockTask(tx, who, id, version), { deleted: true })
}

export async function restoreTask(tx: Write, who: Who, id: string): Promise<Reply> {
  const { rows } = await sql`
    update task set deleted_at = null, deleted_by = null
    where tenant_id = ${who.tenant_id} and id = ${id}::uuid and deleted_at is not null returning id`.execute(tx)
  if (rows.length === 0) throw new AppError('not_found')
  return readTask(tx, who, id)
}

/** Each as it is asked for; what is gone, or has another version than was seen, is left as it is. */
export async function changeTasks(tx: Write, who: Who, { changes }: z.output<typeof tasks.change_many.body>) {
  const changed: string[] = []
  // In one order, so that two who change the same ones do not wait for each other.
  for (const { id, version, change } of changes.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const stored = await findStored(tx, who, id)
    const isThere = stored && (stored.deleted_at === null || change.deleted === false)
    if (!isThere || (version !== undefined && version !== stored.version)) continue
    await changeStored(tx, who, stored, change)
    changed.push(id)
  }
  return { items: await readMany(tx, who, changed), left: changes.length - changed.length }
}

async function changeStored(tx: Write, who: Who, stored: Stored, { deleted, ...change }: TaskPart) {
  if (deleted === true) {
    await tx
      .updateTable('task')
      .set({ deleted_at: sql<string>`now()`, deleted_by: who.user_id })
      .where('tenant_id', '=', who.tenant_id)
      .where('id', '=', stored.id)
      .execute()
    return
  }
  if (deleted === false && stored.deleted_at !== null) await restoreTask(tx, who, stored.id)
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Values
  if (Object.keys(given).length > 0)
    await writeTask(tx, who, stored, { ...given, participant_ids: stored.participant_ids })
}

/** Writes what is given: what is tied together stays so, the series goes on, and those concerned are told. */
async function writeTask(tx: Write, who: Who, stored: Stored, given: Values & { participant_ids: string[] }) {
  const { participant_ids, ...values } = given
  const now = { ...stored, ...values } as Stored
  checkDays(now)
  await checkLinks(tx, who, { ...now, participant_ids }, stored)
  const progress = linkProgress(stored, now)
  if (stored.status === 'done' && progress.status !== 'done') await takeNextBack(tx, who, stored.id)
  await tx
    .updateTable('task')
    .set({ ...values, ...progress, ...closing(who, stored, progress) })
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', stored.id)
    .execute()
  await setParticipants(tx, who, stored.id, participant_ids, stored.participant_ids)
  const isDoneNow = progress.status === 'done' && stored.status !== 'done'
  if (isDoneNow) await makeNext(tx, who.tenant_id, stored.id)
  const notice = noticeOf(who, stored.id, now)
  const given_to = [
    ...(now.responsible_id === stored.responsible_id ? [] : [now.responsible_id]),
    ...participant_ids.filter((one) => !stored.participant_ids.includes(one)),
  ]
  await notify(tx, { ...notice, kind: 'task_given', to: given_to })
  if (isDoneNow && stored.created_by) await notify(tx, { ...notice, kind: 'task_done', to: [stored.created_by] })
}

function closing(who: Who, before: Stored, { status }: Pick<Stored, 'status'>) {
  if (isClosed(before.status) === isClosed(status)) return {}
  return isClosed(status)
    ? { closed_at: sql<string>`now()`, closed_by: who.user_id }
    : { closed_at: null, closed_by: null }
}

const noticeOf = (who: Who, id: string, { company_id, person_id }: Pick<Stored, 'company_id' | 'person_id'>) =>
  ({ tenant_id: who.tenant_id, entity: 'task', entity_id: id, company_id, person_id }) as const

async function setParticipants(tx: Write, who: Who, id: string, wanted: string[], there: string[]) {
  const added = wanted.filter((one) => !there.includes(one))
  const removed = there.filter((one) => !wanted.includes(one))
  const row = { tenant_id: who.tenant_id, task_id: id }
  if (added.length > 0)
    await tx
      .insertInto('task_participant')
      .values(added.map((user_id) => ({ ...row, user_id })))
      .execute()
  if (removed.length > 0)
    await tx
      .deleteFrom('task_participant')
      .where('tenant_id', '=', who.tenant_id)
      .where('task_id', '=', id)
      .where('user_id', 'in', removed)
      .execute()
}

/** The task, locked, if it still has `version`; otherwise 412 with the task as it is now, or 404. */
async function lockTask(tx: Write, who: Who, id: string, version: number): Promise<Stored> {
  const stored = await findStored(tx, who, id)
  if (!stored || stored.deleted_at !== null) throw new AppError('not_found')
  if (stored.version !== version) throw new AppError('stale', { current: await readTask(tx, who, id) })
  return stored
}

async function findStored(tx: Write, who: Who, id: string): Promise<Stored | undefined> {
  const { rows } = await sql<Stored>`
    select t.*, array(select p.user_id from task_participant p where p.tenant_id = t.tenant_id and p.task_id = t.id)
      as participant_ids
    from task t where t.tenant_id = ${who.tenant_id} and t.id = ${id}::uuid for update of t`.execute(tx)
  return rows[0]
}

export async function readTask(db: Read, who: Who, id: string, which: 'there' | 'deleted' = 'there'): Promise<Reply> {
  const { rows } = await sql<Reply>`
    select t.*, ${shownColumns},
      (select n.id from task n where n.tenant_id = t.tenant_id and n.previous_id = t.id and n.deleted_at is null) as next_id
    from task t where t.tenant_id = ${who.tenant_id} and t.id = ${id}::uuid
      and (t.deleted_at is not null) = ${which === 'deleted'}::boolean`.execute(db)
  if (!rows[0]) throw new AppError('not_found')
  return rows[0]
}

async function readMany(db: Read, who: Who, ids: string[]): Promise<z.input<typeof ListedTask>[]> {
  const { rows } = await sql<z.input<typeof ListedTask>>`
    select t.*, ${shownColumns} from task t
    where t.tenant_id = ${who.tenant_id} and t.id = any (${ids}::uuid[]) order by t.due_on, t.id`.execute(db)
  return rows
}
