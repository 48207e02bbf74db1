import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'

/** How long a page stands before anything is fetched that nobody has asked for, in milliseconds. */
const REST = 3_000

/** The code of the card comes once the first page has come to rest, so that no click on a company waits for it. */
export function useCardAhead() {
  const router = useRouter()
  useEffect(() => {
    const card = router.routesById['/inside/companies/$id/$tab']
    // What does not come now comes with the click, which also says so when it does not.
    const load = () => void router.loadRouteChunk(card)?.catch(() => undefined)
    const timer = setTimeout(() => ('requestIdleCallback' in globalThis ? requestIdleCallback(load) : load()), REST)
    return () => clearTimeout(timer)
  }, [router])
}
