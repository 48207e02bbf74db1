import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { ListedNote, NoteVersion, notes } from '#contract/notes.ts'
import { keepPlan, type Read } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { mustBeThere } from '#server/platform/record.ts'
import { readNote } from './notes.ts'

type Query = z.output<typeof notes.list.query>
const PAGE = 50
const VERSIONS = 10

/** A page of the notes of a card; the last note seen is the key to the next. */
export async function listNotes(db: Read, who: Who, query: Query) {
  const of = query.company_id ? 'company' : 'person'
  const recordId = query.company_id ?? query.person_id ?? ''
  await mustBeThere(db, who, of, recordId)
  const here = sql`n.tenant_id = ${who.tenant_id} and n.${sql.ref(`${of}_id`)} = ${recordId}::uuid`
  const conditions = [
    here,
    sql`n.deleted_at is null`,
    ...(query.author_id ? [sql`n.author_id = ${query.author_id}::uuid`] : []),
    ...(query.is === 'any' ? [] : [query.is === 'private' ? sql`n.is_private` : sql`not n.is_private`]),
    ...(query.q ? [sql`strpos(n.folded, (select fold(${query.q}))) > 0`] : []),
    ...(query.after ? [await beyond(db, who, query.after)] : []),
  ]
  const rows = await readPage(db, conditions)
  const items = rows.slice(0, PAGE)
  const next = rows.length > PAGE ? (items.at(-1)?.id ?? null) : null
  return { items, next, hidden: query.after ? [] : await countHidden(db, who, of, recordId) }
}

async function readPage(db: Read, conditions: RawBuilder<unknown>[]) {
  const { rows } = await sql<z.input<typeof ListedNote>>`
    select n.*, a.name as author_name, m.name as changed_by_name, left(n.body_text, 400) as excerpt,
      length(n.body_text) > 400 or n.body @? '$.**.type ? (@ != "doc" && @ != "paragraph" && @ != "text" && @ != "hardBreak")'
      or n.body @? '$.**.marks[*]' as has_more
    from (select * from note n where ${sql.join(conditions, sql` and `)}
      order by (n.pinned_at is not null) desc, n.noted_on desc, n.id desc limit ${sql.lit(PAGE + 1)}) n
    left join member a on a.tenant_id = n.tenant_id and a.user_id = n.author_id
    left join member m on m.tenant_id = n.tenant_id and m.user_id = n.changed_by
    order by (n.pinned_at is not null) desc, n.noted_on desc, n.id desc ${keepPlan}`.execute(db)
  return rows
}

/** Those after the note in the order of the list; also where it was deleted meanwhile. */
async function beyond(db: Read, who: Who, id: string) {
  const last = await db
    .selectFrom('note')
    .select(['noted_on', 'pinned_at'])
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!last) throw new AppError('not_found')
  return sql`((n.pinned_at is not null), n.noted_on, n.id) < (${last.pinned_at !== null}::boolean, ${last.noted_on}::date, ${id}::uuid)`
}

/** The table's policy shows others' only to administrators. */
async function countHidden(db: Read, who: Who, of: 'company' | 'person', recordId: string) {
  const { rows } = await sql<{ author_name: string; count: number }>`
    select m.name as author_name, count(*) as count from private_note x
    join member m on m.tenant_id = x.tenant_id and m.user_id = x.author_id
    where x.tenant_id = ${who.tenant_id} and x.${sql.ref(`${of}_id`)} = ${recordId}::uuid and x.author_id <> ${who.user_id}
    group by m.user_id, m.name order by m.name collate "nb-x-icu" ${keepPlan}`.execute(db)
  return rows
}

/** What was changed of a note, as its own history tells it. */
export async function readVersions(db: Read, who: Who, id: string, { before }: { before?: string | undefined }) {
  await readNote(db, who, id)
  const { rows } = await sql<z.input<typeof NoteVersion>>`
    select h.id, h.at, m.name as user_name, h.via, h.action, coalesce(d.changes, '{}') as changes
    from history h
    left join history_detail d on d.tenant_id = h.tenant_id and d.history_id = h.id
    left join member m on m.tenant_id = h.tenant_id and m.user_id = h.user_id
    where h.tenant_id = ${who.tenant_id} and h.entity = 'note' and h.entity_id = ${id}::uuid and h.copy_of is null
      and (${before ?? null}::uuid is null or h.id < ${before ?? null}::uuid)
    order by h.id desc limit ${VERSIONS + 1}`.execute(db)
  const items = rows.slice(0, VERSIONS)
  return { items, next: rows.length > VERSIONS ? (items.at(-1)?.id ?? null) : null }
}
