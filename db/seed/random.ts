// Chance that can be repeated: the same seed gives the same numbers on every machine.

export type Chance = {
  /** 0 ≤ x < 1 */
  fraction: () => number
  /** A whole number from `least` to `most`, both included. */
  between: (least: number, most: number) => number
  /** True in `percent` of a hundred cases. */
  happens: (percent: number) => boolean
  /** One of the items, all equally likely. */
  pick: <T>(items: readonly T[]) => T
  /** One of the items; the first ones are much likelier, as with names and words of a language. */
  pickCommon: <T>(items: readonly T[]) => T
  /** A key of `weights`, as often as its weight says. */
  pickWeighted: <K extends string>(weights: Record<K, number>) => K
}

/** Chance for item number `at` of the series `seed`; items do not depend on each other. */
export function makeChance(seed: number, at: number): Chance {
  const fraction = makeFractions(scramble(seed ^ scramble(at)))
  const between = (least: number, most: number) => least + Math.floor(fraction() * (most - least + 1))
  const itemAt = <T>(items: readonly T[], share: number): T => {
    const item = items[Math.min(Math.floor(share * items.length), items.length - 1)]
    if (item === undefined) throw new RangeError('There is nothing to pick from.')
    return item
  }
  return {
    fraction,
    between,
    happens: (percent) => fraction() * 100 < percent,
    pick: (items) => itemAt(items, fraction()),
    // The first tenth of the list is picked in about a third of the cases.
    pickCommon: (items) => itemAt(items, fraction() ** 2),
    pickWeighted: (weights) => pickKey(weights, fraction()),
  }
}

function pickKey<K extends string>(weights: Record<K, number>, share: number): K {
  const keys = Object.keys(weights) as K[]
  let rest = share * keys.reduce((sum, key) => sum + weights[key], 0)
  for (const key of keys) {
    rest -= weights[key]
    if (rest < 0) return key
  }
  return keys.at(-1) as K
}

/** The finaliser of MurmurHash3: neighbouring numbers come out far apart. */
function scramble(value: number): number {
  let hash = value >>> 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Mulberry32, a generator with 32 bits of state: good enough for made-up names, never for secrets. */
function makeFractions(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
