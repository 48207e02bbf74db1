import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Category, CategoryInput } from '#contract/categories.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'

type Input = z.output<typeof CategoryInput>
export type Kind = 'company' | 'person'
const kinds = ['company', 'person'] as const
const covers = { company: 'for_companies', person: 'for_persons' } as const

export async function listCategories(db: Read, who: Who): Promise<Category[]> {
  const rows = await categoriesOf(db, who)
    .orderBy(sql`name collate "nb-x-icu"`)
    .execute()
  return rows as Category[]
}

const categoriesOf = (db: Read, who: Who) =>
  db.selectFrom('category').selectAll().where('tenant_id', '=', who.tenant_id)

export async function createCategory(tx: Write, who: Who, input: Input): Promise<Category> {
  const row = await tx
    .insertInto('category')
    .values({ ...input, tenant_id: who.tenant_id })
    .returningAll()
    .executeTakeFirstOrThrow()
  return row as Category
}

/** What is tied while this happens waits for it, or is seen: whoever ties a category locks it too. */
export async function updateCategory(tx: Write, who: Who, id: string, input: Input, version: number) {
  await lockCategory(tx, who, id, version)
  for (const kind of kinds)
    if (!input[covers[kind]] && (await isUsed(tx, who, id, kind)))
      throw new AppError('invalid', { field: covers[kind], message: `category_of_${kind}` })
  return writeCategory(tx, who, id, input)
}

/** The category as it is, locked; 412 with it when it is not the version that was seen. */
async function lockCategory(tx: Write, who: Who, id: string, version: number) {
  const category = await categoriesOf(tx, who).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!category) throw new AppError('not_found')
  if (category.version !== version) throw new AppError('stale', { current: category })
  return category as Category
}

/** Deleted companies and persons count: they can come back. */
async function isUsed(tx: Write, who: Who, id: string, kind: Kind) {
  const used = await tx
    .selectFrom(`${kind}_category`)
    .select('category_id')
    .where('tenant_id', '=', who.tenant_id)
    .where('category_id', '=', id)
    .limit(1)
    .executeTakeFirst()
  return used !== undefined
}

async function writeCategory(tx: Write, who: Who, id: string, values: object): Promise<Category> {
  const row = await tx
    .updateTable('category')
    .set(values)
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return row as Category
}

export async function setArchived(tx: Write, who: Who, id: string, at: RawBuilder<string> | null, version: number) {
  const category = await lockCategory(tx, who, id, version)
  if ((at === null) === (category.archived_at === null)) return category
  return writeCategory(tx, who, id, { archived_at: at })
}

/** All uses get the other category, each with its history; the one that was replaced is archived. */
export async function replaceCategory(tx: Write, who: Who, id: string, by: string, version: number) {
  // Each company is written with its history: a large firm needs more than the ordinary five seconds.
  await sql`set local statement_timeout = '60s'`.execute(tx)
  const replaced = await lockCategory(tx, who, id, version)
  const other = await categoriesOf(tx, who).where('id', '=', by).forShare().executeTakeFirst()
  const refuse = (message: 'unknown_category' | 'category_archived' | 'category_itself' | 'category_kind') => {
    throw new AppError('invalid', { field: 'by', message })
  }
  if (!other) return refuse('unknown_category')
  if (by === id) return refuse('category_itself')
  if (other.archived_at) return refuse('category_archived')
  const moved = { companies: 0, persons: 0 }
  for (const kind of kinds) {
    const uses = await moveUses(tx, who, kind, id, by)
    if (uses > 0 && !other[covers[kind]]) return refuse('category_kind')
    moved[kind === 'company' ? 'companies' : 'persons'] = uses
  }
  const row = replaced.archived_at ? replaced : await writeCategory(tx, who, id, { archived_at: sql`now()` })
  return { ...row, moved }
}

/** Those that have the other already only lose this one. */
async function moveUses(tx: Write, who: Who, kind: Kind, from: string, to: string) {
  const table = sql.table(`${kind}_category`)
  const record = sql.ref(`${kind}_id`)
  await sql`insert into ${table} (tenant_id, ${record}, category_id)
    select tenant_id, ${record}, ${to} from ${table} where tenant_id = ${who.tenant_id} and category_id = ${from}
    on conflict do nothing`.execute(tx)
  const { numAffectedRows = 0n } = await sql`
    delete from ${table} where tenant_id = ${who.tenant_id} and category_id = ${from}`.execute(tx)
  return Number(numAffectedRows)
}

/** One that something has is refused by the foreign keys. */
export async function deleteCategory(tx: Write, who: Who, id: string, version: number) {
  await lockCategory(tx, who, id, version)
  await tx.deleteFrom('category').where('tenant_id', '=', who.tenant_id).where('id', '=', id).execute()
}
