import type { Communication } from '#contract/communications.ts'
import { communications } from '#calls/communications.ts'
import { call } from '#web/platform/api.ts'

/** Whose numbers and addresses they are: of a contact, the company and the person. */
export type Whose = { company_id?: string; person_id?: string }

/** Beside what was chosen, never in its way: whoever calls is not told that it could not be noted. */
export const noteCommunication = (whose: Whose, way: Communication['way'], to: string) =>
  call(communications.note, { body: { ...whose, way, to }, keepalive: true }).catch(() => undefined)
