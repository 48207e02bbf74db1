import { marks } from './marks.ts'

/** A text with what was searched for in it made plain. */
export function Marked({ text, query }: { text: string; query: string }) {
  return marks(text, query).map(({ part, isHit }, at) =>
    // oxlint-disable-next-line react/no-array-index-key -- a part is its place
    isHit ? <mark key={at}>{part}</mark> : part,
  )
}
