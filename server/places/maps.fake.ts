// Kartverket's address register and a server of map pictures, as they speak over HTTP, with failures on demand.
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'

/** Street, number, letter, postal code, place, latitude, longitude. */
const addresses = [
  ['Karl Johans gate', 1, '', '0154', 'OSLO', 59.9112, 10.7487],
  ['Karl Johans gate', 11, '', '0154', 'OSLO', 59.9121, 10.7461],
  ['Karl Johans gate', 11, 'B', '0154', 'OSLO', 59.9122, 10.7462],
  ['Tyvholmen', 1, '', '0252', 'OSLO', 59.9069, 10.7215],
  ['Storgata', 2, '', '0155', 'OSLO', 59.9127, 10.7479],
  ['Storgata', 12, 'B', '6003', 'ÅLESUND', 62.4723, 6.1549],
  ['Bryggen', 5, '', '5003', 'BERGEN', 60.3975, 5.3245],
  ['Ole Tobias Olsens gate', 3, '', '8610', 'MO I RANA', 66.3128, 14.1428],
] as const

/** As recorded of ws.geonorge.no; the fields that nobody here reads are there too. */
function toFound([adressenavn, nummer, bokstav, postnummer, poststed, lat, lon]: (typeof addresses)[number]) {
  const adressetekst = `${adressenavn} ${nummer}${bokstav}`
  return {
    ...{ adressenavn, adressetekst, adressetilleggsnavn: null, adressekode: 13616, nummer, bokstav },
    ...{ kommunenummer: '0301', kommunenavn: poststed, gardsnummer: 207, bruksnummer: 1, festenummer: 0 },
    ...{ undernummer: null, bruksenhetsnummer: ['H0101'], objtype: 'Vegadresse', poststed, postnummer },
    adressetekstutenadressetilleggsnavn: adressetekst,
    stedfestingverifisert: true,
    representasjonspunkt: { epsg: 'EPSG:4258', lat, lon },
    oppdateringsdato: '2026-06-01T00:00:00',
  }
}

function search(query: URLSearchParams) {
  const sok = (query.get('sok') ?? '').toLowerCase()
  const wanted = sok.replace('*', '').trim()
  return addresses
    .filter(([street, number, letter, postal_code, city]) => {
      const text = `${street} ${number}${letter}`.toLowerCase()
      const isLike = sok.endsWith('*')
        ? text.startsWith(wanted)
        : text === wanted || `${street} ${number}`.toLowerCase() === wanted
      const code = query.get('postnummer')
      const place = query.get('poststed')
      return isLike && (!code || code === postal_code) && (!place || place.toUpperCase() === city)
    })
    .map(toFound)
}

export type Failure = 'error' | 'page' | 'silent' | 'cut' | 'busy'

export async function startMapsFake() {
  const state: { failure: Failure | null; asked: string[]; agents: Set<string>; tile_headers: Record<string, string> } =
    {
      ...{
        failure: null,
        asked: [],
        agents: new Set(),
        tile_headers: { 'cache-control': 'max-age=3600', etag: '"one"' },
      },
    }
  const pictures = new Map<string, Buffer>()
  const server = createServer(async (request, reply) => {
    const url = new URL(request.url ?? '/', 'http://fake')
    state.asked.push(url.pathname + url.search)
    state.agents.add(request.headers['user-agent'] ?? '')
    if (state.failure) return fail(reply, state.failure)
    if (url.pathname === '/adresser/v1/sok') {
      const adresser = search(url.searchParams)
      const metadata = {
        totaltAntallTreff: adresser.length,
        asciiKompatibel: true,
        side: 0,
        sokeStreng: url.search.slice(1),
      }
      reply.setHeader('content-type', 'application/json;charset=utf-8')
      return void reply.end(
        JSON.stringify({ metadata: { ...metadata, viserFra: 0, viserTil: 10, treffPerSide: 10 }, adresser }),
      )
    }
    const [, z, y, x] = /^\/tiles\/(\d+)\/(\d+)\/(\d+)\.png$/.exec(url.pathname) ?? []
    if (!z || !y || !x) return void reply.writeHead(404).end()
    if (state.tile_headers.etag && request.headers['if-none-match'] === state.tile_headers.etag)
      return void reply.writeHead(304, state.tile_headers).end()
    const name = (Number(x) + Number(y)) % 2 ? 'odd' : 'even'
    const picture = pictures.get(name) ?? (await draw(name === 'odd' ? '#dfe9d8' : '#e6eef2'))
    pictures.set(name, picture)
    reply.writeHead(200, { 'content-type': 'image/png', ...state.tile_headers }).end(picture)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const stop = async () => {
    server.closeAllConnections()
    server.close()
  }
  return { state, geocoder_url: `${base}/adresser/v1`, tile_url: `${base}/tiles/{z}/{y}/{x}.png`, stop }
}

/** A square with a line around it, so that one sees where each begins. */
async function draw(background: string) {
  const border = { create: { width: 256, height: 256, channels: 3, background: '#b8c4c2' } } as const
  const inner = await sharp({ create: { ...border.create, width: 254, height: 254, background } })
    .png()
    .toBuffer()
  return sharp(border)
    .composite([{ input: inner, left: 1, top: 1 }])
    .png()
    .toBuffer()
}

function fail(reply: ServerResponse, failure: Failure) {
  if (failure === 'error') reply.writeHead(500, { 'content-type': 'application/json' }).end('{"status":500}')
  if (failure === 'page') reply.writeHead(200, { 'content-type': 'text/html' }).end('<html>Vedlikehold</html>')
  if (failure === 'busy') reply.writeHead(429, { 'retry-after': '1' }).end()
  if (failure === 'cut') {
    reply.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"adresser":[')
    setTimeout(() => reply.destroy(), 20)
  }
}
