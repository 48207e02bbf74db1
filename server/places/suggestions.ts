import type { AddressSuggestion } from '#contract/places.ts'
import { OutgoingError, type Service } from '#server/platform/outgoing.ts'
import { suggestAddresses } from './geocoder.ts'

const KEPT = 2_000
const KEPT_MS = 3_600_000

type Reply = { items: AddressSuggestion[]; is_available: boolean }

/** Suggestions while typing, kept for an hour in this process. Whoever types never waits for them long. */
export function makeSuggestions(geocoder: Service | null) {
  const kept = new Map<string, { items: AddressSuggestion[]; until: number }>()
  return async ({ q, postal_code }: { q: string; postal_code?: string | undefined }): Promise<Reply> => {
    const typed = q.replace(/\s+/g, ' ').trim().toLocaleLowerCase('nb')
    if (!geocoder || typed.length < 3) return { items: [], is_available: true }
    const key = `${typed}|${postal_code ?? ''}`
    const known = kept.get(key)
    if (known && known.until > Date.now()) return { items: known.items, is_available: true }
    try {
      const items = await suggestAddresses({ ...geocoder, deadline_ms: 2_500, tries: 1 }, typed, postal_code)
      kept.delete(key)
      kept.set(key, { items, until: Date.now() + KEPT_MS })
      const [oldest] = kept.keys()
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
      return { items, is_available: true }
    } catch (error) {
      if (error instanceof OutgoingError) return { items: [], is_available: false }
      throw error
    }
  }
}
