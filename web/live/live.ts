import type { QueryClient } from '@tanstack/react-query'
import { liveStream } from '#calls/live.ts'
import { session } from '#calls/session.ts'
import type { LiveChange, LivePresence } from '#contract/live.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { isTouched } from './touched.ts'

type Mine = { firm_id: string; user_id: string }
type Message =
  | { name: 'change'; data: LiveChange }
  | { name: 'presence'; data: LivePresence }
  | { name: 'resync'; data: unknown }

/** Changes that come together are one reading. */
const GATHER_MS = 30
/** Not all who heard of it ask at the same moment. */
const SPREAD_MS = 100
/** While others write without end, this screen reads anew no more often than this. */
const BUSY_MS = 2_000
/** After so many readings within ten seconds it is busy. */
const BUSY_READINGS = 10
const everything: LiveChange = { entity: '*', company_ids: [], person_ids: [] }

/** Who wants to know who else has a card open. */
const presenceListeners = new Set<(presence: LivePresence) => void>()
export function onPresence(listener: (presence: LivePresence) => void) {
  presenceListeners.add(listener)
  return () => void presenceListeners.delete(listener)
}

/** Listens to what colleagues write, and has what is on the screen read anew. What is being typed lives in its form. */
export function beginLive(queries: QueryClient, mine: Mine) {
  const refresh = makeRefresh(queries)
  const take = ({ name, data }: Message) => {
    if (name === 'resync') refresh.of(everything)
    if (name === 'change') refresh.of(data)
    if (name === 'presence') for (const listener of presenceListeners) listener(data)
  }
  const stopListening = listenOncePerBrowser(mine, take)
  return () => {
    stopListening()
    refresh.stop()
  }
}

/** Reads anew what the changes touch: at once, but not without pause, and of a window that nobody sees when it is seen. */
function makeRefresh(queries: QueryClient) {
  let waiting: LiveChange[] = []
  let timer: number | undefined
  let readings: number[] = []
  const read = () => {
    timer = undefined
    if (document.visibilityState === 'hidden') return
    const changes = waiting
    waiting = []
    readings.push(Date.now())
    void queries.invalidateQueries({
      predicate: ({ queryKey }) => changes.some((change) => isTouched(queryKey, change)),
    })
  }
  const plan = () => {
    if (waiting.length === 0) return
    readings = readings.filter((at) => at > Date.now() - 10_000)
    timer ??= window.setTimeout(
      read,
      (readings.length < BUSY_READINGS ? GATHER_MS : BUSY_MS) + SPREAD_MS * Math.random(),
    )
  }
  document.addEventListener('visibilitychange', plan)
  return {
    of: (change: LiveChange) => {
      waiting = waiting.length > 200 ? [everything] : [...waiting, change]
      plan()
    },
    stop: () => {
      window.clearTimeout(timer)
      document.removeEventListener('visibilitychange', plan)
    },
  }
}

/**
 * One window of the browser holds the stream and passes on what it hears: a browser opens six connections to a server at
 * most, and ten windows would leave none for anything else. Where there are no locks (plain http), each window that is seen
 * has its own.
 */
function listenOncePerBrowser(mine: Mine, take: (message: Message) => void) {
  const name = `kundebok-live:${mine.firm_id}:${mine.user_id}`
  const ending = new AbortController()
  const { signal } = ending
  const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  const channel = new BroadcastChannel(name)
  channel.addEventListener('message', ({ data }) => take(data as Message))
  // The types promise what a page without https has not.
  const locks = navigator.locks as LockManager | undefined
  if (locks) {
    const pass = (message: Message) => {
      take(message)
      // oxlint-disable-next-line require-post-message-target-origin -- a channel is of this origin alone
      channel.postMessage(message)
    }
    const lead = async () => {
      const close = openStream(mine, pass)
      await ended
      close()
    }
    locks.request(name, { signal }, lead).catch(() => undefined)
  } else listenWhileSeen(mine, take, signal)
  return () => {
    ending.abort()
    channel.close()
  }
}

function listenWhileSeen(mine: Mine, take: (message: Message) => void, signal: AbortSignal) {
  let close: (() => void) | undefined
  const look = () => {
    const isSeen = document.visibilityState === 'visible'
    if (isSeen) close ??= openStream(mine, take)
    else {
      close?.()
      close = undefined
    }
  }
  look()
  document.addEventListener('visibilitychange', look, { signal })
  signal.addEventListener('abort', () => close?.())
}

/** The stream itself, opened anew whenever it ends, until the session does. What was missed meanwhile is read anew. */
function openStream(mine: Mine, take: (message: Message) => void) {
  let source: EventSource
  let timer: number | undefined
  let pause = 2_000
  // At the very first the page has only just been read.
  let isFirst = performance.now() < 10_000
  const open = () => {
    source = new EventSource(liveStream.path)
    source.addEventListener('hello', ({ data }) => {
      pause = 2_000
      const hello = JSON.parse(data as string) as Mine
      // In another window somebody has signed in anew, or gone over to another firm: this page is of the past.
      if (hello.firm_id !== mine.firm_id || hello.user_id !== mine.user_id) return source.close()
      if (!isFirst) take({ name: 'resync', data: {} })
      isFirst = false
    })
    for (const name of ['change', 'presence', 'resync'] as const)
      source.addEventListener(name, ({ data }) => take({ name, data: JSON.parse(data as string) }))
    // A line that broke is mended by the browser; a refusal ends it, and the reason is not told.
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) void waitAndOpen()
    })
  }
  const waitAndOpen = async () => {
    const isSignedOut = await call(session.get).then(
      () => false,
      (error: unknown) => error instanceof Refusal && error.status === 401,
    )
    if (isSignedOut) return
    timer = window.setTimeout(open, pause)
    pause = Math.min(2 * pause, 60_000)
  }
  open()
  return () => {
    window.clearTimeout(timer)
    source.close()
  }
}
