// What a calendar program wrote about a task; compared, like an appointment, with what it was told.
import { TaskInput } from '#contract/tasks.ts'
import { homeZone } from '#contract/zones.ts'
import { readCalendar } from '#server/icalendar/read.ts'
import type { ReadTask } from '#server/icalendar/read-task.ts'
import { refusal } from '#server/icalendar/read-values.ts'
import { readTasks } from '#server/icalendar/tasks.ts'
import { writeCalendar } from '#server/icalendar/write.ts'
import type { Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { createTask, deleteTask, readTask, restoreTask, updateTask } from '#server/tasks/tasks.ts'
import { untitled } from './change-event.ts'
import type { Entry } from './collections.ts'

/** The id of the task; null when the UID is another record's. */
export async function storeTask(tx: Write, who: Who, [given]: ReadTask[], entry: Entry | undefined) {
  if (!given) throw refusal('calendar_unreadable')
  const id = entry ? entry.id : await findDeleted(tx, who, given.uid)
  if (id === null) return null
  return id === undefined ? makeTask(tx, who, given) : changeTask(tx, who, id, given)
}

/** One that was deleted before comes back under the same UID; null when another has it. */
async function findDeleted(tx: Write, who: Who, uid: string): Promise<string | null | undefined> {
  const known = await tx
    .selectFrom('task')
    .select(['id', 'deleted_at', 'responsible_id'])
    .where('tenant_id', '=', who.tenant_id)
    .where('uid', '=', uid)
    .executeTakeFirst()
  if (!known) return undefined
  if (!known.deleted_at || known.responsible_id !== who.user_id) return null
  await restoreTask(tx, who, known.id)
  return known.id
}

async function makeTask(tx: Write, who: Who, given: ReadTask): Promise<string> {
  const { id } = await createTask(tx, who, inputOf(fieldsOf(given)))
  await tx
    .updateTable('task')
    .set({ uid: given.uid })
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .execute()
  return id
}

async function changeTask(tx: Write, who: Who, id: string, given: ReadTask): Promise<string | null> {
  const [stored] = await readTasks(tx, who, [id])
  if (!stored || stored.uid !== given.uid) return null
  const [told] = readCalendar(writeCalendar({ tasks: [stored] }), homeZone).tasks
  if (!told) throw refusal('calendar_unreadable')
  const [before, after] = [fieldsOf(told), fieldsOf(given)]
  const names = Object.keys(after) as (keyof typeof after)[]
  const changed = Object.fromEntries(
    names.filter((name) => before[name] !== after[name]).map((name) => [name, after[name]]),
  )
  if (Object.keys(changed).length === 0) return id
  const now = await readTask(tx, who, id)
  const { responsible_id, recurrence, recurs_from, company_id, person_id, participants } = now
  const kept = { responsible_id, recurrence, recurs_from, company_id, person_id }
  const { title, description, status, percent_complete, priority, start_on, due_on, reminder_at } = now
  const fields = { title, description, status, percent_complete, priority, start_on, due_on, reminder_at }
  const participant_ids = participants.map((one) => one.id)
  await updateTask(tx, who, id, inputOf({ ...fields, ...changed, ...kept, participant_ids }), now.version)
  return id
}

function fieldsOf({ title, ...given }: ReadTask) {
  const { description, status, percent_complete, priority, start_on, due_on, reminder_at } = given
  const fields = { description, status, percent_complete, priority, start_on, due_on, reminder_at }
  return { title: title ?? untitled, ...fields }
}

function inputOf(fields: object) {
  const parsed = TaskInput.safeParse(fields)
  if (!parsed.success) throw new AppError('invalid', { issues: parsed.error })
  return parsed.data
}

export async function removeTask(tx: Write, who: Who, { id, version }: Entry) {
  await deleteTask(tx, who, id, version)
}
