import { createHash } from 'node:crypto'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Endpoint, Endpoints, Module, Right } from '#contract/endpoint.ts'
import { fieldErrors, type Language } from '#contract/messages.ts'
import { contentSecurityPolicy } from '#server/platform/content-security.ts'
import type { Services } from '#server/platform/config.ts'
import { type Database, inTransaction, type Read, type Write } from '#server/platform/db.ts'
import type { MapSettings } from '#server/platform/map-settings.ts'
import { AppError, fromDatabase, problem } from '#server/platform/errors.ts'
import { makeRateLimit, type RateLimit } from '#server/platform/rate-limit.ts'
import type { Secrets } from '#server/platform/secrets.ts'

export type Who = {
  tenant_id: string
  user_id: string
  role: 'user' | 'administrator'
  rights: Partial<Record<Module, Right>>
  /** Whether password, code or passkey was given in the last quarter of an hour. */
  is_fresh: boolean
  /** The firm asks for a second step, and none was given. */
  lacks_two_factor: boolean
  /** A program with an API key; else a person at the screen. */
  via?: 'api'
}

type Output<S> = S extends z.ZodType ? z.output<S> : undefined
/** The bytes of a file, its media type, and a name for what they are, that changes when they do. */
export type SentFile = {
  media_type: string
  bytes: Buffer
  etag: string
  /** For a file that is to be kept rather than shown. */
  file_name?: string
  /** Seconds for which a browser need not ask again. */
  max_age?: number
}
type Sent<E extends Endpoint> = E['sends_file'] extends true
  ? SentFile
  : E['reply'] extends z.ZodType
    ? z.input<E['reply']>
    : void

type Call<E extends Endpoint> = {
  /** GET can only read. */
  db: E['method'] extends 'GET' ? Read : Write
  params: Output<E['params']>
  query: Output<E['query']>
  body: Output<E['body']>
  /** Who acts; endpoints with public access have nobody. */
  who: E['access'] extends 'public' ? undefined : Who
  /** The version that the client saw (If-Match), of endpoints with if_match. */
  version: number
  language: Language
  request: FastifyRequest
  reply: FastifyReply
}

type Handler<E extends Endpoint> =
  | ((call: Call<E>) => Promise<Sent<E>>)
  /** For what takes long: `first` works without a connection, what it returns then acts in the transaction. */
  | { first: (call: Omit<Call<E>, 'db'>) => Promise<(db: Call<E>['db']) => Promise<Sent<E>>> }

export type Handlers<G extends Endpoints> = { [K in keyof G]: Handler<G[K]> }

/** A handler when its endpoint is not known. */
type AnyHandler =
  | ((call: unknown) => Promise<unknown>)
  | { first: (call: unknown) => Promise<(db: Write) => Promise<unknown>> }

export type Server = {
  /** Whether people reach it over https. */
  is_secure: boolean
  /** The address that people type: where links lead to, and what passkeys are bound to. */
  public_url: string
  /** Where the database is, for a connection that only listens. */
  database_url: string
  secrets: Secrets
  /** Whether e-mail goes out; where it does not, links are shown to whoever may pass them on. */
  has_mail: boolean
  /** The services outside, as far as the program itself knows them. */
  services: Services
  maps: MapSettings
  app: FastifyInstance
  db: Database
  authenticate: (request: FastifyRequest) => Promise<Who | null>
  limit: RateLimit
}

export type Settings = Pick<
  Server,
  'is_secure' | 'public_url' | 'database_url' | 'secrets' | 'has_mail' | 'services' | 'maps'
> & {
  log_level: string
  /** Requests a minute that one user may make; 0: any number. */
  rate_limit: number
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trust_proxy: string | undefined
}

/** The web server with its limits, headers and the one place where errors become answers. */
export function makeServer(
  db: Database,
  authenticate: Server['authenticate'],
  { log_level, rate_limit, trust_proxy, ...settings }: Settings,
): Server {
  const app = Fastify({
    logger: {
      level: log_level,
      serializers: { req: (request) => ({ method: request.method, route: request.routeOptions?.url }) },
    },
    bodyLimit: 1_000_000,
    requestTimeout: 10_000,
    trustProxy: trust_proxy ?? false,
    routerOptions: { maxParamLength: 200 },
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders(request.url))
    const path = (request.url.split('?')[0] ?? '').replace(/^\/\.well-known\/(?=caldav$)/, '/')
    if (/\/\/|\/\.|%2e|%2f|\\/i.test(path)) throw new AppError('not_found')
  })
  app.setErrorHandler((error, request, reply) => {
    const known = knownError(error)
    if (known.code === 'internal') request.log.error(withoutValues(error), 'unforeseen error')
    if (known.code === 'unavailable' || known.code === 'too_many')
      reply.header('retry-after', String(known.details.retry_after ?? 2))
    const body = problem(known, languageOf(request))
    return reply.code(body.status).type('application/problem+json').send(JSON.stringify(body))
  })
  return { app, db, authenticate, limit: makeRateLimit(app, rate_limit), ...settings }
}

