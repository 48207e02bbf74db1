import { sql } from 'kysely'
import type { z } from 'zod'
import type { NewFirmInput, SetupInput } from '#contract/session.ts'
import { fillDemoFirm } from '#db/seed/demo.ts'
import { actAs, type Read, type Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { refuseCommonPassword } from './password-rule.ts'

export async function isSetupNeeded(db: Read): Promise<boolean> {
  return !(await db.selectFrom('auth.account').select('id').limit(1).executeTakeFirst())
}

/** Makes the first firm and its administrator; returns their ids. Refused with 404 once there is an account. */
export async function makeFirst(tx: Write, input: z.output<typeof SetupInput>, password_hash: string) {
  // Two setups at once: the second waits here, then sees the first one's account.
  await sql`select pg_advisory_xact_lock(hashtext('kundebok setup'))`.execute(tx)
  if (!(await isSetupNeeded(tx))) throw new AppError('not_found')
  await refuseCommonPassword(input.password, [input.firm_name, input.name, input.email])
  const account = await tx
    .insertInto('auth.account')
    .values({ email: input.email, password_hash })
    .returning('id')
    .executeTakeFirstOrThrow()
  const member = { user_id: account.id, name: input.name, email: input.email }
  const made = await makeFirm(tx, input, member, 'setup')
  if (input.demo) await fillDemoFirm(tx, made.tenant_id, made.user_id)
  return made
}

/** Another firm, whose first administrator is whoever makes it; she acts in it from here on. */
export async function makeAnother(tx: Write, who: Who, input: z.output<typeof NewFirmInput>) {
  const member = await tx
    .selectFrom('member')
    .select(['user_id', 'name', 'email'])
    .where('tenant_id', '=', who.tenant_id)
    .where('user_id', '=', who.user_id)
    .executeTakeFirstOrThrow()
  return makeFirm(tx, { ...input, demo: false }, member, 'screen')
}

type NewFirm = z.output<typeof NewFirmInput> & { demo: boolean }
type Administrator = { user_id: string; name: string; email: string }

async function makeFirm(tx: Write, input: NewFirm, member: Administrator, via: 'setup' | 'screen') {
  const made = { tenant_id: crypto.randomUUID(), user_id: member.user_id }
  await actAs(tx, { ...made, via })
  const { tenant_id } = made
  await tx
    .insertInto('firm')
    .values({
      tenant_id,
      name: input.firm_name,
      org_number: input.org_number,
      postal_address: input.postal_address && JSON.stringify(input.postal_address),
      is_demo: input.demo,
    })
    .execute()
  await tx
    .insertInto('member')
    .values({ tenant_id, ...member, role: 'administrator' })
    .execute()
  await tx.insertInto('number_series').values({ tenant_id, kind: 'customer', next_number: 10_000 }).execute()
  return made
}
