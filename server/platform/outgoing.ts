// The one way out to services over HTTP. A service has a base address that requests stay at; addresses inside a private
// network are reached only where the operator has named them. An answer is bounded in time and in bytes.
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import { circuitPausedUntil, noteFailure, noteSuccess, pauseCircuit } from '#server/platform/circuit.ts'
import { checkedLookup, isNamed, isReachable, type PrivateRanges } from '#server/platform/reachable.ts'

/** What a service outside is called, and where it is. */
export type Service = {
  /** In messages of the log, and what the circuit breaker goes by together with the address. */
  name: string
  base_url: string
  /** The operator named this very address: it may be in a private network and on any port. */
  is_operators: boolean
  /** Ranges of private addresses that the operator lets everybody reach. */
  private_ranges?: PrivateRanges
  /** For one whole try, from looking the host up to the last byte. */
  deadline_ms?: number
  max_bytes?: number
  /** Tries of a GET; nothing else is ever sent twice. */
  tries?: number
}

export type Request = {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  /** Below the base address, with its query; begins with a slash, or is empty for the base itself. */
  path: string
  headers?: Record<string, string>
  body?: string | Buffer
  signal?: AbortSignal
}

export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer }

export type Fault =
  /** The address is one that may not be reached: private, another port, not http. */
  | 'not_allowed'
  /** No connection: name unknown, refused, TLS not trusted, cut off. */
  | 'unreachable'
  | 'too_slow'
  | 'too_large'
  /** It answered with a way to another host. */
  | 'redirected'
  /** The answer can not be read as what it should be. */
  | 'malformed'
  /** It failed repeatedly, or asked for a pause: not asked again before `retry_at`. */
  | 'paused'
  | 'aborted'

/** Why there is no answer. An answer with an error's status is an answer. */
export class OutgoingError extends Error {
  readonly fault: Fault
  /** Whether the request may have been received all the same: it was on its way when it failed. */
  readonly may_have_arrived: boolean
  readonly retry_at: Date | null
  constructor(service: string, fault: Fault, may_have_arrived = false, retry_at: Date | null = null) {
    super(`${service}: ${fault}`)
    this.name = 'OutgoingError'
    this.fault = fault
    this.may_have_arrived = may_have_arrived
    this.retry_at = retry_at
  }
}

const userAgent = 'Kundebok/0.1 (company card)'
const defaults = { deadline_ms: 8_000, max_bytes: 5_000_000, tries: 3 }
const hops = 3

/** One answer from the service. 429 and 503 that persist come back as they are; see `pausedUntil`. */
export async function call(service: Service, request: Request): Promise<Answer> {
  const tries = isRepeatable(request) ? (service.tries ?? defaults.tries) : 1
  for (let turn = 1; ; turn++) {
    refuseWhilePaused(service)
    const outcome = await callOnce(service, request).catch((error: unknown) => error as OutgoingError)
    noteOutcome(service, outcome)
    const pause = turn < tries ? pauseBefore(turn, outcome) : null
    if (pause === null) {
      if (outcome instanceof Error) throw outcome
      return outcome
    }
    await wait(pause, undefined, request.signal ? { signal: request.signal } : {}).catch(() => {
      throw new OutgoingError(service.name, 'aborted')
    })
  }
}

const isRepeatable = ({ method = 'GET' }: Request) => method === 'GET' || method === 'HEAD'

/** An answer as JSON, with its status; what is not JSON (an error page) is a fault. Nothing of it is trusted yet. */
export async function callJson(service: Service, request: Request): Promise<{ status: number; body: unknown }> {
  const { status, body } = await call(service, {
    ...request,
    headers: { accept: 'application/json', ...request.headers },
  })
  try {
    return { status, body: JSON.parse(body.toString('utf8')) as unknown }
  } catch {
    // Of an error's status the body is not relied upon.
    if (status >= 400) return { status, body: null }
    throw new OutgoingError(service.name, 'malformed', true)
  }
}

