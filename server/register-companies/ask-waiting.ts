// Asks the register about companies that came by another way than from it: what is known already is taken in hundreds, the
// rest is asked for gently.
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { managingDirectorOf } from '#contract/register-rules.ts'
import type { RegisterRole } from '#contract/register.ts'
import { isOrgNumber } from '#contract/rules.ts'
import { type Database, inTransaction, type Write } from '#server/platform/db.ts'
import type { Service } from '#server/platform/outgoing.ts'
import { fetchUnit, fetchUnits } from '#server/register/client.ts'
import { lookUpRoles } from '#server/register/look-up.ts'
import { asNobody, forgetUnits, isFreshUnit, storeUnits, unpackUnit } from '#server/register/store.ts'
import { forgetFacts } from './facts.ts'
import { keepFacts, type WatchedCompany } from './keep.ts'

/** Four a second at most: the register is open to all, and asks for no more than good manners. */
const PAUSE_MS = 250
const KNOWN_AT_ONCE = 500
/** As many numbers as the register takes in one question. */
const ASKED_AT_ONCE = 100
/** Of a firm in one run: questions about one company alone. */
const MOST_ALONE = 60

type Firm = { db: Database; register: Service; tenant_id: string; mayGoOn: () => boolean }
type Waiting = { company_id: string; org_number: string }

/** Works on what waits in a firm, until nothing does, time is up, or the register does not answer. */
export async function askForWaiting(firm: Firm) {
  for (const step of [askForMany, askForEachAlone, askForRoles]) {
    await takeKnown(firm)
    if (!(await step(firm))) return
  }
  await takeKnown(firm)
}

const inFirm = <T>({ db, tenant_id }: Firm, work: (tx: Write) => Promise<T>) =>
  inTransaction(db, { tenant_id, via: 'job' }, work)

/** Of whom the register's answer is here already: the copy, or what was asked for lately. */
async function takeKnown(firm: Firm) {
  while (firm.mayGoOn()) {
    const count = await inFirm(firm, async (tx) => {
      const { rows } = await sql<WatchedCompany & { unit: unknown; roles: RegisterRole[] | null }>`
        select c.tenant_id, c.id, c.owner_id, c.name, c.industry, c.employees, c.share_capital_ore, c.founded_on, c.vat_number,
          c.postal_address, c.visiting_address, c.delivery_address, c.invoice_address, u.unit,
          (select r.roles from register.role r where r.org_number = u.org_number and r.fetched_at > now() - interval '1 day') as roles
        from register_waiting w
        join company c on c.tenant_id = w.tenant_id and c.id = w.company_id and c.deleted_at is null
        join register.unit u on u.org_number = c.org_number and ${isFreshUnit}
        where w.tenant_id = ${firm.tenant_id} and w.step = 'many' and c.country = 'NO'
        order by c.id limit ${KNOWN_AT_ONCE}`.execute(tx)
      if (rows.length === 0) return 0
      const told = rows.map(({ unit, roles, ...company }) => ({ company, unit: unpackUnit(unit), roles }))
      await keepFacts(tx, firm.tenant_id, told, 'asked')
      return rows.length
    })
    if (count < KNOWN_AT_ONCE) return
  }
}

/** A hundred in two questions; who is not among the living units or branches is asked for alone. */
async function askForMany(firm: Firm): Promise<boolean> {
  while (firm.mayGoOn()) {
    const waiting = await readWaiting(firm, 'many', ASKED_AT_ONCE)
    if (waiting.length === 0) return true
    const numbers = [...new Set(waiting.map(({ org_number }) => org_number))]
    const isTold = new Set<string>()
    for (const isBranch of [false, true]) {
      const rest = numbers.filter((number) => !isTold.has(number))
      const outcome = rest.length === 0 ? null : await fetchUnits(firm.register, rest, isBranch)
      if (outcome && outcome.state !== 'ready') return putOff(firm, waiting, outcome.state)
      await asNobody(firm.db, (tx) => storeUnits(tx, outcome?.value ?? []))
      for (const { org_number } of outcome?.value ?? []) isTold.add(org_number)
      await wait(PAUSE_MS)
    }
    const rest = waiting.filter(({ org_number }) => !isTold.has(org_number))
    await inFirm(firm, (tx) => setStep(tx, firm, rest, sql`step = 'alone'`))
    await takeKnown(firm)
  }
  return false
}

/** Struck off, removed, or never there. */
async function askForEachAlone(firm: Firm): Promise<boolean> {
  for (const one of await readWaiting(firm, 'alone', MOST_ALONE)) {
    if (!firm.mayGoOn()) return false
    const outcome = await fetchUnit(firm.register, one.org_number)
    if (outcome.state !== 'ready') return putOff(firm, [one], outcome.state)
    const { unit } = outcome.value
    await asNobody(firm.db, (tx) => (unit ? storeUnits(tx, [unit]) : forgetUnits(tx, [one.org_number])))
    // What is known of it now is taken as that of others is.
    await inFirm(firm, (tx) =>
      unit ? setStep(tx, firm, [one], sql`step = 'many'`) : forgetFacts(tx, { ...one, tenant_id: firm.tenant_id }),
    )
    await wait(PAUSE_MS)
  }
  return true
}

/** Who leads them, so that a new one is noticed. */
async function askForRoles(firm: Firm): Promise<boolean> {
  for (const one of await readWaiting(firm, 'roles', MOST_ALONE)) {
    if (!firm.mayGoOn()) return false
    const roles = await lookUpRoles(firm.db, firm.register, one.org_number, 24 * 3_600_000)
    if (!roles) return putOff(firm, [one], 'odd')
    await inFirm(firm, async (tx) => {
      await sql`update company_register set managing_director = ${managingDirectorOf(roles)}
        where tenant_id = ${firm.tenant_id} and company_id = ${one.company_id} and org_number = ${one.org_number}`.execute(
        tx,
      )
      await sql`delete from register_waiting
        where tenant_id = ${firm.tenant_id} and company_id = ${one.company_id} and step = 'roles'`.execute(tx)
    })
    await wait(PAUSE_MS)
  }
  return true
}

/** Those that wait longest. What can be no number of the register's is not asked about at all. */
async function readWaiting(firm: Firm, step: 'many' | 'alone' | 'roles', most: number): Promise<Waiting[]> {
  return inFirm(firm, async (tx) => {
    const { rows } = await sql<Waiting>`
      select w.company_id, c.org_number from register_waiting w
      join company c on c.tenant_id = w.tenant_id and c.id = w.company_id
      where w.tenant_id = ${firm.tenant_id} and w.step = ${step} and w.due_at <= now()
      order by w.due_at, w.company_id limit ${most}`.execute(tx)
    const [asked, idle] = [true, false].map((is) => rows.filter((row) => isOrgNumber(row.org_number ?? '') === is))
    for (const { company_id } of idle ?? []) await forgetFacts(tx, { tenant_id: firm.tenant_id, company_id })
    return asked ?? []
  })
}

/** It does not answer: the next run asks again. What it answers so that nobody understands waits for an hour, behind the others. */
async function putOff(firm: Firm, waiting: Waiting[], state: 'down' | 'odd') {
  if (state === 'odd') await inFirm(firm, (tx) => setStep(tx, firm, waiting, sql`due_at = now() + interval '1 hour'`))
  return false
}

async function setStep(tx: Write, { tenant_id }: Firm, waiting: Waiting[], values: ReturnType<typeof sql>) {
  const ids = waiting.map(({ company_id }) => company_id)
  await sql`update register_waiting set ${values}
    where tenant_id = ${tenant_id} and company_id = any (${ids})`.execute(tx)
}
