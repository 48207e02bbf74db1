import type { Write } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'

/** History of a member that stands in no column of hers: {what: [before, after]}. */
export async function noteOnMember(tx: Write, who: Pick<Who, 'tenant_id' | 'user_id'>, id: string, changes: object) {
  await tx
    .insertInto('history')
    .values({
      tenant_id: who.tenant_id,
      user_id: who.user_id,
      via: 'screen',
      action: 'changed',
      entity: 'member',
      entity_id: id,
      changes: JSON.stringify(changes),
    })
    .execute()
}