/** For the log: where it happened, and nothing that a message or a row of the database may hold of people. */
function withoutValues(error: unknown) {
  const { name, code, constraint, table, stack } = error as Error & {
    code?: string
    constraint?: string
    table?: string
  }
  return { name, code, constraint, table, at: stack?.split('\n').filter((line) => line.startsWith('    at ')) }
}

function knownError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const found = fromDatabase(error)
  if (found) return found
  const status = (error as { statusCode?: number }).statusCode
  if (status === 413) return new AppError('too_large')
  if (status && status < 500) return new AppError('malformed')
  return new AppError('internal')
}

function securityHeaders(url: string) {
  return {
    'content-security-policy': contentSecurityPolicy(),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    ...(url.startsWith('/api/') ? { 'cache-control': 'no-store' } : {}),
  }
}

function languageOf(request: FastifyRequest): Language {
  return /^en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'nb'
}

/** Registers a contract's endpoints. Each names who may call it: that is part of its type. */
export function serve<G extends Endpoints>(server: Server, group: G, handlers: Handlers<G>) {
  for (const [name, endpoint] of Object.entries(group)) {
    const handler = handlers[name as keyof G] as AnyHandler
    server.app.route({
      method: endpoint.method,
      url: endpoint.path,
      handler: (request, reply) => answer(server, endpoint, handler, request, reply),
    })
  }
}

/** A stream of events: whoever may open it is asked first, as of any request; it has no transaction, and no end of its own. */
export function serveStream(
  server: Server,
  endpoint: Endpoint,
  open: (who: Who, request: FastifyRequest, reply: FastifyReply) => Promise<void>,
) {
  server.app.route({
    method: 'GET',
    url: endpoint.path,
    // It would have no end either.
    exposeHeadRoute: false,
    handler: async (request, reply) => open(await authorised(server, endpoint, request), request, reply),
  })
}

/** Authenticate, then authorise, then validate, then act: nothing is written before all three. */
async function answer(
  server: Server,
  endpoint: Endpoint,
  handler: AnyHandler,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  if (endpoint.method !== 'GET') refuseForeignOrigin(request)
  if (endpoint.access === 'public') await server.limit.ofAddress(request)
  const who = endpoint.access === 'public' ? undefined : await authorised(server, endpoint, request)
  const language = languageOf(request)
  const input = {
    params: parse(endpoint.params, request.params, language, 'not_found'),
    query: parse(endpoint.query, request.query, language, 'invalid'),
    body: parse(endpoint.body, request.body ?? {}, language, 'invalid'),
    version: endpoint.if_match ? versionOf(request) : 0,
  }
  const call = { ...input, who, language, request, reply }
  const perform = typeof handler === 'function' ? (db: Write) => handler({ db, ...call }) : await handler.first(call)
  const actor = who
    ? { tenant_id: who.tenant_id, user_id: who.user_id, via: who.via ?? ('screen' as const) }
    : { via: 'setup' as const }
  const outcome = await inTransaction(server.db, actor, async (tx) => {
    const act = async () => {
      const result = await perform(tx)
      return endpoint.sends_file ? result : endpoint.reply?.parse(result)
    }
    try {
      const isKept = endpoint.method === 'POST' && who && !endpoint.shows_secret && !endpoint.sends_file
      return { result: isKept ? await once(tx, who, request, act) : await act() }
    } catch (error) {
      if (error instanceof AppError && error.details.keeps_writes) return { refusal: error }
      throw withFilteredCurrent(error, endpoint.reply)
    }
  })
  if (outcome.refusal) throw outcome.refusal
  if (endpoint.sends_file) return sendFile(request, reply, outcome.result as SentFile)
  if (!endpoint.reply) return reply.code(204).send()
  const { result } = outcome
  const version = (result as { version?: unknown }).version
  if (typeof version === 'number') reply.header('etag', `"${version}"`)
  return reply.code(endpoint.method === 'POST' ? 201 : 200).send(result)
}

