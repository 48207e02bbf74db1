import type { z } from 'zod'
import type { registerCompanies } from '#contract/register-companies.ts'
import type { Services } from '#server/platform/config.ts'
import type { Database, Read } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import { type Hit, withOwnCompanies } from '#server/register/find.ts'
import { lookUpBelow, lookUpUnit } from '#server/register/look-up.ts'

type Tree = { state: 'ready' | 'down' | 'odd'; above: Hit[]; units: Hit[]; branches: Hit[]; branch_count: number }
const nowhere: Tree = { state: 'ready', above: [], units: [], branches: [], branch_count: 0 }
/** The state's own ministries have five levels below them. */
const DEEPEST = 8

/** Up to the topmost unit, and one step down. */
export async function lookUpTree(db: Database, services: Services, org_number: string | null): Promise<Tree> {
  if (!org_number) return nowhere
  const { state, branches, branch_count, parent } = await lookUpUnit(db, services, org_number, false)
  const above: Hit[] = []
  for (let next = parent; next && above.length < DEEPEST;) {
    above.unshift(next)
    next = next.parent_org_number ? (await lookUpUnit(db, services, next.org_number, false)).parent : null
  }
  const units = await lookUpBelow(db, services, org_number)
  const isBranch = (hit: Hit) => hit.is_sub_unit
  return { state, above, units, branches: branches.filter(isBranch), branch_count }
}

/** With those that are companies of ours. */
export async function markTree(
  db: Read,
  { tenant_id }: Who,
  { above, units, branches, ...about }: Tree,
): Promise<z.input<typeof registerCompanies.tree.reply>> {
  const marked = await withOwnCompanies(db, tenant_id, [...above, ...units, ...branches])
  const [toUnits, toBranches] = [above.length, above.length + units.length]
  return {
    ...about,
    above: marked.slice(0, toUnits),
    units: marked.slice(toUnits, toBranches),
    branches: marked.slice(toBranches),
  }
}
