import { useEffect, useSyncExternalStore } from 'react'

/** isGrave: what one is asked about before it is done. */
export type PageAction = { label: string; onChoose: () => unknown; isGrave?: boolean }
type Offer = { title: string; actions: PageAction[] }

let offered: Offer[] = []
const listeners = new Set<() => void>()
const tell = () => listeners.forEach((listener) => listener())

/** What the open page can do, for whoever looks for it in the command palette; gone when the page is. */
export function useOfferActions(title: string, actions: PageAction[]) {
  useEffect(() => {
    const offer = { title, actions }
    offered = [...offered, offer]
    tell()
    return () => {
      offered = offered.filter((other) => other !== offer)
      tell()
    }
  })
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
export const useOfferedActions = () => useSyncExternalStore(subscribe, () => offered)
