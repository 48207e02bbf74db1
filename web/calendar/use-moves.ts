import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Appointment, appointments, type Occurrence, type Part } from '#contract/appointments.ts'
import { call } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { fill } from '#web/platform/texts.ts'
import { tellUndo } from '#web/ui/tell-undo.tsx'
import { movedTimes, stretchedTimes } from './blocks.ts'
import { texts } from './texts.ts'
import type { Actions } from './time-grid.tsx'
import { useJoin } from './use-join.ts'
import { whenText } from './written.ts'

type Times = { starts_at: string; ends_at: string; is_all_day: boolean }
type Users = { from: string; to: string }
type Asked = { occurrence: Occurrence; to: Times; users: Users | undefined; said: string }

/** Moves at once, and says so with a way back; of a series it asks first which are meant. Who got a letter about it may get another. */
export function useMoves(onMoved: (moved: Appointment) => void) {
  const queries = useQueryClient()
  const join = useJoin()
  const [asked, setAsked] = useState<Asked | null>(null)
  const refresh = () => queries.invalidateQueries({ queryKey: ['calendar'] })
  const send = async (id: string, version: number, part: Partial<Part>, to: Times, users?: Users) => {
    let moved: Appointment | undefined
    const body = { ...to, ...(users && { from_user_id: users.from, to_user_id: users.to }) }
    await attempt(async () => {
      moved = await call(appointments.move, { params: { id }, query: part, body, version })
    })
    await refresh()
    return moved
  }
  const perform = async ({ occurrence, to, users, said }: Asked, scope: Part['scope']) => {
    setAsked(null)
    const { appointment_id: id, version, original_starts_at } = occurrence
    if (!id || version === null) return
    const isSeries = occurrence.series_id === id && original_starts_at
    const part = isSeries ? { scope, occurrence: original_starts_at } : {}
    const moved = await send(id, version, part, to, users)
    if (!moved) return
    onMoved(moved)
    const { starts_at, ends_at, is_all_day } = occurrence
    const undo = () => {
      if (isSeries && scope === 'following' && moved.id !== id) return join(id)
      const back = { starts_at, ends_at, is_all_day }
      // A whole series is moved back by the look of the occurrence that was moved.
      const way = isSeries && scope !== 'one' ? { scope: 'all' as const, occurrence: to.starts_at } : {}
      return send(moved.id, moved.version, way, back, users && { from: users.to, to: users.from })
    }
    const when = whenText({ ...to, time_zone: occurrence.time_zone })
    tellUndo(fill(said, { title: occurrence.title ?? '', when }), undo)
  }
  const begin = (what: Asked) => {
    const { appointment_id, series_id } = what.occurrence
    if (series_id === appointment_id) setAsked(what)
    else void perform(what, 'all')
  }
  const move: Actions['move'] = (occurrence, way, users) =>
    begin({ occurrence, to: movedTimes(occurrence, way), users, said: texts.moved })
  const stretch: Actions['stretch'] = (occurrence, way) =>
    begin({ occurrence, to: stretchedTimes(occurrence, way), users: undefined, said: texts.stretched })
  return { move, stretch, asked, perform, cancel: () => setAsked(null) }
}
