import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { CustomField, CustomFieldInput } from '#contract/custom-fields.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'

type Input = z.output<typeof CustomFieldInput>
type Choice = Input['choices'][number]

/** The definitions of the firm's own fields on companies in their order, archived ones last. */
export async function listFields(db: Read, who: Who): Promise<CustomField[]> {
  const rows = await fieldsOf(db, who)
    .orderBy(sql`archived_at is not null`)
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows as CustomField[]
}

const fieldsOf = (db: Read, who: Who) =>
  db.selectFrom('custom_field').selectAll().where('tenant_id', '=', who.tenant_id).where('entity', '=', 'company')

export async function createField(tx: Write, who: Who, input: Input): Promise<CustomField> {
  const row = await tx
    .insertInto('custom_field')
    .values({
      tenant_id: who.tenant_id,
      label: input.label,
      kind: input.kind,
      ...choiceColumns(input.choices),
      position: await nextPosition(tx, who),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return row as CustomField
}

const choiceColumns = (choices: Choice[]) => ({
  choices: choices.map(({ name }) => name),
  archived_choices: choices.filter(({ is_archived }) => is_archived).map(({ name }) => name),
})

/** After all that are in use; those stay locked, so that two administrators do not take the same place. */
async function nextPosition(tx: Write, who: Who) {
  const open = await openFields(tx, who)
  if (open.length >= 100) throw new AppError('invalid', { field: 'label', message: 'too_many_fields' })
  return (open.at(-1)?.position ?? -1) + 1
}

const openFields = (tx: Write, who: Who) =>
  fieldsOf(tx, who).where('archived_at', 'is', null).orderBy('position').orderBy('id').forUpdate().execute()

/** Writes the definition; a choice with a new name gets it in every company that has it, and one in use can not go. */
export async function updateField(tx: Write, who: Who, id: string, input: Input, version: number) {
  const before = await lockField(tx, who, id, version)
  if (input.kind !== before.kind) throw new AppError('invalid', { field: 'kind', message: 'kind_stays' })
  const renamed = input.choices.flatMap(({ name, was }) => (was && was !== name ? [{ was, name }] : []))
  const going = before.choices.filter((choice) => !input.choices.some(({ name, was }) => choice === (was ?? name)))
  if (await isAnyInUse(tx, who, id, going))
    throw new AppError('invalid', { field: 'choices', message: 'choice_in_use' })
  const row = await writeField(tx, who, id, { label: input.label, ...choiceColumns(input.choices) })
  if (renamed.length > 0) await renameInCompanies(tx, who, id, renamed)
  return row
}

/** The field as it is, locked; 412 with it when it is not the version that was seen. */
async function lockField(tx: Write, who: Who, id: string, version: number) {
  const field = await fieldsOf(tx, who).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!field) throw new AppError('not_found')
  if (field.version !== version) throw new AppError('stale', { current: field })
  return field
}

async function writeField(tx: Write, who: Who, id: string, values: object): Promise<CustomField> {
  const row = await tx
    .updateTable('custom_field')
    .set(values)
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return row as CustomField
}

/** Deleted companies count: they can come back. */
async function isAnyInUse(tx: Write, who: Who, id: string, choices: string[]) {
  if (choices.length === 0) return false
  const used = await tx
    .selectFrom('company')
    .select('id')
    .where('tenant_id', '=', who.tenant_id)
    .where(sql<string>`custom ->> ${id}`, 'in', choices)
    .limit(1)
    .executeTakeFirst()
  return used !== undefined
}

/** All new names at once, so that two choices can change names with each other. */
async function renameInCompanies(tx: Write, who: Who, id: string, renamed: { was: string; name: string }[]) {
  // Each company is written with its history and search entry: a large firm needs more than the ordinary five seconds.
  await sql`set local statement_timeout = '60s'`.execute(tx)
  const names = JSON.stringify(Object.fromEntries(renamed.map(({ was, name }) => [was, name])))
  await tx
    .updateTable('company')
    .set({ custom: sql`jsonb_set(custom, array[${id}::text], ${names}::jsonb -> (custom ->> ${id}))` })
    .where('tenant_id', '=', who.tenant_id)
    .where(
      sql<string>`custom ->> ${id}`,
      'in',
      renamed.map(({ was }) => was),
    )
    .execute()
}

/** Moves a field among those in use; the others close up. */
export async function moveField(tx: Write, who: Who, id: string, position: number, version: number) {
  const open = await openFields(tx, who)
  const field = await lockField(tx, who, id, version)
  if (field.archived_at) throw new AppError('conflict')
  const order = open.filter((other) => other.id !== id).toSpliced(position, 0, field)
  for (const [at, { id, position }] of order.entries())
    if (position !== at) await writeField(tx, who, id, { position: at })
  return (await fieldsOf(tx, who).where('id', '=', id).executeTakeFirstOrThrow()) as CustomField
}

/** Out of use, or in use again after the others; the companies' values stay as they are. */
export async function setArchived(tx: Write, who: Who, id: string, at: RawBuilder<string> | null, version: number) {
  const field = await lockField(tx, who, id, version)
  if ((at === null) === (field.archived_at === null)) return field as CustomField
  return writeField(tx, who, id, { archived_at: at, ...(at ? {} : { position: await nextPosition(tx, who) }) })
}
