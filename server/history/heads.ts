import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Database, inTransaction } from '#server/platform/db.ts'

/** Of one seal: the line `time firm number hash`. */
export type Head = { tenant_id: string; number: number; hash: string }

/** The seals that were copied outside the database; null when there is no such file. */
export function readHeads(file: string): Head[] | null {
  if (!existsSync(file)) return null
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => /^\S+ ([0-9a-f-]{36}) (\d+) ([0-9a-f]{64})$/.exec(line))
    .filter((found) => found !== null)
    .map(([, tenant_id = '', number, hash = '']) => ({ tenant_id, number: Number(number), hash }))
}

/**
 * Copies the seals that are not in the file yet to its end: whoever rewrites the database, chain and all, does not rewrite
 * them. A crash between the seal and its copy is made up for the next time.
 */
export async function copyHeads(db: Database, file: string) {
  const copied = new Map<string, number>()
  for (const { tenant_id, number } of readHeads(file) ?? []) copied.set(tenant_id, number)
  const firms = await db.selectFrom('auth.tenant').select('tenant_id').execute()
  const lines: string[] = []
  for (const { tenant_id } of firms) {
    const seals = await inTransaction(db, { tenant_id, via: 'job' }, (tx) =>
      tx
        .selectFrom('history_seal')
        .select(['number', 'sealed_at', 'hash'])
        .where('tenant_id', '=', tenant_id)
        .where('number', '>', copied.get(tenant_id) ?? 0)
        .orderBy('number')
        .execute(),
    )
    for (const { number, sealed_at, hash } of seals)
      lines.push(`${sealed_at} ${tenant_id} ${number} ${hash.toString('hex')}\n`)
  }
  if (lines.length > 0) append(file, lines.join(''))
}

/** Readable to the program alone, and on the disk when this returns. */
function append(file: string, text: string) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const opened = openSync(file, 'a', 0o600)
  try {
    writeSync(opened, text)
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}
