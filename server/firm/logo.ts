import { createHash } from 'node:crypto'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { SentFile, Who } from '#server/platform/http.ts'
import { changeFirm } from './firm.ts'
import { readPicture } from './picture.ts'

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

/** What the picture is, is read off its bytes; the firm's version and history follow it by its hash. */
export async function setLogo(tx: Write, who: Who, bytes: Buffer, version: number) {
  if (bytes.length > 512_000) throw new AppError('invalid', { field: 'logo', message: 'picture_size' })
  const picture = readPicture(bytes)
  if (!picture) throw new AppError('invalid', { field: 'logo', message: 'picture_form' })
  const isOutside = [picture.width, picture.height].some((side) => side < 16 || side > 4_000)
  if (isOutside) throw new AppError('invalid', { field: 'logo', message: 'picture_pixels' })
  const logo_hash = createHash('sha256').update(bytes).digest('hex')
  const firm = await changeFirm(tx, who, version, { logo_hash })
  const row = { media_type: picture.media_type, bytes }
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
