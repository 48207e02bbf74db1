import type { ServerResponse } from 'node:http'
import type { LiveChange } from '#contract/live.ts'
import type { Who } from '#server/platform/http.ts'

/** One browser that listens. */
export type Stream = { who: Who; token_hash: Buffer; to: ServerResponse }

/** A change, and who may hear of it; null: all who may read the firm's records. */
export type Told = { tenant_id: string; change: LiveChange; audience: string[] | null }

/** A browser that does not take what it is sent is cut off; it comes back when it can, and reads all anew. */
const MOST_WAITING_BYTES = 64 * 1024
/** Of more than this at once a screen is told no more than to read all anew. */
const MOST_AT_ONCE = 100
/** Changes are gathered for this long, so that a bulk change is one packet. */
const GATHER_MS = 15

export const eventText = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

/** The open streams of this process, by firm. */
export function makeStreams() {
  const firms = new Map<string, Set<Stream>>()
  let waiting: Told[] = []
  let timer: NodeJS.Timeout | undefined

  const all = () => [...firms.values()].flatMap((streams) => [...streams])
  const add = (stream: Stream) => {
    const { tenant_id } = stream.who
    firms.set(tenant_id, (firms.get(tenant_id) ?? new Set()).add(stream))
    stream.to.once('close', () => {
      const streams = firms.get(tenant_id)
      streams?.delete(stream)
      if (streams?.size === 0) firms.delete(tenant_id)
    })
  }
  const flush = () => {
    timer = undefined
    const told = Map.groupBy(waiting, ({ tenant_id }) => tenant_id)
    waiting = []
    for (const [tenant_id, changes] of told) {
      const written = changes.map((one) => ({ ...one, text: eventText('change', one.change) }))
      for (const stream of firms.get(tenant_id) ?? []) {
        const mine = written.filter((one) => mayHear(stream.who, one))
        if (mine.length > MOST_AT_ONCE) write(stream, eventText('resync', {}))
        else if (mine.length > 0) write(stream, mine.map(({ text }) => text).join(''))
      }
    }
  }
  return {
    add,
    all,
    ofUser: (tenant_id: string, user_id: string) =>
      [...(firms.get(tenant_id) ?? [])].filter(({ who }) => who.user_id === user_id),
    tell: (told: Told) => {
      waiting.push(told)
      timer ??= setTimeout(flush, GATHER_MS)
    },
    send: (streams: Iterable<Stream>, text: string) => {
      for (const stream of streams) write(stream, text)
    },
    stop: () => {
      clearTimeout(timer)
      for (const { to } of all()) to.destroy()
    },
  }
}

export const mayRead = ({ role, rights }: Who) => role === 'administrator' || (rights.crm ?? 'none') !== 'none'

/** What is told to named members (a notification, what is private) is theirs; all else belongs to who may read records. */
function mayHear(who: Who, { change, audience }: Told) {
  if (audience && !audience.includes(who.user_id)) return false
  return change.entity === 'notification' || mayRead(who)
}

function write({ to }: Stream, text: string) {
  if (to.writableLength > MOST_WAITING_BYTES) to.destroy()
  else if (to.writable) to.write(text)
}
