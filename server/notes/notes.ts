import { sql } from 'kysely'
import type { z } from 'zod'
import { mentionedIn, type NoteDocument, textOf, withMentions } from '#contract/note-document.ts'
import type { Note, NoteInput, notes } from '#contract/notes.ts'
import { notify } from '#server/notifications/notify.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { mustBeThere } from '#server/platform/record.ts'

type Input = z.output<typeof NoteInput>
type Row = z.input<typeof Note>
const today = sql<string>`(now() at time zone 'Europe/Oslo')::date`

export async function createNote(tx: Write, who: Who, input: z.output<typeof notes.create.body>): Promise<Row> {
  const { company_id, person_id } = input
  if (company_id) await mustBeThere(tx, who, 'company', company_id)
  if (person_id) await mustBeThere(tx, who, 'person', person_id)
  const row = await tx
    .insertInto('note')
    .values({
      ...(await columns(tx, who, input)),
      company_id,
      person_id,
      tenant_id: who.tenant_id,
      author_id: who.user_id,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return withNotices(tx, row as unknown as Row, who)
}

export async function updateNote(tx: Write, who: Who, id: string, input: Input, version: number) {
  const stored = await readNote(tx, who, id)
  if (stored.is_private !== input.is_private && stored.author_id !== who.user_id)
    throw new AppError('invalid', { field: 'is_private', message: 'only_author' })
  const row = await changeNote(tx, who, id, version, await columns(tx, who, input))
  return withNotices(tx, row, who)
}

async function columns(tx: Write, who: Who, { subject, body, noted_on, is_private }: Input) {
  const named = await nameMentions(tx, who, body)
  return { subject, is_private, noted_on: noted_on ?? today, body: JSON.stringify(named), body_text: textOf(named) }
}

/** Writes each colleague's name as it is; whoever is in no place of this firm is refused. */
async function nameMentions(tx: Write, who: Who, body: NoteDocument): Promise<NoteDocument> {
  const mentioned = mentionedIn(body)
  if (mentioned.length === 0) return body
  const members = await tx
    .selectFrom('member')
    .select(['user_id', 'name'])
    .where('tenant_id', '=', who.tenant_id)
    .where('user_id', 'in', mentioned)
    .execute()
  const names = new Map(members.map(({ user_id, name }) => [user_id, name]))
  if (names.size < mentioned.length) throw new AppError('invalid', { field: 'body', message: 'unknown_colleague' })
  return withMentions(body, (mention) => ({
    ...mention,
    attrs: { id: mention.attrs.id, label: names.get(mention.attrs.id) ?? null },
  }))
}

/** Tells those who are mentioned, once a note and person. */
async function withNotices(tx: Write, row: Row, { tenant_id }: Who) {
  const { id, company_id, person_id } = row
  const about = { entity: 'note', entity_id: id, company_id, person_id } as const
  if (!row.is_private) await notify(tx, { tenant_id, kind: 'mention', to: mentionedIn(row.body), ...about })
  return row
}

export const pinNote = (tx: Write, who: Who, id: string, version: number) =>
  changeNote(tx, who, id, version, { pinned_at: sql<string>`coalesce(pinned_at, now())` })

export const unpinNote = (tx: Write, who: Who, id: string, version: number) =>
  changeNote(tx, who, id, version, { pinned_at: null })

export async function deleteNote(tx: Write, who: Who, id: string, version: number) {
  await changeNote(tx, who, id, version, { deleted_at: sql<string>`now()`, deleted_by: who.user_id })
}

/** Writes when the row still has `version`; otherwise 412 with the row as it is now, or 404. */
async function changeNote(tx: Write, who: Who, id: string, version: number, values: object): Promise<Row> {
  const current = await readNote(tx, who, id)
  const row = await tx
    .updateTable('note')
    .set(values)
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
  if (row) return row as unknown as Row
  throw new AppError('stale', { current })
}

export async function restoreNote(tx: Write, who: Who, id: string): Promise<Row> {
  const row = await tx
    .updateTable('note')
    .set({ deleted_at: null, deleted_by: null })
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .where('deleted_at', 'is not', null)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return readNote(tx, who, id)
}

/** A note is there as long as one of those that it is about is. Private ones of others the database does not show. */
export async function readNote(db: Read, who: Who, id: string): Promise<Row> {
  const row = await db
    .selectFrom('note as n')
    .selectAll('n')
    .where('n.tenant_id', '=', who.tenant_id)
    .where('n.id', '=', id)
    .where('n.deleted_at', 'is', null)
    .where(isAboutSomething)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row as unknown as Row
}

const isAboutSomething = sql<boolean>`(
  exists (select from company c where c.tenant_id = n.tenant_id and c.id = n.company_id and c.deleted_at is null)
  or exists (select from person p where p.tenant_id = n.tenant_id and p.id = n.person_id and p.deleted_at is null))`