/** A file that is shown, never run: its type is told and kept to, and opened by itself it may do nothing. */
function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { media_type, bytes, etag, file_name, max_age }: SentFile,
) {
  reply.headers({
    etag: `"${etag}"`,
    'cache-control': max_age ? `private, max-age=${max_age}` : 'private, no-cache',
    'content-security-policy': "default-src 'none'; sandbox",
    'content-disposition': file_name ? `attachment; filename="${file_name}"` : 'inline',
  })
  if (request.headers['if-none-match'] === `"${etag}"`) return reply.code(304).send()
  return reply.type(media_type).send(bytes)
}

/** A stale write answers with the row as it is; what leaves is filtered by the reply's schema like any answer. */
function withFilteredCurrent(error: unknown, schema: z.ZodType | undefined) {
  if (error instanceof AppError && error.details.current !== undefined)
    error.details.current = schema?.parse(error.details.current)
  return error
}

/** A page of another site can send no such header without being asked first (CSRF). */
function refuseForeignOrigin(request: FastifyRequest) {
  // Nor the header of a key, which is then all that counts.
  if (request.headers.authorization !== undefined) return
  const { origin, host } = request.headers
  const isForeign = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)
  if (isForeign || !request.headers['kundebok-client']) throw new AppError('forbidden')
}

async function authorised(server: Server, endpoint: Endpoint, request: FastifyRequest) {
  const who = await server.authenticate(request)
  if (!who) {
    await server.limit.ofAddress(request)
    throw new AppError('not_signed_in')
  }
  await server.limit.ofUser(request, who.user_id)
  if (who.lacks_two_factor && !endpoint.without_two_factor) throw new AppError('two_factor_required')
  if (!mayCall(who, endpoint)) throw new AppError('forbidden')
  if (endpoint.confirm && !who.is_fresh) throw new AppError('confirm_required')
  return who
}

function mayCall(who: Who, { access, for_keys }: Endpoint) {
  if (who.via === 'api' && typeof access === 'string' && !for_keys) return false
  if (access === 'member' || who.role === 'administrator') return true
  if (access === 'administrator' || access === 'public') return false
  const right = who.rights[access.module] ?? 'none'
  return right === 'change' || right === access.right
}

function parse(schema: z.ZodType | undefined, value: unknown, language: Language, failure: 'invalid' | 'not_found') {
  if (!schema) return undefined
  const parsed = schema.safeParse(value, { reportInput: true })
  if (parsed.success) return parsed.data
  if (failure === 'not_found') throw new AppError('not_found')
  throw new AppError('invalid', { fields: fieldErrors(parsed.error, language) })
}

function versionOf(request: FastifyRequest) {
  const version = /^"(\d{1,15})"$/.exec(request.headers['if-match'] ?? '')?.[1]
  if (!version) throw new AppError('version_required')
  return Number(version)
}

/** With an Idempotency-Key a repeated POST gets the first one's reply; the key with another body is refused. */
async function once(tx: Write, who: Who, request: FastifyRequest, act: () => Promise<unknown>) {
  const key = request.headers['idempotency-key']
  if (key === undefined) return act()
  if (typeof key !== 'string' || key.length > 200) throw new AppError('malformed')
  const row = { tenant_id: who.tenant_id, user_id: who.user_id, route: request.routeOptions.url ?? '', key }
  const hash = createHash('sha256')
    .update(request.url + JSON.stringify(request.body ?? null))
    .digest('hex')
  const added = await tx
    .insertInto('idempotency_key')
    .values({ ...row, request_hash: hash })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  const mine = tx.updateTable('idempotency_key').where((eb) => eb.and(row))
  if (added.numInsertedOrUpdatedRows) {
    // A refusal that keeps writes commits: the key must not stay behind without a reply.
    const result = await act().catch(async (error: unknown) => {
      if (error instanceof AppError && error.details.keeps_writes)
        await tx
          .deleteFrom('idempotency_key')
          .where((eb) => eb.and(row))
          .execute()
      throw error
    })
    await mine.set({ reply: JSON.stringify(result ?? null), status: 201 }).execute()
    return result
  }
  const known = await tx
    .selectFrom('idempotency_key')
    .selectAll()
    .where((eb) => eb.and(row))
    .executeTakeFirstOrThrow()
  if (known.request_hash !== hash) throw new AppError('invalid', { field: 'Idempotency-Key', message: 'key_used' })
  return known.reply
}

/** Live: the process answers. Ready: the database does too. */
export function serveHealth({ app, db }: Server) {
  app.get('/api/health/live', async () => ({ status: 'ok' }))
  app.get('/api/health/ready', async () => {
    await sql`select 1`.execute(db)
    return { status: 'ok' }
  })
}
