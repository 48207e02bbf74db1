import { taskStatuses, taskViews } from '#contract/tasks.ts'
import { normaliseDay } from '#contract/rules.ts'
import { oneOf, readAddress, word } from '#web/platform/address.ts'

const day = (text: string) => (normaliseDay(text) === text ? text : undefined)
const status = oneOf(taskStatuses)

const rules = {
  view: oneOf(taskViews),
  as: oneOf(['status', 'week']),
  /** Any day of the week that is shown. */
  week: day,
  q: word,
  statuses: (text: string) => (text.split(',').every(status) ? text : undefined),
  responsible_ids: word,
  due_from: day,
  due_to: day,
}
export type PlannerAddress = ReturnType<typeof readPlannerAddress>
export const readPlannerAddress = (search: Record<string, string>) => readAddress(rules, search)

/** The criteria as the server takes them, without the way they are shown. */
export type Filter = Record<string, string> & { view: string }

export function filterOf({ as: _as, week: _week, view = 'mine', ...filter }: PlannerAddress): Filter {
  const given = Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value] as const] : []))
  return { ...Object.fromEntries(given), view }
}
