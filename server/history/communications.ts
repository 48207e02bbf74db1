import type { Communication } from '#contract/communications.ts'
import type { Write } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import { mustBeThere } from '#server/platform/record.ts'

/** That somebody turned to them by one of their numbers or addresses; what was said is not known here. */
export async function noteCommunication(tx: Write, who: Who, { company_id, person_id, way, to }: Communication) {
  if (company_id) await mustBeThere(tx, who, 'company', company_id)
  if (person_id) await mustBeThere(tx, who, 'person', person_id)
  await tx
    .insertInto('history')
    .values({
      ...{ tenant_id: who.tenant_id, user_id: who.user_id, via: who.via ?? 'screen', action: 'contacted' },
      ...{ entity: 'communication', entity_id: person_id ?? company_id ?? '', company_id, person_id },
      changes: JSON.stringify({ [`by_${way}`]: [null, to] }),
    })
    .execute()
}
