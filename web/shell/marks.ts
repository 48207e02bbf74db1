import { foldLetters } from '#contract/rules.ts'

/** A text in parts, those that the words of a query found apart: by folded letters, a number also across its spaces. */
export function marks(text: string, query: string): { part: string; isHit: boolean }[] {
  const words = /^[+\d ]{3,}$/.test(query.trim())
    ? [query.replace(/[+ ]/g, '')]
    : query.split(/\s+/).map(foldLetters).filter(Boolean)
  // Each letter of the text with what it is folded; "æ" may be one, "aa" two.
  const letters = [...text]
  const folded = letters.map((letter) =>
    /\s/.test(letter) && /^\d+$/.test(words.join('')) ? '' : foldLetters(letter) || letter,
  )
  const starts: number[] = []
  let whole = ''
  for (const fold of folded) {
    starts.push(whole.length)
    whole += fold
  }
  const isHit = letters.map(() => false)
  for (const word of words.filter(Boolean)) {
    for (let at = whole.indexOf(word); at >= 0; at = whole.indexOf(word, at + word.length))
      for (const [place, start] of starts.entries())
        if (start + (folded[place]?.length ?? 0) > at && start < at + word.length) isHit[place] = true
  }
  const parts: { part: string; isHit: boolean }[] = []
  for (const [at, letter] of letters.entries()) {
    const last = parts.at(-1)
    if (last && last.isHit === isHit[at]) last.part += letter
    else parts.push({ part: letter, isHit: isHit[at] ?? false })
  }
  return parts
}
