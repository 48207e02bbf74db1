import type { Read } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'

/** What hangs on a company or person is there with it: of one that is deleted or was never there, 404. */
export async function mustBeThere(db: Read, { tenant_id }: Who, kind: 'company' | 'person', id: string) {
  const record = await db
    .selectFrom(kind)
    .select('id')
    .where('tenant_id', '=', tenant_id)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!record) throw new AppError('not_found')
}
