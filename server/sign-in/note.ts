import type { Write } from '#server/platform/db.ts'

/** Who did it: a colleague at the screen, or nobody of the firm, as part of the installation. */
type By = { tenant_id: string; user_id: string | null }

/** History of a member that stands in no column of hers: {what: [before, after]}. */
export async function noteOnMember(tx: Write, by: By, id: string, changes: object) {
  await tx
    .insertInto('history')
    .values({
      tenant_id: by.tenant_id,
      user_id: by.user_id,
      via: by.user_id ? 'screen' : 'setup',
      action: 'changed',
      entity: 'member',
      entity_id: id,
      changes: JSON.stringify(changes),
    })
    .execute()
}
