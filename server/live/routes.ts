import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { live, type LiveChange, liveStream, type RecordKind } from '#contract/live.ts'
import { hashToken, readToken } from '#server/platform/authenticate.ts'
import type { Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import { serve, serveStream, type Server, type Who } from '#server/platform/http.ts'
import { mustBeThere } from '#server/platform/record.ts'
import { listen } from './listener.ts'
import { makePresence, type Said } from './presence.ts'
import { eventText, makeStreams, mayRead, type Stream } from './streams.ts'

/** Of one member: each browser has one, with as many windows as it likes. */
const MOST_OF_A_USER = 12
const MOST_STREAMS = 2_000
/** Rights and sessions are read again this often: who loses them hears nothing more. */
const CHECK_MS = 3_000
/** Below what proxies and routers let a silent line live. */
const BEAT_MS = 20_000

/** As announce() writes it: t tenant, e entity, c companies, p persons, u who did it, a who may hear (null among them: all). */
type Announced = { t: string; e: string; id?: string; c?: string[]; p?: string[]; u?: string; a?: (string | null)[] }

export function serveLive(server: Server) {
  const streams = makeStreams()
  const presence = makePresence(({ tenant_id, kind, id }, present) => {
    const there = present.flatMap(({ user_id }) => streams.ofUser(tenant_id, user_id)).filter(({ who }) => mayRead(who))
    streams.send(there, eventText('presence', { kind, id, present }))
  })
  let listening: ReturnType<typeof listen> | undefined
  /** With the first who wants to hear: a process that nobody listens to has no connection for it. */
  const beginListening = () => {
    listening ??= listen(server.database_url, ['kundebok_live', 'kundebok_presence'], {
      onMessage: (channel, payload) => {
        if (channel === 'kundebok_presence') presence.hear(JSON.parse(payload) as Said)
        else hear(JSON.parse(payload) as Announced)
      },
      onGap: () => streams.send(streams.all(), eventText('resync', {})),
    })
    return Promise.race([listening.ready, tooLate()])
  }
  const hear = ({ t, e, id, c = [], p = [], u, a }: Announced) => {
    const change: LiveChange = { entity: e, company_ids: c, person_ids: p, ...(id && { id }), ...(u && { user_id: u }) }
    const named = a?.filter((one) => one !== null) ?? null
    streams.tell({ tenant_id: t, change, audience: a && named?.length === a.length ? named : null })
  }
  const timers = [
    setInterval(() => void cutOffWhoMayNot(server, streams.all()), CHECK_MS),
    setInterval(() => streams.send(streams.all(), ': beat\n\n'), BEAT_MS),
    setInterval(presence.sweep, 5_000),
  ]
  for (const timer of timers) timer.unref()
  server.app.addHook('preClose', async () => {
    timers.forEach(clearInterval)
    streams.stop()
    await listening?.stop()
  })

  serveStream(server, liveStream, async (who, request, reply) => {
    await beginListening()
    if (request.raw.socket.destroyed) return
    if (streams.ofUser(who.tenant_id, who.user_id).length >= MOST_OF_A_USER)
      throw new AppError('too_many', { retry_after: 30 })
    if (streams.all().length >= MOST_STREAMS) throw new AppError('unavailable')
    streams.add({ who, token_hash: tokenHashOf(server, request), to: beginStream(reply, who) })
  })
  const say = (kind: RecordKind) => ({
    first: async ({ who, params, body }: SayCall) => {
      await beginListening()
      return async (db: Write) => {
        await mustBeThere(db, who, kind, params.id)
        const said: Said = { tenant_id: who.tenant_id, user_id: who.user_id, kind, id: params.id, ...body }
        await sql`select pg_notify('kundebok_presence', ${JSON.stringify(said)})`.execute(db)
        return { present: presence.present(said) }
      }
    },
  })
  serve(server, live, { company_presence: say('company'), person_presence: say('person') })
}

type SayCall = { who: Who; params: { id: string }; body: Pick<Said, 'window' | 'state'> }

/** Whoever wants to hear does not wait for ever for a database that takes no more connections. */
const tooLate = () => wait(5_000, undefined, { ref: false }).then(() => Promise.reject(new AppError('unavailable')))

function tokenHashOf(server: Server, request: FastifyRequest) {
  const token = readToken(request, server.is_secure)
  if (!token) throw new AppError('not_signed_in')
  return hashToken(token)
}

/** The head of the answer, and at once the first event: whose stream it is. */
function beginStream(reply: FastifyReply, { tenant_id, user_id }: Who) {
  reply.hijack()
  const headers = {
    ...reply.getHeaders(),
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  }
  reply.raw.writeHead(200, headers as Record<string, string>)
  reply.raw.write(`retry: 2000\n${eventText('hello', { firm_id: tenant_id, user_id })}`)
  return reply.raw
}

/** One question for all. A session that has ended or changed firm, and a member who is gone, are cut off. */
async function cutOffWhoMayNot({ db }: Server, streams: Stream[]) {
  if (streams.length === 0) return
  const hashes = [...new Map(streams.map(({ token_hash }) => [token_hash.toString('hex'), token_hash])).values()]
  const { rows } = await sql<Who & { token_hash: Buffer }>`
    select h.token_hash, m.* from unnest(${hashes}::bytea[]) h (token_hash), lateral auth.session_member(h.token_hash) m`
    .execute(db)
    // The database does not answer: there is nothing to hear either, and soon it is asked again.
    .catch(() => ({ rows: null }))
  if (!rows) return
  const members = new Map(rows.map(({ token_hash, ...who }) => [token_hash.toString('hex'), who]))
  for (const stream of streams) {
    const now = members.get(stream.token_hash.toString('hex'))
    if (!now || now.tenant_id !== stream.who.tenant_id || now.lacks_two_factor) stream.to.destroy()
    else stream.who = now
  }
}
