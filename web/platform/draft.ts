import { useEffect, useState } from 'react'

/** State that outlives a reload or a lost connection, kept in this browser until it is saved or discarded. */
export function useDraft<T extends object>(key: string, initial: T) {
  const stored = localStorage.getItem(key)
  const [value, setValue] = useState<T>(stored ? { ...initial, ...(JSON.parse(stored) as T) } : initial)
  const [isDraft, setIsDraft] = useState(stored !== null)
  useEffect(() => {
    if (isDraft) localStorage.setItem(key, JSON.stringify(value))
  }, [key, value, isDraft])
  const change = (next: T) => {
    setValue(next)
    setIsDraft(true)
  }
  const discard = (next: T) => {
    localStorage.removeItem(key)
    setIsDraft(false)
    setValue(next)
  }
  return { value, change, discard, wasKept: stored !== null && isDraft }
}

/** Drafts hold customers' data: none stays behind on a shared machine. */
export function forgetDrafts() {
  for (const key of Object.keys(localStorage)) if (key.startsWith('draft:')) localStorage.removeItem(key)
}
