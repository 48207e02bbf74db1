import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'

type Heard = {
  /** A message of one of the channels. */
  onMessage: (channel: string, payload: string) => void
  /** The connection was away: what was said meanwhile is not known. */
  onGap: () => void
}

/** Listens on one connection of its own, and gets itself another whenever that dies. `ready`: it has begun to hear. */
export function listen(url: string, channels: readonly string[], { onMessage, onGap }: Heard) {
  const ending = new AbortController()
  const first = Promise.withResolvers<void>()
  let isFirst = true
  const keep = async () => {
    for (let pause = 100; !ending.signal.aborted; pause = Math.min(2 * pause, 5_000)) {
      const isOver = await connectOnce(url, channels, ending.signal, onMessage, () => {
        pause = 100
        if (!isFirst) onGap()
        isFirst = false
        first.resolve()
      })
      if (!isOver) await wait(pause, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  }
  const done = keep()
  const stop = async () => {
    ending.abort()
    first.resolve()
    await done
  }
  return { ready: first.promise, stop }
}

/** Until the connection dies or is not wanted any more; true in the latter case. */
async function connectOnce(
  url: string,
  channels: readonly string[],
  signal: AbortSignal,
  onMessage: Heard['onMessage'],
  onListening: () => void,
) {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 4_000,
    keepAlive: true,
    query_timeout: 5_000,
  })
  const died = new Promise<void>((resolve) => {
    client.on('error', () => resolve())
    client.on('end', () => resolve())
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  client.on('notification', ({ channel, payload }) => onMessage(channel, payload ?? ''))
  // A line that is cut without a word is found out by asking.
  const beat = setInterval(() => client.query('select 1').catch(() => client.end().catch(() => undefined)), 15_000)
  try {
    await client.connect()
    await client.query(channels.map((channel) => `listen ${client.escapeIdentifier(channel)}`).join('; '))
    onListening()
    await died
  } catch {
    // It is tried again.
  } finally {
    clearInterval(beat)
    await client.end().catch(() => undefined)
  }
  return signal.aborted
}
