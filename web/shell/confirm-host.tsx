import { Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { takeCareOf } from '#web/platform/api.ts'
import { lazily } from '#web/ui/lazily.tsx'

const ConfirmDialog = lazily(async () => (await import('#web/profile/confirm-dialog.tsx')).ConfirmDialog)

/** Waits until a request wants to know who sits there; asks, and lets it go on where it was. */
export function ConfirmHost() {
  const [isAsking, setIsAsking] = useState(false)
  const asked = useRef<Promise<boolean> | null>(null)
  const answer = useRef<(isConfirmed: boolean) => void>(() => {})
  const settle = useCallback((isConfirmed: boolean) => {
    asked.current = null
    setIsAsking(false)
    answer.current(isConfirmed)
  }, [])
  useEffect(() => {
    // Several requests may wait for one answer.
    takeCareOf('confirm_required', () => {
      asked.current ??= new Promise((resolve) => {
        answer.current = resolve
        setIsAsking(true)
      })
      return asked.current
    })
    // Before the dialog below hears of it: that one stays, with all that was typed into it.
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || !asked.current) return
      event.stopImmediatePropagation()
      settle(false)
    }
    window.addEventListener('keydown', onEscape, { capture: true })
    return () => window.removeEventListener('keydown', onEscape, { capture: true })
  }, [settle])
  return (
    <Suspense fallback={null}>
      {isAsking && <ConfirmDialog onConfirmed={() => settle(true)} onClose={() => settle(false)} />}
    </Suspense>
  )
}
