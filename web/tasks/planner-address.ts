import { z } from 'zod'
import { taskStatuses, taskViews } from '#contract/tasks.ts'
import { normaliseDay } from '#contract/rules.ts'

const word = z.string().max(200).optional().catch(undefined)
const day = z
  .string()
  .refine((text) => normaliseDay(text) === text)
  .optional()
  .catch(undefined)

/** What the planner shows stands in its address, so that it can be sent, kept and gone back to. What is not understood is left out. */
const PlannerAddress = z.object({
  view: z.enum(taskViews).optional().catch(undefined),
  as: z.enum(['status', 'week']).optional().catch(undefined),
  /** Any day of the week that is shown. */
  week: day,
  q: word,
  statuses: z
    .string()
    .refine((list) => list.split(',').every((one) => taskStatuses.some((status) => status === one)))
    .optional()
    .catch(undefined),
  responsible_ids: word,
  due_from: day,
  due_to: day,
})
export type PlannerAddress = z.infer<typeof PlannerAddress>

export const readPlannerAddress = (search: Record<string, string>): PlannerAddress => PlannerAddress.parse(search)

/** The criteria as the server takes them, without the way they are shown. */
export type Filter = Record<string, string> & { view: string }

export function filterOf({ as: _as, week: _week, view = 'mine', ...filter }: PlannerAddress): Filter {
  const given = Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value] as const] : []))
  return { ...Object.fromEntries(given), view }
}
