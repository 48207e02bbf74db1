// The map's pictures by way of us: browsers tell nobody outside what they look at, and each picture is fetched once.
import { createHash } from 'node:crypto'
import { AppError } from '#server/platform/errors.ts'
import type { SentFile } from '#server/platform/http.ts'
import type { TileSettings } from '#server/platform/map-settings.ts'
import { type Answer, call, OutgoingError } from '#server/platform/outgoing.ts'
import { makeTileCache, type Tile } from './tile-cache.ts'

const DAY_MS = 86_400_000
/** How long one is kept of which nothing is said: the same policy asks for seven days at least. */
const USUAL_MS = 7 * DAY_MS
const AT_ONCE = 4
const WAITING = 200
/** From outside at most so many a second in the long run, and so many in one go: nobody fetches the whole map through us. */
const PER_SECOND = 15
const IN_ONE_GO = 400

export function makeTiles(settings: TileSettings) {
  const { service, path, user_agent } = settings
  const cache = makeTileCache(settings.directory, settings.limit_bytes)
  const source = createHash('sha256')
    .update(service.base_url + path)
    .digest('hex')
    .slice(0, 12)
  const underWay = new Map<string, Promise<Tile>>()
  const inTurn = makeTurns()

  const fetchTile = async (name: string, at: string, kept: Tile | null): Promise<Tile> => {
    const headers = { 'user-agent': user_agent, ...(kept?.etag ? { 'if-none-match': kept.etag } : {}) }
    try {
      const answer = await inTurn(() => call(service, { path: at, headers }))
      const tile = answer.status === 304 && kept ? { ...kept, fresh_until: freshUntil(answer) } : readTile(answer)
      await cache.keep(name, tile)
      return tile
    } catch (error) {
      // An old picture is better than none.
      if (kept && error instanceof Error) return kept
      throw error instanceof OutgoingError ? new AppError('unavailable', { retry_after: 30 }) : error
    }
  }

  return async ({ z, x, y }: { z: number; x: number; y: number }): Promise<SentFile> => {
    if (z > settings.max_zoom) throw new AppError('not_found')
    const name = `${source}/${z}/${x}/${y}`
    const kept = await cache.read(name)
    if (kept && kept.fresh_until > Date.now()) return sent(kept)
    const at = path.replace('{z}', String(z)).replace('{x}', String(x)).replace('{y}', String(y))
    const fetching = underWay.get(name) ?? fetchTile(name, at, kept).finally(() => underWay.delete(name))
    underWay.set(name, fetching)
    return sent(await fetching)
  }
}

const sent = ({ bytes, media_type, fresh_until }: Tile): SentFile => ({
  bytes,
  media_type,
  etag: createHash('sha256').update(bytes).digest('base64url').slice(0, 22),
  max_age: Math.max(60, Math.min(7 * 86_400, Math.floor((fresh_until - Date.now()) / 1_000))),
})

/** By its first bytes, whatever it is called. */
const pictures: [string, RegExp][] = [
  ['image/png', /^[^]PNG\r\n/],
  ['image/jpeg', /^\u00ff\u00d8\u00ff/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
]

function readTile(answer: Answer): Tile {
  if (answer.status === 404 || answer.status === 204) throw new AppError('not_found')
  const [media_type] = pictures.find(([, start]) => start.test(answer.body.subarray(0, 16).toString('latin1'))) ?? []
  if (answer.status !== 200 || !media_type) throw new AppError('unavailable', { retry_after: 30 })
  const { etag } = answer.headers
  return { bytes: answer.body, media_type, etag: etag ?? null, fresh_until: freshUntil(answer) }
}

/** As Cache-Control or Expires have it (RFC 9111, 4.2.1). */
function freshUntil({ headers }: Answer): number {
  const control = headers['cache-control'] ?? ''
  if (/\bno-(?:cache|store)\b/.test(control)) return Date.now()
  const age = /\bmax-age=(\d{1,9})/.exec(control)?.[1]
  if (age) return Date.now() + Number(age) * 1_000
  const expires = Date.parse(headers.expires ?? '')
  return Number.isNaN(expires) ? Date.now() + USUAL_MS : expires
}

/** Does some at once; others wait; who comes when too many wait, or too many came lately, is refused. */
function makeTurns() {
  let running = 0
  let left = IN_ONE_GO
  let filledAt = Date.now()
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    left = Math.min(IN_ONE_GO, left + ((Date.now() - filledAt) / 1_000) * PER_SECOND)
    filledAt = Date.now()
    if (left < 1 || waiting.length >= WAITING) throw new AppError('too_many', { retry_after: 5 })
    left--
    if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
