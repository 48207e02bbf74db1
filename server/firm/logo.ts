import { createHash } from 'node:crypto'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { SentFile, Who } from '#server/platform/http.ts'
import { changeFirm } from './firm.ts'
import type { Picture } from './picture.ts'

export async function readLogo(db: Read, who: Who): Promise<SentFile> {
  const logo = await db
    .selectFrom('firm_logo as l')
    .innerJoin('firm as f', 'f.tenant_id', 'l.tenant_id')
    .select(['l.media_type', 'l.bytes', 'f.logo_hash'])
    .where('l.tenant_id', '=', who.tenant_id)
    .executeTakeFirst()
  if (!logo?.logo_hash) throw new AppError('not_found')
  return { media_type: logo.media_type, bytes: logo.bytes, etag: logo.logo_hash }
}

/** The firm's version and history follow the picture by its hash. */
export async function setLogo(tx: Write, who: Who, row: Picture, version: number) {
  const logo_hash = createHash('sha256').update(row.bytes).digest('hex')
  const firm = await changeFirm(tx, who, version, { logo_hash })
  await tx
    .insertInto('firm_logo')
    .values({ tenant_id: who.tenant_id, ...row })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(row))
    .execute()
  return firm
}

export async function removeLogo(tx: Write, who: Who, version: number) {
  const firm = await changeFirm(tx, who, version, { logo_hash: null })
  await tx.deleteFrom('firm_logo').where('tenant_id', '=', who.tenant_id).execute()
  return firm
}
