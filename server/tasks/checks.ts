import { sql } from 'kysely'
import { z } from 'zod'
import type { MessageCode } from '#contract/messages.ts'
import type { Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import type { Stored } from './tasks.ts'

type Links = Pick<Stored, 'responsible_id' | 'participant_ids' | 'company_id' | 'person_id'>

/** Only what is changed is judged: a task stays what it is when its company is deleted, or a colleague leaves. */
export async function checkLinks(tx: Write, who: Who, wanted: Links, stored: Links | null) {
  const changed = <K extends 'responsible_id' | 'company_id' | 'person_id'>(field: K) =>
    wanted[field] === stored?.[field] ? null : wanted[field]
  const colleagues = [changed('responsible_id'), ...wanted.participant_ids]
  const asked = colleagues.filter((one) => one && !stored?.participant_ids.includes(one)) as string[]
  const [company, person] = [changed('company_id'), changed('person_id')]
  if (asked.length === 0 && !company && !person) return
  const { rows } = await sql<{ members: string[]; has_company: boolean; has_person: boolean }>`
    select array(select m.user_id from member m where m.tenant_id = ${who.tenant_id}
        and m.user_id = any (${asked}::uuid[]) and m.deactivated_at is null) as members,
      exists (select from company c where c.tenant_id = ${who.tenant_id} and c.id = ${company}::uuid and c.deleted_at is null)
        as has_company,
      exists (select from person p where p.tenant_id = ${who.tenant_id} and p.id = ${person}::uuid and p.deleted_at is null)
        as has_person`.execute(tx)
  const found = rows[0]
  const isUnknown = (one: string) => asked.includes(one) && !found?.members.includes(one)
  refuse([
    ...(isUnknown(wanted.responsible_id ?? '') ? [fault('responsible_id', 'not_a_colleague')] : []),
    ...(wanted.participant_ids.some(isUnknown) ? [fault('participant_ids', 'not_a_colleague')] : []),
    ...(company && !found?.has_company ? [fault('company_id', 'unknown_record')] : []),
    ...(person && !found?.has_person ? [fault('person_id', 'unknown_record')] : []),
  ])
}

/** Of a change to a part of the task: what the contract sees of a whole one. */
export function checkDays({ start_on, due_on, recurrence, recurs_from }: Stored) {
  if (start_on && due_on && due_on < start_on) refuse([fault('due_on', 'due_before_start')])
  if (recurrence && recurs_from === 'date' && !due_on) refuse([fault('due_on', 'due_for_recurrence')])
}

const fault = (field: string, message: MessageCode): z.core.$ZodIssue => ({
  code: 'custom',
  path: [field],
  message,
  input: undefined,
})

function refuse(issues: z.core.$ZodIssue[]) {
  if (issues.length > 0) throw new AppError('invalid', { issues: new z.ZodError(issues) })
}
