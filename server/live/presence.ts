import type { LivePresence, RecordKind } from '#contract/live.ts'

/** Who says nothing for so long has gone: a window says every twenty seconds that it is there. */
const SILENT_MS = 45_000

/** That a window of a member has a card open, or has closed it; as one process tells all. */
export type Said = {
  tenant_id: string
  kind: RecordKind
  id: string
  user_id: string
  window: string
  state: 'here' | 'editing' | 'gone'
}
type Window = { user_id: string; is_editing: boolean; until: number }
type Card = Pick<Said, 'tenant_id' | 'kind' | 'id'>

/** Who has which card open, in memory alone: each process hears all, and forgets when it ends. */
export function makePresence(onChange: (card: Card, present: LivePresence['present']) => void, now = Date.now) {
  const cards = new Map<string, { card: Card; windows: Map<string, Window> }>()
  const keyOf = ({ tenant_id, kind, id }: Card) => `${tenant_id}:${kind}:${id}`

  const present = (card: Card) => membersAt(cards.get(keyOf(card))?.windows)
  const change = (card: Card, alter: (windows: Map<string, Window>) => void) => {
    const key = keyOf(card)
    const { windows } = cards.get(key) ?? { windows: new Map<string, Window>() }
    const before = JSON.stringify(membersAt(windows))
    alter(windows)
    if (windows.size === 0) cards.delete(key)
    else cards.set(key, { card, windows })
    const after = membersAt(windows)
    if (JSON.stringify(after) !== before) onChange(card, after)
  }
  return {
    present,
    hear: ({ tenant_id, kind, id, user_id, window, state }: Said) =>
      change({ tenant_id, kind, id }, (windows) => {
        const key = `${user_id}:${window}`
        if (state === 'gone') windows.delete(key)
        else windows.set(key, { user_id, is_editing: state === 'editing', until: now() + SILENT_MS })
      }),
    /** Takes away who has been silent for too long. */
    sweep: () => {
      for (const { card } of [...cards.values()])
        change(card, (windows) => {
          for (const [key, { until }] of windows) if (until < now()) windows.delete(key)
        })
    },
  }
}

/** Each member once, in a fixed order. */
function membersAt(windows: Map<string, Window> = new Map()) {
  const members = new Map<string, boolean>()
  for (const { user_id, is_editing } of windows.values())
    members.set(user_id, is_editing || (members.get(user_id) ?? false))
  return [...members]
    .map(([user_id, is_editing]) => ({ user_id, is_editing }))
    .sort((a, b) => (a.user_id < b.user_id ? -1 : 1))
}
