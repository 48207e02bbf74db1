// What the cards of companies and persons do alike.
import { useQueryClient } from '@tanstack/react-query'
import { type MouseEvent, useEffect, useState } from 'react'
import { attempt } from '#web/platform/attempt.ts'
import { type Place, placeOf } from '#web/ui/menu-at.tsx'

export type CardMenu = { at: Place | null; close: () => void }

/** The menu of a right-click on what is not itself something to press, to write in or to read in rows. */
export function useCardMenu() {
  const [at, setAt] = useState<Place | null>(null)
  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement
    // A dialog that was opened from here lies elsewhere on the screen.
    if (!event.currentTarget.contains(target) || target.closest('a, button, input, textarea, table')) return
    event.preventDefault()
    setAt(placeOf(event))
  }
  return { onContextMenu, menu: { at, close: () => setAt(null) } }
}

/** Notes that it was opened, among the recent ones. */
export function useNoteOpened(id: string, open: (id: string) => Promise<unknown>) {
  const queries = useQueryClient()
  useEffect(() => {
    void open(id).then(
      () => queries.invalidateQueries({ queryKey: ['at-hand'] }),
      // Only the list of recent ones misses it; the card is there.
      () => undefined,
    )
  }, [id, open, queries])
}

/** Does something to the record, after which all that is shown may be another. */
export function useSend() {
  const queries = useQueryClient()
  return async (work: () => Promise<unknown>) => {
    await attempt(work)
    await queries.invalidateQueries()
  }
}
