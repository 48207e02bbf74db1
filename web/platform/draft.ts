import { useEffect, useState } from 'react'
import { useSession } from '#web/platform/session.ts'

/** Where the draft of a form is kept in this browser: one for each firm and person, since several may share it. */
export function useDraftKey(form: string) {
  const { firm, user } = useSession()
  return `draft:${firm.id}:${user.id}:${form}`
}

export const hasDraft = (key: string) => readDraft(key) !== null

function readDraft(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null')
  } catch {
    // Not written by this program: as good as none.
    return null
  }
}

/** State that outlives a reload or a lost connection, kept in this browser until it is saved or discarded. */
export function useDraft<T extends object>(key: string, initial: T) {
  const [stored] = useState(() => readDraft(key) as T | null)
  const [value, setValue] = useState(stored ?? initial)
  const [isDraft, setIsDraft] = useState(stored !== null)
  useEffect(() => {
    if (!isDraft) return
    try {
      localStorage.setItem(key, JSON.stringify(value))
    } catch {
      // More than a browser keeps: the form holds it for as long as the page is open.
    }
  }, [key, value, isDraft])
  const change = (next: T | ((now: T) => T)) => {
    setValue(next)
    setIsDraft(true)
  }
  const discard = () => {
    localStorage.removeItem(key)
    setIsDraft(false)
    setValue(initial)
  }
  return { value, change, discard, isDraft, wasKept: stored !== null && isDraft }
}

/** Drafts hold customers' data: none stays behind on a shared machine. */
export function forgetDrafts() {
  for (const key of Object.keys(localStorage)) if (key.startsWith('draft:')) localStorage.removeItem(key)
}
