import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useSession } from '#web/platform/session.ts'

/** Keeps what is on the screen as it is in the database. Its code comes after the first page is there. */
export function useLive() {
  const queries = useQueryClient()
  const { firm, user } = useSession()
  useEffect(() => {
    let stop: (() => void) | undefined
    let isOver = false
    void import('#web/live/live.ts').then(
      ({ beginLive }) => {
        if (!isOver) stop = beginLive(queries, { firm_id: firm.id, user_id: user.id })
      },
      // Without it the page is as it was read; it is tried again with the next page.
      () => undefined,
    )
    return () => {
      isOver = true
      stop?.()
    }
  }, [queries, firm.id, user.id])
}
