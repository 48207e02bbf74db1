import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Company, CompanyCard, CompanyInput } from '#contract/companies.ts'
import { flaggedChanges } from '#contract/register-changes.ts'
import { categoriesOfRow } from '#server/categories/ties.ts'
import { checkCustomValues } from '#server/custom-fields/values.ts'
import { countsOf } from '#server/platform/counts.ts'
import { drawCustomerNumber } from '#server/firm/number-series.ts'
import { keepPlan, type Read, type Write } from '#server/platform/db.ts'
import { contactsOf } from '#server/people/contacts.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { sendJob } from '#server/platform/jobs.ts'

type Input = z.output<typeof CompanyInput>
type Row = z.input<typeof Company>

/** jsonb columns take JSON text; every other column takes the field as it is. */
function columns(input: Partial<Input>) {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value))
  const { postal_address, visiting_address, delivery_address, invoice_address, custom, ...rest } = input
  const documents = { postal_address, visiting_address, delivery_address, invoice_address, custom }
  return {
    ...rest,
    ...Object.fromEntries(
      Object.entries(documents)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, json(value)]),
    ),
  }
}

/** Registers a company; draws the customer number from the firm's series unless one is given. */
export async function createCompany(tx: Write, who: Who, input: Input): Promise<Row> {
  const customer_number = input.customer_number ?? (await drawCustomerNumber(tx, who.tenant_id))
  const custom = await checkCustomValues(tx, who, input.custom)
  const row = await tx
    .insertInto('company')
    .values({
      owner_id: who.user_id,
      ...columns({ ...input, ...custom }),
      name: input.name,
      tenant_id: who.tenant_id,
      customer_number,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return row as Row
}

/** The official register is asked about a Norwegian number, at once and not with the next minute's. */
export async function askRegister(tx: Write, { country, org_number }: Pick<Row, 'country' | 'org_number'>) {
  if (country === 'NO' && org_number) await sendJob(tx, 'fetch_register', {})
}

export async function updateCompany(tx: Write, who: Who, id: string, input: Input, version: number) {
  const stored = await readCompany(tx, who, id)
  const custom = await checkCustomValues(tx, who, input.custom, input.custom && stored.custom)
  const row = await changeCompany(tx, who, id, version, columns({ ...input, ...custom }))
  if (row.org_number !== stored.org_number || row.country !== stored.country) await askRegister(tx, row)
  return row
}

export async function deleteCompany(tx: Write, who: Who, id: string, version: number) {
  await changeCompany(tx, who, id, version, { deleted_at: sql<string>`now()`, deleted_by: who.user_id })
}

/** Changes some fields and leaves the others. */
export async function changeFields(
  tx: Write,
  who: Who,
  id: string,
  version: number,
  { inactive_at, ...fields }: Partial<Input> & { inactive_at?: RawBuilder<string> },
) {
  return changeCompany(tx, who, id, version, { ...columns(fields), ...(inactive_at ? { inactive_at } : {}) })
}

/** Writes when the row still has `version`; otherwise 412 with the row as it is now, or 404. */
async function changeCompany(tx: Write, who: Who, id: string, version: number, values: object): Promise<Row> {
  const row = await tx
    .updateTable('company')
    .set(values)
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
  if (row) return row as Row
  throw new AppError('stale', { current: await readCompany(tx, who, id) })
}

export async function restoreCompany(tx: Write, who: Who, id: string): Promise<Row> {
  const row = await tx
    .updateTable('company')
    .set({ deleted_at: null, deleted_by: null })
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .where('deleted_at', 'is not', null)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row as Row
}

export async function setInactive(tx: Write, who: Who, id: string, at: RawBuilder<string> | null, version: number) {
  return changeCompany(tx, who, id, version, { inactive_at: at })
}

export async function readCompany(db: Read, who: Who, id: string): Promise<Row> {
  const row = await db
    .selectFrom('company')
    .selectAll()
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row as Row
}

/** What the official register says that one should know at once. */
const registerOf = sql<CompanyCard['register']>`(
  select json_build_object('form_name', r.form_name, 'is_bankrupt', r.is_bankrupt,
    'is_winding_up', r.is_winding_up or r.is_forced_winding_up, 'deleted_on', r.deleted_on,
    'changes', (select count(*) from register_change x where x.tenant_id = r.tenant_id and x.company_id = r.company_id
      and x.closed_at is null and x.field = any (${sql.lit(`{${flaggedChanges.join(',')}}`)}::text[])))
  from company_register r
  where r.tenant_id = company.tenant_id and r.company_id = company.id and r.org_number = company.org_number)`

/** The whole card in one statement. A deleted company's card is not there. */
export async function readCard(db: Read, who: Who, id: string): Promise<z.input<typeof CompanyCard>> {
  const row = await db
    .selectFrom('company')
    .selectAll('company')
    .select((eb) => [
      eb
        .selectFrom('member')
        .select('member.name')
        .whereRef('member.tenant_id', '=', 'company.tenant_id')
        .whereRef('member.user_id', '=', 'company.owner_id')
        .as('owner_name'),
      eb
        .exists(
          eb
            .selectFrom('favourite as f')
            .select('f.record_id')
            .whereRef('f.tenant_id', '=', 'company.tenant_id')
            .where('f.user_id', '=', who.user_id)
            .where('f.kind', '=', 'company')
            .whereRef('f.record_id', '=', 'company.id'),
        )
        .as('is_favourite'),
      categoriesOfRow('company', 'company').as('categories'),
      contactsOf.as('contacts'),
      sql<number>`(select count(*) from affiliation a where a.tenant_id = company.tenant_id and a.company_id = company.id)`.as(
        'contact_count',
      ),
      countsOf('company').as('counts'),
      registerOf.as('register'),
    ])
    .where('company.tenant_id', '=', who.tenant_id)
    .where('company.id', '=', id)
    .where('company.deleted_at', 'is', null)
    .modifyEnd(keepPlan)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row as z.input<typeof CompanyCard>
}
