// A member's own order of tabs: their names in order, one that is put away with a minus before it. Tabs that it does not
// name, because they came later, stand last and are shown.

export type Arranged = { id: string; isAway: boolean }

export function arrange(tabs: { id: string }[], order: string[] | undefined): Arranged[] {
  const known = new Set(tabs.map(({ id }) => id))
  const named = (order ?? [])
    .map((name) => ({ id: name.replace(/^-/, ''), isAway: name.startsWith('-') }))
    .filter(({ id }) => known.delete(id))
  return [...named, ...tabs.filter(({ id }) => known.has(id)).map(({ id }) => ({ id, isAway: false }))]
}

const write = (arranged: Arranged[]) => arranged.map(({ id, isAway }) => (isAway ? `-${id}` : id))

/** The order after a tab was moved by one place among those that are shown. */
export function move(arranged: Arranged[], id: string, steps: 1 | -1): string[] {
  const from = arranged.findIndex((tab) => tab.id === id)
  let to = from + steps
  while (arranged[to]?.isAway) to += steps
  const tab = arranged[from]
  if (!tab || !arranged[to]) return write(arranged)
  return write(arranged.toSpliced(from, 1).toSpliced(to, 0, tab))
}

export function putAway(arranged: Arranged[], id: string, isAway: boolean): string[] {
  return write(arranged.map((tab) => (tab.id === id ? { ...tab, isAway } : tab)))
}

/** As many tabs as `room` pixels hold, in order; the current one is always among them. */
export function fitting(ids: string[], widthOf: (id: string) => number, room: number, current: string): string[] {
  let used = 0
  const fits = ids.filter((id) => (used += widthOf(id)) <= room)
  const taken = ids.slice(0, Math.max(1, fits.length))
  return taken.includes(current) || !ids.includes(current) ? taken : [...taken.slice(0, -1), current]
}
