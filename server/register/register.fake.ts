// Enhetsregisteret and Regnskapsregisteret as they speak, on a port of this machine, with units of one's own: for tests,
// stories and development. What the real ones do when they do badly can be asked for by `trouble`.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { makeRawAccounts, makeRawRoles, type RawUnit } from '#db/seed/register-units.ts'

export type Trouble =
  | null
  | 'down'
  | 'busy'
  | 'page'
  | 'malformed'
  | 'large'
  | 'silent'
  | 'elsewhere'
  | 'cut'
  | 'feed_back'
type Event = { id: number; org_number: string; kind: string; at: string; isBranch: boolean }

export type RegisterFake = Awaited<ReturnType<typeof startRegisterFake>>

export async function startRegisterFake(units: RawUnit[] = [], port = 0) {
  const state = {
    units: new Map(units.map((unit) => [unit.organisasjonsnummer, unit])),
    roles: new Map<string, unknown>(),
    removed: new Set<string>(),
    accounts: new Map<string, unknown[]>(),
    events: [] as Event[],
    role_events: [] as { org_number: string; time: string }[],
    trouble: null as Trouble,
    /** After how many bytes a file breaks off, once. */
    cut_after: 0,
    requests: [] as string[],
  }
  const server = createServer((request, reply) => {
    state.requests.push(request.url ?? '')
    if (!makeTrouble(state, request, reply)) void answer(state, request, reply)
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const tell = (org_number: string, kind: string) => {
    const isBranch = state.units.get(org_number)?.beliggenhetsadresse !== undefined
    const last = state.events.at(-1)?.id ?? 24_720_000
    state.events.push({ id: last + 1, org_number, kind, at: new Date().toISOString(), isBranch })
  }
  return {
    ...{ state, register_url: `${host}/enhetsregisteret/api`, accounts_url: `${host}/regnskapsregisteret` },
    /** Registers a unit, or changes one. */
    put: (unit: RawUnit) => {
      const isNew = !state.units.has(unit.organisasjonsnummer)
      state.units.set(unit.organisasjonsnummer, unit)
      tell(unit.organisasjonsnummer, isNew ? 'Ny' : 'Endring')
    },
    putRoles: (org_number: string, roles: unknown) => {
      state.roles.set(org_number, roles)
      state.role_events.push({ org_number, time: new Date().toISOString() })
    },
    /** Strikes a unit off: it answers with what is left of it. */
    strikeOff: (org_number: string, slettedato = '2026-11-20') => {
      const unit = state.units.get(org_number)
      if (!unit) return
      const { organisasjonsnummer, navn, organisasjonsform, _links, beliggenhetsadresse } = unit
      state.units.set(org_number, {
        organisasjonsnummer,
        navn,
        organisasjonsform,
        slettedato,
        respons_klasse: 'SlettetEnhet',
        _links,
        ...(beliggenhetsadresse ? { beliggenhetsadresse } : {}),
      })
      tell(org_number, 'Sletting')
    },
    /** Removes one for legal reasons: 410 from then on. */
    remove: (org_number: string) => {
      tell(org_number, 'Fjernet')
      state.units.delete(org_number)
      state.removed.add(org_number)
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

type State = RegisterFake['state']

function makeTrouble({ trouble }: State, request: IncomingMessage, reply: ServerResponse): boolean {
  const does: Partial<Record<NonNullable<Trouble>, () => unknown>> = {
    down: () =>
      json(reply, 500, {
        timestamp: Date.now(),
        status: 500,
        error: 'Internal Server Error',
        message: '',
        path: request.url,
      }),
    busy: () => reply.writeHead(503, { 'retry-after': '120' }).end(),
    page: () => reply.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Vedlikehold</body></html>'),
    malformed: () =>
      reply.writeHead(200, { 'content-type': 'application/json' }).end('{"_embedded":{"enheter":[{"organisa'),
    large: () => reply.writeHead(200, { 'content-type': 'application/json' }).end(`["${'x'.repeat(10_000_000)}"]`),
    silent: () => undefined,
    elsewhere: () => reply.writeHead(302, { location: 'http://localhost:9/enhetsregisteret/api/enheter' }).end(),
  }
  const act = trouble && does[trouble]
  if (!act) return false
  act()
  return true
}

async function answer(state: State, request: IncomingMessage, reply: ServerResponse) {
  const url = new URL(request.url ?? '/', 'http://register')
  const [, api, kind = '', number, part] =
    /^\/(enhetsregisteret\/api|regnskapsregisteret)\/(\w+)(?:\/(\w+))?(?:\/(\w+))?$/.exec(url.pathname) ?? []
  if (api === 'regnskapsregisteret') return sendAccounts(state, number ?? '', url, reply)
  if (kind === 'oppdateringer')
    return number === 'roller'
      ? sendRoleFeed(state, url, reply)
      : sendFeed(state, number === 'underenheter', url, reply)
  if (kind !== 'enheter' && kind !== 'underenheter') return json(reply, 404, {})
  const isBranch = kind === 'underenheter'
  if (number === 'lastned') return sendFile(state, isBranch, request, reply)
  if (!number) return search(state, isBranch, url, reply)
  if (state.removed.has(number)) return json(reply, 410, { organisasjonsnummer: number, slettedato: '2026-11-20' })
  const unit = state.units.get(number)
  if (!unit || isBranch !== isBranchUnit(unit)) return json(reply, 404, { status: 404 })
  return json(reply, 200, part === 'roller' ? (state.roles.get(number) ?? makeRawRoles(unit)) : unit)
}

const isBranchUnit = (unit: RawUnit) =>
  unit.beliggenhetsadresse !== undefined || (unit.organisasjonsform as { kode?: string } | undefined)?.kode === 'BEDR'

function search({ units }: State, isBranch: boolean, url: URL, reply: ServerResponse) {
  const asked = (name: string) => url.searchParams.get(name)
  const [size, page] = [Number(asked('size') ?? 20), Number(asked('page') ?? 0)]
  if ((page + 1) * size > 10_000)
    return json(reply, 400, { status: 400, feilmelding: 'Feilaktig forespørsel', valideringsfeil: [] })
  const words = (asked('navn') ?? '').toUpperCase().split(/\s+/).filter(Boolean)
  const numbers = asked('organisasjonsnummer')?.split(',')
  const candidates = numbers ? numbers.flatMap((number) => units.get(number) ?? []) : units.values()
  const found = [...candidates].filter(
    (unit) =>
      isBranchUnit(unit) === isBranch &&
      unit.slettedato === undefined &&
      words.every((word) => unit.navn.toUpperCase().includes(word)) &&
      (!asked('overordnetEnhet') || unit.overordnetEnhet === asked('overordnetEnhet')),
  )
  const self = { self: { href: url.href } }
  const about = { size, totalElements: found.length, totalPages: Math.ceil(found.length / size), number: page }
  if (found.length === 0) return json(reply, 200, { _links: self, page: about })
  const shown = found.slice(page * size, (page + 1) * size)
  return json(reply, 200, { _embedded: { [isBranch ? 'underenheter' : 'enheter']: shown }, _links: self, page: about })
}

/** Items from an id on, or from a moment on. */
function sendFeed({ events, trouble }: State, isBranch: boolean, url: URL, reply: ServerResponse) {
  const from = Number(url.searchParams.get('oppdateringsid') ?? 0)
  const since = url.searchParams.get('dato') ?? ''
  const size = Number(url.searchParams.get('size') ?? 20)
  const start = trouble === 'feed_back' ? 0 : from
  const items = events
    .filter(
      ({ id, at, isBranch: mine }) => mine === isBranch && id >= start && (trouble === 'feed_back' || at >= since),
    )
    .slice(0, size)
  const self = { self: { href: url.href } }
  if (items.length === 0)
    return json(reply, 200, { _links: self, page: { size, totalElements: 0, totalPages: 0, number: 0 } })
  const told = items.map(({ id, at, org_number, kind }) => ({
    oppdateringsid: id,
    dato: at,
    organisasjonsnummer: org_number,
    endringstype: kind,
    _links: {},
  }))
  return json(reply, 200, {
    _embedded: { [isBranch ? 'oppdaterteUnderenheter' : 'oppdaterteEnheter']: told },
    _links: self,
    page: { size, totalElements: items.length, totalPages: 1, number: 0 },
  })
}

/** CloudEvents, bare. */
function sendRoleFeed({ role_events }: State, url: URL, reply: ServerResponse) {
  const after = url.searchParams.get('afterTime') ?? ''
  const items = role_events
    .filter(({ time }) => time > after)
    .slice(0, Number(url.searchParams.get('size') ?? 100))
    .map(({ org_number, time }, at) => ({
      specversion: '1.0',
      id: String(at),
      source: 'https://data.brreg.no',
      type: 'no.brreg.enhetsregisteret.rolle.oppdatert',
      time,
      data: { organisasjonsnummer: org_number },
    }))
  return json(reply, 200, items)
}

/** All units, gzipped, in an order of no meaning; what breaks off may be asked for again from there on. */
async function sendFile(state: State, isBranch: boolean, request: IncomingMessage, reply: ServerResponse) {
  const units = [...state.units.values()].filter(
    (unit) => isBranchUnit(unit) === isBranch && unit.slettedato === undefined,
  )
  const file = await gzip(units)
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  const part = file.subarray(from)
  const headers = {
    'content-type': 'application/vnd.brreg.enhetsregisteret.enhet.v2+gzip;charset=UTF-8',
    'last-modified': 'Wed, 25 Nov 2026 04:00:00 GMT',
    'content-length': part.length,
  }
  reply.writeHead(
    from ? 206 : 200,
    from ? { ...headers, 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` } : headers,
  )
  if (state.cut_after) reply.write(part.subarray(0, state.cut_after), () => reply.destroy())
  else reply.end(part)
  state.cut_after = 0
}

async function gzip(units: RawUnit[]) {
  const pieces: Buffer[] = []
  const text = function* () {
    for (const [at, unit] of units.entries()) yield `${at === 0 ? '[ ' : ', '}${JSON.stringify(unit, null, 2)}`
    yield units.length === 0 ? '[ ]' : ' ]'
  }
  await pipeline(Readable.from(text()), createGzip(), async (stream: AsyncIterable<Buffer>) => {
    for await (const piece of stream) pieces.push(piece)
  })
  return Buffer.concat(pieces)
}

function sendAccounts({ units, accounts }: State, number: string, url: URL, reply: ServerResponse) {
  const own = accounts.get(number)
  const unit = units.get(number)
  const year = Number(url.searchParams.get('år') ?? unit?.sisteInnsendteAarsregnskap ?? 0)
  const found = own ?? (unit && year ? [makeRawAccounts(number, year)] : [])
  return found.length > 0 ? json(reply, 200, found) : json(reply, 404, { status: 404, error: 'Not Found' })
}

function json(reply: ServerResponse, status: number, body: unknown) {
  reply.writeHead(status, { 'content-type': 'application/json;charset=UTF-8' }).end(JSON.stringify(body))
}
