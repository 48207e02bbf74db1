// CalDAV (RFC 4791) for a member's own appointments and tasks. Its routes are not of the contract, for their methods and
// bodies are none of JSON; each still names the right that it needs, and goes the way of every request: who is it, may she,
// one transaction, answer.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Right } from '#contract/endpoint.ts'
import { inTransaction } from '#server/platform/db.ts'
import { AppError, problem } from '#server/platform/errors.ts'
import type { Server, Who } from '#server/platform/http.ts'
import { type Answer, type Asked, type Reading, refuse, type Writing } from './answer.ts'
import { findAppUser } from './owner.ts'
import { placeAt } from './places.ts'
import { propfind, proppatch } from './propfind.ts'
import { get, put, remove } from './put.ts'
import { report } from './report.ts'
import { readXml } from './xml.ts'

type Route = { right: Exclude<Right, 'none'>; body: 'xml' | 'text' | 'none'; act: Reading | Writing }

const routes: Record<string, Route> = {
  PROPFIND: { right: 'read', body: 'xml', act: propfind },
  REPORT: { right: 'read', body: 'xml', act: report },
  PROPPATCH: { right: 'read', body: 'xml', act: proppatch },
  GET: { right: 'read', body: 'none', act: get },
  PUT: { right: 'change', body: 'text', act: put },
  DELETE: { right: 'change', body: 'none', act: remove },
}
const classes = { dav: '1, 3, calendar-access', allow: ['OPTIONS', ...Object.keys(routes)].join(', ') }

export function serveCalDav(server: Server) {
  for (const method of ['PROPFIND', 'REPORT', 'PROPPATCH', 'MKCALENDAR', 'MKCOL', 'MOVE', 'COPY', 'LOCK', 'UNLOCK'])
    server.app.addHttpMethod(method, { hasBody: true })
  server.app.register(async (app: FastifyInstance) => {
    // Whatever type a program says its body has, it is text of at most a megabyte.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    const methods = [...app.supportedMethods].filter((method) => method !== 'HEAD' && method !== 'TRACE')
    for (const url of ['/dav', '/dav/*'])
      app.route({
        method: methods,
        url,
        exposeHeadRoute: false,
        handler: (request, reply) => answer(server, request, reply),
      })
    // RFC 6764, 5: where programs look first.
    app.route({
      method: methods,
      url: '/.well-known/caldav',
      exposeHeadRoute: false,
      handler: async (_request, reply) => reply.redirect('/dav/', 301),
    })
  })
}

async function answer(server: Server, request: FastifyRequest, reply: FastifyReply) {
  reply.header('dav', classes.dav)
  // Asked before anybody signs in; it tells nothing of anybody.
  if (request.method === 'OPTIONS') return reply.header('allow', classes.allow).code(200).send()
  const who = await authenticated(server, request, reply)
  const route = Object.hasOwn(routes, request.method) ? routes[request.method] : undefined
  if (!route)
    return send(reply, { status: request.method.startsWith('MK') ? 403 : 405, headers: { allow: classes.allow } })
  const { crm } = who.rights
  if (crm !== 'change' && crm !== route.right) throw new AppError('forbidden')
  try {
    const asked = readRequest(request, who, route)
    const actor = { tenant_id: who.tenant_id, user_id: who.user_id, via: 'api' } as const
    return send(reply, await inTransaction(server.db, actor, async (tx) => route.act(tx, asked)))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error
    const [first] = problem(error, 'nb').errors
    return send(reply, refuse(403, 'C:valid-calendar-data', first?.message))
  }
}

async function authenticated(server: Server, request: FastifyRequest, reply: FastifyReply): Promise<Who> {
  const who = await findAppUser(server.db, request.headers.authorization)
  if (!who) {
    // Counted are wrong passwords, not the first call of a program that has not been asked for one.
    if (request.headers.authorization !== undefined) await server.limit.ofAddress(request)
    reply.header('www-authenticate', 'Basic realm="Kundebok", charset="UTF-8"')
    throw new AppError('not_signed_in')
  }
  await server.limit.ofUser(request, who.user_id)
  if (who.lacks_two_factor) throw new AppError('two_factor_required')
  return who
}

function readRequest({ url, body, headers }: FastifyRequest, who: Who, route: Route): Asked {
  const place = placeAt(url)
  // What is another's is not there.
  if (!place || ('user_id' in place && place.user_id !== who.user_id)) throw new AppError('not_found')
  const text = typeof body === 'string' ? body : ''
  const header = (name: string) => (typeof headers[name] === 'string' ? headers[name] : undefined)
  const depth = header('depth') ?? (route.act === propfind ? 'infinity' : '0')
  return {
    ...{ who, place, text, xml: route.body === 'xml' ? readXml(text) : null },
    depth: depth === '0' || depth === '1' ? depth : 'infinity',
    ...{ if_match: header('if-match'), if_none_match: header('if-none-match') },
  }
}

function send(reply: FastifyReply, { status, headers = {}, body = '' }: Answer) {
  return reply
    .code(status)
    .headers({ 'cache-control': 'no-store', ...headers })
    .send(body)
}
