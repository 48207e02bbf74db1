import { Suspense, useEffect, useState } from 'react'
import { lazily } from './lazily.tsx'

const Notifications = lazily(async () => (await import('@mantine/notifications')).Notifications)

/** Where notices stand. Each follows something that was done at the screen: before that, no page waits for its code. */
export function Notices() {
  const [isUsed, setIsUsed] = useState(false)
  useEffect(() => {
    const begin = () => setIsUsed(true)
    // A screen reader may send a click alone.
    const acts = ['pointerdown', 'keydown', 'click'] as const
    for (const act of acts) addEventListener(act, begin, { once: true, capture: true })
    return () => {
      for (const act of acts) removeEventListener(act, begin, { capture: true })
    }
  }, [])
  if (!isUsed) return null
  return (
    <Suspense>
      <Notifications position="bottom-right" />
    </Suspense>
  )
}
