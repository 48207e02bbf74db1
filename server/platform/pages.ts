import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { isCleanText } from '#contract/rules.ts'
import { AppError } from '#server/platform/errors.ts'

/** What an order goes by, and whether a row may lack it. Ids are made in the order of time, so they stand for "created". */
export type SortKey = { key: RawBuilder<unknown>; type: string; mayLack: boolean }
export type Direction = 'asc' | 'desc'
export type Cursor = { key: string | null; id: string }
type Sorted = { sort_key: string | null; id: string }

/** The rows that meet the conditions, in this order, at most so many, each with its sort_key as text. */
type Select<R> = (conditions: RawBuilder<unknown>[], order: RawBuilder<unknown>, limit: number) => Promise<R[]>

/** A page: rows that have the key, in its order, and after them those that lack it, by id. Never an offset. */
export async function readInOrder<R extends Sorted>(
  { key, type, mayLack }: SortKey,
  id: RawBuilder<unknown>,
  order: Direction,
  after: Cursor | null,
  wanted: number,
  select: Select<R>,
): Promise<R[]> {
  const direction = sql.raw(order)
  const beyond = sql.raw(order === 'asc' ? '>' : '<')
  const isAmongLacking = mayLack && after !== null && after.key === null
  const withKey = isAmongLacking
    ? []
    : await select(
        [
          ...(mayLack ? [sql`${key} is not null`] : []),
          ...(after ? [sql`(${key}, ${id}) ${beyond} (${after.key}::${sql.raw(type)}, ${after.id}::uuid)`] : []),
        ],
        sql`${key} ${direction}, ${id} ${direction}`,
        wanted,
      )
  if (!mayLack || withKey.length === wanted) return withKey
  const lacking = await select(
    [sql`${key} is null`, ...(isAmongLacking ? [sql`${id} > ${after.id}::uuid`] : [])],
    id,
    wanted - withKey.length,
  )
  return [...withKey, ...lacking]
}

/** A page and the cursor of the next one; `rows` are one more than the page holds, if there are. */
export function pageOf<R extends Sorted>(rows: R[], size: number) {
  const items = rows.slice(0, size)
  const last = items.at(-1)
  return { items, next: rows.length > size && last ? writeCursor(last) : null }
}

export const cursorOf = (row: Sorted): Cursor => ({ key: row.sort_key, id: row.id })
export const writeCursor = (row: Sorted) => Buffer.from(JSON.stringify([row.sort_key, row.id])).toString('base64url')

const Key = z.tuple([z.string().refine(isCleanText).nullable(), z.uuid()])

/** The cursor is the last row's key and id; whoever writes another gets 400. */
export function readCursor(text: string | undefined): Cursor | null {
  if (!text) return null
  const parsed = Key.safeParse(parseJson(Buffer.from(text, 'base64url').toString()))
  if (!parsed.success) throw new AppError('malformed')
  const [key, id] = parsed.data
  return { key, id }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
