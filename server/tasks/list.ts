import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { areClosed, isClosed, type ListedTask, openStatuses, type tasks } from '#contract/tasks.ts'
import { type Cursor, readCursor, writeCursor } from '#server/platform/pages.ts'
import { keepPlan, type Read } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'

type Query = z.output<typeof tasks.list.query>
type Filter = Omit<Query, 'after' | 'size'>
type Row = z.input<typeof ListedTask> & { sort_key: string | null }

/** What a task shows beside its own columns. */
export const shownColumns = sql`
  (select m.name from member m where m.tenant_id = t.tenant_id and m.user_id = t.responsible_id) as responsible_name,
  (select m.name from member m where m.tenant_id = t.tenant_id and m.user_id = t.created_by) as created_by_name,
  (select m.name from member m where m.tenant_id = t.tenant_id and m.user_id = t.closed_by) as closed_by_name,
  (select c.name from company c where c.tenant_id = t.tenant_id and c.id = t.company_id) as company_name,
  (select concat_ws(' ', p.first_name, p.last_name) from person p where p.tenant_id = t.tenant_id and p.id = t.person_id)
    as person_name,
  (select coalesce(jsonb_agg(jsonb_build_object('id', m.user_id, 'name', m.name) order by m.name collate "nb-x-icu"), '[]')
    from task_participant p join member m on m.tenant_id = p.tenant_id and m.user_id = p.user_id
    where p.tenant_id = t.tenant_id and p.task_id = t.id) as participants`

/** A page of the planner or of a card; `after` is the last row seen, never an offset. */
export async function listTasks(db: Read, who: Who, { after, size, ...filter }: Query) {
  const cursor = after ? readCursor(after) : null
  const conditions = await conditionsOf(db, who, filter)
  const page = areClosed(filter.view, filter.statuses)
    ? closedPage(conditions, cursor, size + 1)
    : duePage(conditions, cursor, size + 1)
  // The page first, what belongs to its rows afterwards.
  const { rows } = await sql<Row>`
    select t.*, ${shownColumns} from (select t.*, row_number() over () as place from (${page}) t) t order by t.place
    ${keepPlan}`.execute(db)
  const items = rows.slice(0, size)
  const last = items.at(-1)
  return { items, next: rows.length > size && last ? writeCursor(last) : null }
}

/** Those with a due day in its order, and then those without: the second part is read when the first does not fill the page. */
function duePage(conditions: RawBuilder<unknown>, after: Cursor | null, wanted: number) {
  const dated = after ? sql`and (t.due_on, t.id) > (${after.key}::date, ${after.id}::uuid)` : sql``
  const undated = after ? sql`and t.id > ${after.id}::uuid` : sql``
  const rest = sql`(select t.*, null::text as sort_key from task t
    where ${conditions} and t.due_on is null ${after?.key === null ? undated : sql``} order by t.id limit ${sql.lit(wanted)})`
  if (after?.key === null) return rest
  return sql`
    (select t.*, t.due_on::text as sort_key from task t
      where ${conditions} and t.due_on is not null ${dated} order by t.due_on, t.id limit ${sql.lit(wanted)})
    union all ${rest} limit ${sql.lit(wanted)}`
}

function closedPage(conditions: RawBuilder<unknown>, after: Cursor | null, wanted: number) {
  const beyond = after ? sql`and (t.closed_at, t.id) < (${after.key}::timestamptz, ${after.id}::uuid)` : sql``
  return sql`select t.*, t.closed_at::text as sort_key from task t where ${conditions} and t.closed_at is not null ${beyond}
    order by t.closed_at desc, t.id desc limit ${sql.lit(wanted)}`
}

const today = sql`(now() at time zone 'Europe/Oslo')::date`

async function conditionsOf(db: Read, who: Who, filter: Filter): Promise<RawBuilder<unknown>> {
  const { q, responsible_ids, due_from, due_to, without_due, company_id, person_id } = filter
  return sql.join(
    [
      sql`t.tenant_id = ${who.tenant_id}`,
      sql`t.deleted_at is null`,
      ...statusConditions(filter),
      ...viewConditions(who, filter),
      ...(q ? [await named(db, q)] : []),
      ...(responsible_ids.length > 0 ? [sql`t.responsible_id = any (${responsible_ids}::uuid[])`] : []),
      ...(due_from ? [sql`t.due_on >= ${due_from}::date`] : []),
      ...(due_to ? [sql`t.due_on <= ${due_to}::date`] : []),
      ...(without_due ? [sql`t.due_on is null`] : []),
      ...(company_id ? [sql`t.company_id = ${company_id}::uuid`] : []),
      ...(person_id ? [sql`t.person_id = ${person_id}::uuid`] : []),
    ],
    sql` and `,
  )
}

/** Written out where it is about open or closed ones alone: the indexes are of those. */
function statusConditions({ view, statuses }: Filter): RawBuilder<unknown>[] {
  const wanted = statuses.length > 0 ? statuses : view === 'done' ? (['done', 'cancelled'] as const) : openStatuses
  return [
    ...(wanted.every((status) => !isClosed(status)) ? [sql`t.status not in ('done', 'cancelled')`] : []),
    ...(wanted.every(isClosed) ? [sql`t.status in ('done', 'cancelled')`] : []),
    ...(statuses.length > 0 ? [sql`t.status = any (${statuses}::text[])`] : []),
  ]
}

function viewConditions(who: Who, { view }: Filter): RawBuilder<unknown>[] {
  const me = sql`${who.user_id}::uuid`
  const conditions: Record<Filter['view'], RawBuilder<unknown>[]> = {
    mine: [sql`t.responsible_id = ${me}`],
    delegated: [sql`t.created_by = ${me}`, sql`t.created_by <> t.responsible_id`],
    shared: [
      sql`t.id = any (array(select p.task_id from task_participant p where p.tenant_id = ${who.tenant_id} and p.user_id = ${me}))`,
      sql`t.responsible_id <> ${me}`,
    ],
    overdue: [sql`t.due_on < ${today}`],
    future: [sql`coalesce(t.start_on, t.due_on) > ${today}`],
    all: [],
    done: [],
  }
  return conditions[view]
}

/** As many tasks as are looked up by themselves; of words that more of them have, the first ones are met on the way. */
const FEW = 2_000

async function named(db: Read, q: string): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{ found: string[] | null }>`select find_tasks(${q}, ${FEW}) as found`.execute(db)
  const found = rows[0]?.found
  if (found) return sql`t.id = any (${found}::uuid[])`
  return sql`fold(t.title) like all (array(select '%' || word || '%' from unnest(like_words(fold(trim(${q})))) word))`
}

/** Counted no further than anyone looks. */
export async function countTasks(db: Read, who: Who, filter: Filter): Promise<{ count: number }> {
  const conditions = await conditionsOf(db, who, filter)
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select from task t where ${conditions} limit 1001) t`.execute(db)
  return { count: rows[0]?.count ?? 0 }
}
