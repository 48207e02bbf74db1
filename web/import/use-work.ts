import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type Import, imports } from '#contract/imports.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'

export type Kind = 'check' | 'import' | 'undo'
const unfinished: Partial<Record<Import['state'], Kind>> = { checking: 'check', importing: 'import', undoing: 'undo' }

/** Does an import's work step by step while the page is open. What a reload or a lost connection broke off goes on. */
export function useWork(found: Import) {
  const queries = useQueryClient()
  const [begun, setKind] = useState<Kind | null>(null)
  // What another window, or this one before a reload, has begun.
  const kind = begun ?? unfinished[found.state] ?? null
  const [isPaused, setIsPaused] = useState(false)
  const [trouble, setTrouble] = useState<{ sentence: string; waits: boolean } | null>(null)
  const running = useRef(false)
  const { id } = found
  const step = useCallback(
    async (work: Kind) => {
      const head = await call(imports.step, { params: { id }, body: { work } })
      queries.setQueryData(['import', id], head)
      return unfinished[head.state] === work
    },
    [id, queries],
  )
  useEffect(() => {
    if (!kind || isPaused || running.current) return undefined
    const wanted = { is: true }
    running.current = true
    const work = async () => {
      while (wanted.is) {
        try {
          if (await step(kind)) {
            setTrouble(null)
            continue
          }
          setTrouble(null)
          setKind(null)
          await queries.invalidateQueries()
          return
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          // Somebody else is at it, or the connection is away: it will come back.
          const waits = error.status === 0 || error.status === 409 || error.status === 429 || error.status === 503
          setTrouble({ sentence: sentenceOf(error), waits })
          if (!waits) {
            setKind(null)
            return
          }
          await new Promise((resolve) => setTimeout(resolve, 1_500))
          await queries.invalidateQueries({ queryKey: ['import', id] })
          const now = queries.getQueryData<Import>(['import', id])
          if (now && error.status === 409 && unfinished[now.state] !== kind && now.state !== 'read') {
            setKind(null)
            setTrouble(null)
            return
          }
        }
      }
    }
    void work().finally(() => (running.current = false))
    return () => {
      wanted.is = false
    }
  }, [kind, isPaused, step, queries, id])
  return { kind, begin: setKind, isPaused, setIsPaused, trouble }
}
