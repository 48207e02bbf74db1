import { sql } from 'kysely'
import type { z } from 'zod'
import type { SmsTemplate, SmsTemplateInput } from '#contract/sms-settings.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'

type Input = z.output<typeof SmsTemplateInput>

const MOST = 500

const ofFirm = (db: Read, { tenant_id }: Who) =>
  db
    .selectFrom('sms_template')
    .select(['id', 'version', 'name', 'text'])
    .select(sql<SmsTemplate['language']>`language`.as('language'))
    .where('tenant_id', '=', tenant_id)
    .where('deleted_at', 'is', null)

export const listTemplates = (db: Read, who: Who) =>
  ofFirm(db, who)
    .orderBy(sql`name collate "nb-x-icu"`)
    .orderBy('id')
    .limit(MOST)
    .execute()

export async function createTemplate(tx: Write, who: Who, input: Input) {
  const { id } = await tx
    .insertInto('sms_template')
    .values({ tenant_id: who.tenant_id, ...input })
    .returning('id')
    .executeTakeFirstOrThrow()
  return ofFirm(tx, who).where('id', '=', id).executeTakeFirstOrThrow()
}

export const changeTemplate = (tx: Write, who: Who, id: string, version: number, input: Input) =>
  write(tx, who, id, version, input)

export async function deleteTemplate(tx: Write, who: Who, id: string, version: number) {
  await write(tx, who, id, version, { deleted_at: sql<string>`now()`, deleted_by: who.user_id })
}

async function write(
  tx: Write,
  who: Who,
  id: string,
  version: number,
  change: Input | { deleted_at: ReturnType<typeof sql<string>>; deleted_by: string },
) {
  const before = await ofFirm(tx, who).where('id', '=', id).executeTakeFirst()
  if (!before) throw new AppError('not_found')
  const { numUpdatedRows } = await tx
    .updateTable('sms_template')
    .set(change)
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .where('version', '=', version)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  const current = await ofFirm(tx, who).where('id', '=', id).executeTakeFirst()
  if (!numUpdatedRows) throw new AppError('stale', { current: current ?? before })
  return current ?? before
}
