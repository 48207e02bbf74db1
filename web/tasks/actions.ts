import { useQueryClient } from '@tanstack/react-query'
import { isClosed, type ListedTask, type TaskPart, type TaskStatus, tasks } from '#contract/tasks.ts'
import { call } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { fill, formatDay } from '#web/platform/texts.ts'
import { tell, tellUndo } from '#web/ui/tell-undo.tsx'
import { later, todayIs } from './days.ts'
import { texts } from './texts.ts'

type Change = { id: string; version: number; change: TaskPart }
const AT_ONCE = 500

/** What can be done with one task or many: each is told of, with a way to take it back. */
export function useTaskActions() {
  const queries = useQueryClient()
  const send = async (changes: Change[]) => {
    const items: ListedTask[] = []
    let left = 0
    for (let at = 0; at < changes.length; at += AT_ONCE) {
      const reply = await call(tasks.change_many, { body: { changes: changes.slice(at, at + AT_ONCE) } })
      items.push(...reply.items)
      left += reply.left
    }
    await queries.invalidateQueries()
    if (left > 0) tell(fill(texts.left, { count: String(left) }))
    return items
  }
  const change = (rows: ListedTask[], part: TaskPart, said: (count: number) => string) =>
    attempt(async () => {
      const items = await send(rows.map(({ id, version }) => ({ id, version, change: part })))
      if (items.length === 0) return
      const before = new Map(rows.map((row) => [row.id, row]))
      const back = items.flatMap((now) => {
        const row = before.get(now.id)
        return row ? [{ id: now.id, version: now.version, change: asBefore(row, part) }] : []
      })
      tellUndo(said(items.length), () => attempt(() => send(back)))
    })
  const told =
    (rows: ListedTask[], one: string, many: string, place = '') =>
    (count: number) =>
      fill(rows.length === 1 ? one : many, { name: rows[0]?.title ?? '', count: String(count), place })
  return {
    setStatus: (rows: ListedTask[], status: TaskStatus) => {
      if (status === 'done') return change(rows, { status }, told(rows, texts.completed, texts.completed_many))
      const isReopened = rows.length === 1 && rows[0] !== undefined && isClosed(rows[0].status) && !isClosed(status)
      const one = isReopened ? texts.reopened : texts.moved
      return change(rows, { status }, told(rows, one, texts.moved_many, texts[status].toLowerCase()))
    },
    moveTo: (rows: ListedTask[], due_on: string | null) =>
      change(rows, dayPart(rows, due_on), told(rows, texts.moved, texts.moved_many, dayInWords(due_on))),
    give: (rows: ListedTask[], responsible_id: string, name: string) =>
      change(rows, { responsible_id }, told(rows, texts.given, texts.given_many, name)),
    remove: (rows: ListedTask[]) => change(rows, { deleted: true }, told(rows, texts.deleted, texts.deleted_many)),
  }
}

/** A task that is moved before its beginning begins on its new day. */
function dayPart(rows: ListedTask[], due_on: string | null): TaskPart {
  const isBeforeStart = due_on !== null && rows.some(({ start_on }) => start_on !== null && start_on > due_on)
  return isBeforeStart ? { due_on, start_on: due_on } : { due_on }
}

/** What a change is taken back by: what it touched, as it was. */
function asBefore(row: ListedTask, part: TaskPart): TaskPart {
  const { status, percent_complete, due_on, start_on, responsible_id } = row
  return {
    ...('status' in part ? { status, percent_complete } : {}),
    ...('due_on' in part ? { due_on } : {}),
    ...('start_on' in part ? { start_on } : {}),
    ...('responsible_id' in part ? { responsible_id } : {}),
    ...('deleted' in part ? { deleted: false } : {}),
  }
}

function dayInWords(day: string | null): string {
  const today = todayIs()
  if (day === null) return texts.without_day.toLowerCase()
  if (day === today) return texts.today.toLowerCase()
  return day === later(today, 1) ? texts.tomorrow.toLowerCase() : formatDay(day)
}