/** The answer as it comes, for files too large to hold; ends with an error when nothing comes for the length of the deadline. */
export async function callForStream(service: Service, request: Request): Promise<IncomingMessage> {
  refuseWhilePaused(service)
  return openFollowing(service, request, new URL(service.base_url + request.path), hops).catch((error: unknown) => {
    noteOutcome(service, error as OutgoingError)
    throw error
  })
}

const keyOf = ({ name, base_url }: Service) => `${name} ${base_url}`

/** Until when the service is left alone; null while it may be asked. */
export const pausedUntil = (service: Service): Date | null => circuitPausedUntil(keyOf(service))

function refuseWhilePaused(service: Service) {
  const until = pausedUntil(service)
  if (until) throw new OutgoingError(service.name, 'paused', false, until)
}

const longestWait = 5_000

function noteOutcome(service: Service, outcome: Answer | OutgoingError) {
  const key = keyOf(service)
  if (outcome instanceof Error) {
    if (!['not_allowed', 'aborted', 'paused'].includes(outcome.fault)) noteFailure(key)
    return
  }
  const asked = retryAfter(outcome)
  if (asked > longestWait) pauseCircuit(key, asked)
  if (outcome.status >= 500 || outcome.status === 429) noteFailure(key)
  else noteSuccess(key)
}

/** Milliseconds that Retry-After asks for, in seconds or as a moment (RFC 9110, 10.2.3); 0 when it does not. */
function retryAfter({ status, headers }: Answer) {
  const asked = headers['retry-after']
  if (!asked || ![429, 502, 503, 504].includes(status)) return 0
  if (/^\d{1,9}$/.test(asked)) return Number(asked) * 1_000
  const at = Date.parse(asked)
  return Number.isNaN(at) ? 0 : Math.max(0, at - Date.now())
}

/** Milliseconds until the next try; null when there is to be none. */
function pauseBefore(turn: number, outcome: Answer | OutgoingError): number | null {
  const backOff = 200 * 2 ** turn * (0.5 + Math.random())
  if (outcome instanceof Error) return outcome.fault === 'unreachable' ? backOff : null
  if (![429, 502, 503, 504].includes(outcome.status)) return null
  const asked = retryAfter(outcome)
  return asked > longestWait ? null : Math.max(asked, backOff)
}

async function callOnce(service: Service, request: Request): Promise<Answer> {
  const deadline = AbortSignal.timeout(service.deadline_ms ?? defaults.deadline_ms)
  const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline
  const arrival = { may_have_arrived: false }
  try {
    const url = new URL(service.base_url + request.path)
    const reply = await openFollowing(service, { ...request, signal }, url, hops)
    arrival.may_have_arrived = true
    const body = await readBody(service, reply)
    return { status: reply.statusCode ?? 0, headers: reply.headers, body }
  } catch (error) {
    const known = error instanceof OutgoingError ? error : null
    const arrived = arrival.may_have_arrived || known?.may_have_arrived || false
    if (deadline.aborted) throw new OutgoingError(service.name, 'too_slow', arrived)
    if (request.signal?.aborted) throw new OutgoingError(service.name, 'aborted', arrived)
    throw known ?? new OutgoingError(service.name, 'unreachable', arrived)
  }
}

/** Redirects are followed to the same scheme, host and port alone, and by GET alone. */
async function openFollowing(service: Service, request: Request, url: URL, left: number): Promise<IncomingMessage> {
  const reply = await open(service, request, url)
  const { location } = reply.headers
  if (![301, 302, 303, 307, 308].includes(reply.statusCode ?? 0) || !location) return reply
  reply.destroy()
  const next = URL.canParse(location, url) ? new URL(location, url) : null
  const mayFollow = next?.origin === url.origin && left > 0 && isRepeatable(request)
  if (!next || !mayFollow) throw new OutgoingError(service.name, 'redirected', true)
  return openFollowing(service, request, next, left - 1)
}

