// What providers call us with: reports of what became of a message, and what is written back. Outside the contract, for each
// has its own form. The address holds a secret of the firm's; one that opens nothing is not found, and is counted.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { SmsProvider } from '#contract/sms-settings.ts'
import { normalisePhone } from '#contract/rules.ts'
import { type Actor, inTransaction, type Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Server } from '#server/platform/http.ts'
import { firmOf, isAddressOf } from './addresses.ts'
import { type Callback, parseJson } from './provider.ts'
import { providers } from './providers.ts'
import { takeReply } from './replies.ts'
import { takeReport } from './reports.ts'
import { readAccount } from './settings.ts'

const kinds = { reports: takeReports, replies: takeReplies }
type Kind = keyof typeof kinds

export function serveSmsCallbacks(server: Server) {
  server.app.register(async (app: FastifyInstance) => {
    // Forms and JSON, whatever type a provider says they are.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 100_000 }, (_request, body, done) => done(null, body))
    for (const kind of Object.keys(kinds) as Kind[])
      app.route<{ Params: { token: string } }>({
        method: ['GET', 'POST'],
        url: `/sms-callbacks/:token/${kind}`,
        exposeHeadRoute: false,
        handler: async (request, reply) => {
          await answer(server, kind, request, request.params.token)
          // LINK wants 200, and of what Kannel gets for a reply it would send the words back.
          return reply.code(200).type('text/plain').send('')
        },
      })
  })
}

async function answer(server: Server, kind: Kind, request: FastifyRequest, token: string) {
  const tenant_id = firmOf(token)
  const actor: Actor = { tenant_id, via: 'api' }
  const isTheirs = tenant_id && (await inTransaction(server.db, actor, (tx) => isAddressOf(tx, { tenant_id }, token)))
  if (!isTheirs) {
    await server.limit.ofAddress(request)
    throw new AppError('not_found')
  }
  await server.limit.ofService(request, tenant_id)
  await inTransaction(server.db, actor, async (tx) => {
    const sending = await readAccount(tx, { tenant_id }, server)
    if (!sending) throw new AppError('not_found')
    const callback = readCallback(server, request)
    if (sending.provider.isGenuine?.(callback, sending.account) === false) throw new AppError('forbidden')
    await kinds[kind](tx, { tenant_id, provider: sending.name }, callback)
  })
}

type Firm = { tenant_id: string; provider: SmsProvider }

async function takeReports(tx: Write, { tenant_id, provider }: Firm, callback: Callback) {
  const report = providers[provider].readReport(callback)
  if (report) await takeReport(tx, tenant_id, report)
}

async function takeReplies(tx: Write, firm: Firm, callback: Callback) {
  const reply = providers[firm.provider].readReply(callback)
  // Without its plus a number abroad looks like one at home; who is no number (a bank's name) is kept as it stands.
  const bare = reply?.number.replace(/[^\d+]/g, '') ?? ''
  const number = normalisePhone(bare.length > 8 && !bare.startsWith('+') ? `+${bare.replace(/^00/, '')}` : bare)
  if (reply && (number || reply.number)) await takeReply(tx, firm, { ...reply, number: number ?? reply.number })
}

function readCallback({ public_url }: Server, { url, query, body, headers }: FastifyRequest): Callback {
  const text = typeof body === 'string' ? body : ''
  const json = /^\s*\{/.test(text) ? parseJson(text) : null
  const form = json === null ? Object.fromEntries(new URLSearchParams(text)) : {}
  const signature = headers['x-twilio-signature']
  return {
    url: new URL(public_url).origin + url,
    form,
    values: { ...(query as object), ...form, ...(json as object | null) },
    signature: typeof signature === 'string' ? signature : undefined,
  }
}
