import { sql } from 'kysely'
import type { z } from 'zod'
import { guessFields } from '#contract/import-fields.ts'
import type { imports } from '#contract/imports.ts'
import type { Language } from '#contract/messages.ts'
import type { Who } from '#server/companies/insert-many.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import { type Head, lock, setHead } from './head.ts'
import { readImport } from './imports.ts'
import type { Reading } from './values.ts'

type Plan = z.output<typeof imports.plan.body>

/** A new plan makes what was checked by the old one worth nothing. */
export async function planImport(tx: Write, who: Who, id: string, plan: Plan, version: number) {
  const head = await lock(tx, who, id)
  if (!['read', 'checked'].includes(head.state)) throw new AppError('conflict')
  const current = await readImport(tx, who, id)
  if (current.version !== version) throw new AppError('stale', { current })
  const fields = plan.mapping.filter((field) => field !== null)
  if (new Set(fields).size < fields.length) throw new AppError('invalid', { field: 'mapping', message: 'field_twice' })
  const knowsCompany = fields.some((field) => ['name', 'org_number', 'customer_number'].includes(field))
  if (
    !knowsCompany &&
    !fields.some((field) => ['person.name', 'person.last_name', 'person.first_name'].includes(field))
  )
    throw new AppError('invalid', { field: 'mapping', message: 'name_column' })
  const { has_header, mapping, rule } = plan
  const row_count = await setHeader(tx, who, id, has_header)
  await setHead(tx, who, id, { state: 'read', has_header, row_count, mapping, rule, done_rows: 0, counts: {} })
  return readImport(tx, who, id)
}

/** Makes the first row one of headings, or not; returns how many others there are. */
export async function setHeader(tx: Write, who: Who, id: string, hasHeader: boolean): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with first as (
      update import_row set state = ${hasHeader ? 'header' : 'unchecked'}
      where tenant_id = ${who.tenant_id} and import_id = ${id} and number =
        (select min(number) from import_row where tenant_id = ${who.tenant_id} and import_id = ${id}))
    select count(*) - ${hasHeader ? 1 : 0} as count from import_row
    where tenant_id = ${who.tenant_id} and import_id = ${id}`.execute(tx)
  return Number(rows[0]?.count)
}

/** What I said the last time of a file with the same headings, or else what the headings mean. */
export async function rememberedMapping(db: Read, who: Who, header: string[], hasHeader: boolean) {
  if (!hasHeader) return header.map(() => null)
  const last = await db
    .selectFrom('import')
    .select('mapping')
    .where('tenant_id', '=', who.tenant_id)
    .where('created_by', '=', who.user_id)
    .where(sql<boolean>`header = ${sql.val(header)}::text[]`)
    .where('state', 'not in', ['receiving', 'reading', 'unreadable', 'read'])
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
  const own = await readDefinitions(db, who)
  const known = new Set(own.filter(({ archived_at }) => archived_at === null).map(({ id }) => `custom.${id}`))
  if (last)
    return (last.mapping as (string | null)[]).map((field) =>
      field?.startsWith('custom.') && !known.has(field) ? null : field,
    )
  return guessFields(
    header,
    own.filter(({ archived_at }) => archived_at === null),
  )
}

export async function readReading(db: Read, who: Who, head: Head, language: Language): Promise<Reading> {
  const members = await db
    .selectFrom('member')
    .select(['user_id as id', 'name', 'email'])
    .where('tenant_id', '=', who.tenant_id)
    .where('deactivated_at', 'is', null)
    .execute()
  return { mapping: head.mapping, definitions: await readDefinitions(db, who), members, language }
}

async function readDefinitions(db: Read, who: Who): Promise<Reading['definitions']> {
  const rows = await db
    .selectFrom('custom_field')
    .selectAll()
    .where('tenant_id', '=', who.tenant_id)
    .where('entity', '=', 'company')
    .execute()
  return rows as unknown as Reading['definitions']
}
