import type { z } from 'zod'
import type { Affiliation, people, RoleInput } from '#contract/people.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { createPerson } from './persons.ts'

type Row = z.input<typeof Affiliation>
type Input = z.output<typeof RoleInput>

/** Person and role in the same transaction: a refusal of one leaves nothing of the other. */
export async function createContact(
  tx: Write,
  who: Who,
  companyId: string,
  { person, role }: z.output<typeof people.create_contact.body>,
) {
  if (!(await isThere(tx, who, 'company', companyId))) throw new AppError('not_found')
  const { id } = await createPerson(tx, who, person)
  return insertRole(tx, who, companyId, id, role)
}

export async function link(tx: Write, who: Who, { person_id, company_id, role }: z.output<typeof people.link.body>) {
  if (!(await isThere(tx, who, 'person', person_id)))
    throw new AppError('invalid', { field: 'person_id', message: 'unknown_person' })
  if (!(await isThere(tx, who, 'company', company_id)))
    throw new AppError('invalid', { field: 'company_id', message: 'unknown_company' })
  return insertRole(tx, who, company_id, person_id, role)
}

/** Locks the record: what is deleted meanwhile gets no new role, and one at a time says who is the primary contact. */
async function isThere(tx: Write, who: Who, kind: 'company' | 'person', id: string) {
  const row = await tx
    .selectFrom(kind)
    .select('id')
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row !== undefined
}

async function insertRole(tx: Write, who: Who, company_id: string, person_id: string, role: Input): Promise<Row> {
  if (role.is_primary) await takeMark(tx, who, company_id)
  const row = await tx
    .insertInto('affiliation')
    .values({ ...role, tenant_id: who.tenant_id, company_id, person_id })
    .returningAll()
    .executeTakeFirstOrThrow()
  return row
}

/** The one who is the primary contact is so no longer. */
async function takeMark(tx: Write, who: Who, companyId: string) {
  await tx
    .updateTable('affiliation')
    .set({ is_primary: false })
    .where('tenant_id', '=', who.tenant_id)
    .where('company_id', '=', companyId)
    .where('is_primary', '=', true)
    .execute()
}

export async function updateRole(tx: Write, who: Who, id: string, role: Input, version: number): Promise<Row> {
  const current = await readRole(tx, who, id)
  if (current.version !== version) throw new AppError('stale', { current })
  if (role.is_primary && !current.is_primary) {
    await isThere(tx, who, 'company', current.company_id)
    await takeMark(tx, who, current.company_id)
  }
  const row = await tx
    .updateTable('affiliation')
    .set(role)
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new AppError('stale', { current: await readRole(tx, who, id) })
  return row
}

export async function unlink(tx: Write, who: Who, id: string, version: number) {
  const { numDeletedRows } = await tx
    .deleteFrom('affiliation')
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (!numDeletedRows) throw new AppError('stale', { current: await readRole(tx, who, id) })
}

async function readRole(db: Read, who: Who, id: string): Promise<Row> {
  const row = await db
    .selectFrom('affiliation')
    .selectAll()
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row
}
