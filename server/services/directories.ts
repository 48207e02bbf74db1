import type { z } from 'zod'
import { type directories, type DirectoriesInput, usualDirectories } from '#contract/directories.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'

type Reply = z.output<typeof directories.list.reply>

export async function readDirectories(db: Read, who: Who): Promise<Reply> {
  const { version, directories: own } = await db
    .selectFrom('firm')
    .select(['version', 'directories'])
    .where('tenant_id', '=', who.tenant_id)
    .executeTakeFirstOrThrow()
  return { version, items: (own as Reply['items'] | null) ?? usualDirectories, is_usual: own === null }
}

/** Writes when the firm still has `version`; otherwise 412 with what is chosen now. */
export async function chooseDirectories(
  tx: Write,
  who: Who,
  { items }: z.output<typeof DirectoriesInput>,
  version: number,
): Promise<Reply> {
  const { numUpdatedRows } = await tx
    .updateTable('firm')
    .set({ directories: items && JSON.stringify(items) })
    .where('tenant_id', '=', who.tenant_id)
    .where('version', '=', version)
    .executeTakeFirst()
  const now = await readDirectories(tx, who)
  if (numUpdatedRows === 0n) throw new AppError('stale', { current: now })
  return now
}