const makeAgents = () => ({
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true }),
})
/** A connection to what only the operator may name is not there for others. */
const agents = { checked: makeAgents(), operators: makeAgents() }

function open(service: Service, request: Request, url: URL): Promise<IncomingMessage> {
  const { protocol } = url
  if ((protocol !== 'http:' && protocol !== 'https:') || !isAllowed(service, url))
    return Promise.reject(new OutgoingError(service.name, 'not_allowed'))
  return new Promise((resolve, reject) => {
    const sent = (protocol === 'http:' ? http : https).request(url, {
      method: request.method ?? 'GET',
      headers: { 'user-agent': userAgent, ...request.headers, ...lengthOf(request.body) },
      // Of what the operator named nothing is checked.
      ...(service.is_operators ? {} : { lookup: checkedLookup(service.private_ranges ?? [], !isUsualPort(url)) }),
      // What must not be sent twice goes on a connection of its own: one kept open may have died unseen.
      agent: isRepeatable(request) && agents[service.is_operators ? 'operators' : 'checked'][protocol],
      timeout: service.deadline_ms ?? defaults.deadline_ms,
      ...(request.signal ? { signal: request.signal } : {}),
    })
    let isConnected = false
    sent.once('socket', (socket) => {
      if (!socket.connecting) isConnected = true
      else socket.once('connect', () => (isConnected = true))
    })
    sent.once('response', resolve)
    sent.once('timeout', () => sent.destroy(new OutgoingError(service.name, 'too_slow', isConnected)))
    sent.once('error', (error: NodeJS.ErrnoException) => {
      if (error instanceof OutgoingError) reject(error)
      else
        reject(
          new OutgoingError(service.name, error.code === 'NOT_ALLOWED' ? 'not_allowed' : 'unreachable', isConnected),
        )
    })
    sent.end(request.body)
  })
}

function lengthOf(body: string | Buffer | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
}

/** What `call` would say of the service's address by itself; asks for the addresses of a name. Who does not know yet, says yes. */
export async function judgeAddress(service: Service): Promise<'yes' | 'not_allowed' | 'unknown'> {
  const url = new URL(service.base_url)
  if (!/^https?:$/.test(url.protocol) || !isAllowed(service, url)) return 'not_allowed'
  if (service.is_operators) return 'yes'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const look = checkedLookup(service.private_ranges ?? [], !isUsualPort(url))
  const looked = new Promise<'yes' | 'not_allowed' | 'unknown'>((resolve) =>
    look(host, {}, (error) =>
      resolve(error?.code === 'NOT_ALLOWED' ? 'not_allowed' : error?.code === 'ENOTFOUND' ? 'unknown' : 'yes'),
    ),
  )
  return Promise.race([looked, wait(defaults.deadline_ms / 2, 'yes' as const, { ref: false })])
}

const isUsualPort = ({ port }: URL) => ['', '80', '443', '8080', '8443'].includes(port)

/** A host that is written as an address is judged here, a name when it is looked up. Other ports: what the operator named. */
function isAllowed({ is_operators, private_ranges = [] }: Service, url: URL) {
  if (url.username || url.password) return false
  if (is_operators) return true
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const verdict = isReachable(host, private_ranges)
  if (verdict === 'name') return isUsualPort(url) || private_ranges.length > 0
  return verdict === 'yes' && (isUsualPort(url) || isNamed(host, private_ranges))
}

async function readBody({ name, max_bytes = defaults.max_bytes }: Service, reply: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of reply as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > max_bytes) {
      reply.destroy()
      throw new OutgoingError(name, 'too_large', true)
    }
    pieces.push(piece)
  }
  // A connection cut in the middle ends the loop with an error; one that ends early does so without.
  if (!reply.complete) throw new OutgoingError(name, 'unreachable', true)
  return Buffer.concat(pieces)
}
