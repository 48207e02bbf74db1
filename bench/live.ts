import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import type pg from 'pg'
import { hashToken } from '#server/platform/authenticate.ts'
import type { Fetch } from './measure.ts'

const STREAMS = 500
/** A member may have twelve. */
const EACH = 10
const CHANGES = 100

/** What 500 open screens cost the web process, and how soon all of them have heard of what one member writes. */
export async function measureLive(port: number, call: Fetch, bare: pg.Client, tenant_id: string, memory: () => number) {
  const before = memory()
  const agent = new Agent({ keepAlive: false, maxSockets: Infinity })
  const streams: IncomingMessage[] = []
  for (const cookie of await makeListeners(bare, tenant_id, STREAMS / EACH))
    for (let turn = 0; turn < EACH; turn++) streams.push(await openStream(port, cookie, agent))
  const opened = memory()
  const { items } = (await call('GET', '/api/companies?size=1')) as { items: { id: string }[] }
  const { id } = items[0] ?? { id: '' }
  const times: number[] = []
  for (let turn = 0; turn < CHANGES; turn++) {
    const heard = streams.map((stream) => hear(stream, id))
    const begun = performance.now()
    // A mark of one's own: it changes the company's row, and nothing that another run would trip over.
    await bare.query('update company set source = $2 where tenant_id = acting_tenant() and id = $1', [id, `b${turn}`])
    await Promise.all(heard)
    times.push(performance.now() - begun)
  }
  for (const stream of streams) stream.destroy()
  agent.destroy()
  const sorted = times.toSorted((one, other) => one - other)
  return { megabytes: opened - before, p95: sorted[Math.floor(0.95 * sorted.length)] ?? 0 }
}

/** Members with a session each, as signing in makes one. */
async function makeListeners(bare: pg.Client, tenant_id: string, count: number) {
  const cookies: string[] = []
  for (let number = 0; number < count; number++) {
    const email = `lytter${number}@benk.example`
    await bare.query(`insert into auth.account (email, password_hash) values ($1, 'none') on conflict do nothing`, [
      email,
    ])
    const { rows } = await bare.query<{ id: string }>('select id from auth.account where email = $1', [email])
    const id = rows[0]?.id
    await bare.query(
      `insert into member (tenant_id, user_id, name, email, rights) values ($1, $2, $3, $3, '{"crm": "read"}')
       on conflict do nothing`,
      [tenant_id, id, email],
    )
    const token = randomBytes(32).toString('base64url')
    await bare.query(
      `insert into auth.session (token_hash, account_id, tenant_id, expires_at) values ($1, $2, $3, now() + interval '1 hour')`,
      [hashToken(token), id, tenant_id],
    )
    cookies.push(`kundebok_session=${token}`)
  }
  return cookies
}

async function openStream(port: number, cookie: string, agent: Agent) {
  const request = get({ host: '127.0.0.1', port, path: '/api/live', headers: { cookie }, agent })
  const [reply] = (await once(request, 'response')) as [IncomingMessage]
  if (reply.statusCode !== 200) throw new Error(`A stream was refused: ${reply.statusCode}`)
  reply.on('error', () => undefined)
  reply.resume()
  return reply
}

const hear = (stream: IncomingMessage, id: string) =>
  new Promise<void>((resolve) => {
    const listen = (chunk: Buffer) => {
      if (!chunk.includes(id)) return
      stream.off('data', listen)
      resolve()
    }
    stream.on('data', listen)
  })
