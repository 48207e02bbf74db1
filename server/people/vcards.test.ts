import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ICAL from 'ical.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReadCard } from '#contract/vcards.ts'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'
import { readVcards } from './read-vcards.ts'

let kari: Client
let site: Awaited<ReturnType<typeof testApp>>

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  expect((await kari('POST', '/api/setup', firmInput)).status).toBe(204)
})
afterAll(() => site.stop())

const company = async (name: string) => (await kari('POST', '/api/companies', { name })).body
const sample = (name: string) => readFileSync(join(import.meta.dirname, 'test-data', name), 'utf8')
const cardOf = (...lines: string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n')

/** The answer to a request for a file, as the bytes that came. */
async function download(method: 'GET' | 'POST', url: string, payload?: object) {
  const signIn = await site.app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { 'kundebok-client': 'test' },
    payload: { email: firmInput.email, password: firmInput.password },
  })
  const cookie = String(signIn.headers['set-cookie']).split(';')[0] ?? ''
  return site.app.inject({
    method,
    url,
    headers: { 'kundebok-client': 'test', cookie },
    ...(payload ? { payload } : {}),
  })
}

const preview = (text: string) =>
  kari('POST', '/api/vcard-previews', text, { 'content-type': 'text/plain; charset=utf-8' })

test.each(['4.0', '3.0'])('a person goes out as vCard %s that another reader understands', async (version) => {
  const fjord = await company('Fjord; & Sønn, AS')
  const { person_id } = (
    await kari('POST', `/api/companies/${fjord.id}/contacts`, {
      person: {
        first_name: 'Kåre, d.y.',
        last_name: `Ås;${'ø'.repeat(60)}`,
        mobile: '91234567',
        birth_on: '1980-05-17',
        note: 'Linje en\r\nEND:VCARD\r\nBEGIN:VCARD\u2028tre \\ fire',
        private_address: { street: 'Kaia 1', postal_code: '0150', city: 'Oslo' },
      },
      role: { title: 'Sjef', department: 'Salg', phone: '22334455', email: 'sjef@fjord.example' },
    })
  ).body
  const reply = await download('GET', `/api/persons/${person_id}/vcard?version=${version}`)
  expect(reply.statusCode).toBe(200)
  expect(reply.headers['content-type']).toContain('text/vcard')
  const text = reply.body
  expect(text.match(/BEGIN:VCARD/g)).toHaveLength(1 + 1) // the other stands escaped in the note
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  expect(text.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/)
  const [, properties] = ICAL.parse(text) as [string, [string, object, string, ...unknown[]][]]
  const of = (name: string) => properties.filter(([one]) => one === name).map(([, , , value]) => value)
  expect(of('version')).toEqual([version])
  expect(of('n')).toEqual([[`Ås;${'ø'.repeat(60)}`, 'Kåre, d.y.', '', '', '']])
  expect(of('org')).toEqual([['Fjord; & Sønn, AS', 'Salg']])
  expect(of('tel')).toEqual(['+4791234567', '+4722334455'])
  expect(of('bday')).toEqual(['1980-05-17'])
  expect(of('note')).toEqual(['Linje en\nEND:VCARD\nBEGIN:VCARD\ntre \\ fire'])
  // And we ourselves read what we wrote.
  const [back] = await readVcards(text, 'nb')
  expect(back).toMatchObject({
    person: { first_name: 'Kåre, d.y.', mobile: '+4791234567', birth_on: '1980-05-17' },
    role: { title: 'Sjef', department: 'Salg', phone: '+4722334455', email: 'sjef@fjord.example' },
    company_name: 'Fjord; & Sønn, AS',
  })
})

test('a selection goes out as one file, and that it did is in the history; of an unknown person there is none', async () => {
  const ids = []
  for (const last_name of ['Utvalg En', 'Utvalg To', 'Ikke Med'])
    ids.push((await kari('POST', '/api/persons', { last_name })).body.id)
  const reply = await download('POST', '/api/vcard-exports', { selection: { ids: ids.slice(0, 2) }, version: '3.0' })
  expect(reply.body.match(/^FN:.*$/gm)).toEqual(['FN:Utvalg En', 'FN:Utvalg To'])
  const all = await download('POST', '/api/vcard-exports', { selection: { filter: { q: 'utvalg' } } })
  expect(all.body.match(/^VERSION:4.0$/gm)).toHaveLength(2)
  expect((await download('GET', '/api/persons/019aaaaa-0000-7000-8000-000000000000/vcard')).statusCode).toBe(404)
  expect((await download('GET', `/api/persons/${ids[0]}/vcard?version=2.1`)).statusCode).toBe(422)
})

test('cards as others write them are read: versions 2.1, 3.0 and 4.0, groups, lists, types in any form', async () => {
  const text = [
    cardOf('VERSION:2.1', 'N:Nord;Kari', 'TEL;CELL:91234567', 'TEL;HOME;VOICE:22 33 44 55'),
    cardOf('VERSION:3.0', 'FN:Ola Nordmann', 'item1.TEL;type=CELL;type=pref:+47 987 65 432', 'item1.X-ABLabel:Jobb'),
    cardOf('VERSION:4.0', 'FN:Bare Navnet', 'TEL;VALUE=uri;TYPE="voice,home":tel:+47-22-11-33-44', 'BDAY:--0517'),
    sample('vcard3.vcf'),
    sample('vcard_author.vcf'),
    sample('escape_semicolon.vcf'),
  ].join('\n')
  const found = await readVcards(text, 'nb')
  expect(found.slice(0, 5).map(({ name, errors }) => [name, errors])).toEqual([
    ['Kari Nord', []],
    ['Ola Nordmann', []],
    ['Bare Navnet', []],
    ['John Quinlan Public', []],
    ['Simon Perreault', []],
  ])
  expect(found[0]?.person).toMatchObject({ mobile: '+4791234567', phone: '+4722334455' })
  expect(found[1]?.person).toMatchObject({ mobile: '+4798765432' })
  expect(found[2]?.person).toMatchObject({ phone: '+4722113344', birth_on: null, note: 'BDAY --05-17' })
  expect(found[3]?.person).toMatchObject({ email: 'jqpublic@xyz.dom1.com', alternative_email: 'jdoe@isp.net' })
  expect(found[3]?.person?.note).toContain('jane_doe@abc.com')
  expect(found[4]).toMatchObject({
    company_name: 'Viagenie',
    role: { phone: '+14186569254', mobile: '+14182626501', email: 'simon.perreault@viagenie.ca' },
  })
})

test('a file is looked at, doubles are told, and the chosen are made with their roles', async () => {
  const acme = await company('Akme Verksted AS')
  const known = (
    await kari('POST', `/api/companies/${acme.id}/contacts`, {
      person: { first_name: 'Kjent', last_name: 'Kar' },
      role: { email: 'kjent@akme.example' },
    })
  ).body
  const text = [
    cardOf('VERSION:4.0', 'FN:En Annen', 'EMAIL:KJENT@akme.example'),
    cardOf(
      'VERSION:4.0',
      'N:Ny;Helt;;;',
      'FN:Helt Ny',
      'ORG:akme verksted as;Lager',
      'TITLE:Truckfører',
      'TEL;TYPE=work:22990011',
    ),
    cardOf('VERSION:4.0', 'FN:Helt Ny'),
    cardOf('VERSION:4.0', 'FN:'),
  ].join('')
  const { body } = await preview(text)
  expect(body.items).toMatchObject([
    { at: 1, name: 'En Annen', same: [{ id: known.person_id, company_name: 'Akme Verksted AS', because: ['email'] }] },
    { at: 2, name: 'Helt Ny', company_id: acme.id, same: [], same_card: null },
    { at: 3, name: 'Helt Ny', same_card: 2 },
    { at: 4, person: null, errors: ['Skriv fornavn eller etternavn.'] },
  ])
  const [, { person, role, company_id }] = body.items
  const key = { 'idempotency-key': crypto.randomUUID() }
  const made = await kari('POST', '/api/vcard-imports', { cards: [{ person, role, company_id }] }, key)
  expect(made.status).toBe(201)
  expect((await kari('POST', '/api/vcard-imports', { cards: [{ person, role, company_id }] }, key)).body).toEqual(
    made.body,
  )
  const card = (await kari('GET', `/api/persons/${made.body.ids[0]}`)).body
  expect(card.roles).toMatchObject([
    { company_id: acme.id, title: 'Truckfører', department: 'Lager', phone: '+4722990011' },
  ])
})

test('of a card whose company is not here nothing is lost: it is the person’s, or stands in the note', async () => {
  const text = cardOf(
    'VERSION:4.0',
    'FN:Uten Bedrift',
    'ORG:Ukjent AS;Lager',
    'TITLE:Sjef',
    'TEL;TYPE=work:22001122',
    'TEL;TYPE=work,fax:22001133',
  )
  const { body } = await preview(text)
  expect(body.items).toMatchObject([
    {
      company_name: 'Ukjent AS',
      company_id: null,
      role: null,
      person: { phone: '+4722001122', note: 'Ukjent AS, Lager, Sjef\n+4722001133' },
    },
  ])
})

test('of several one that is refused leaves nothing of the others', async () => {
  const before = (await kari('GET', '/api/person-count')).body
  const cards = [
    { person: { last_name: 'God' }, role: null, company_id: null },
    { person: { last_name: 'Feil' }, role: {}, company_id: '019aaaaa-0000-7000-8000-000000000000' },
  ]
  expect((await kari('POST', '/api/vcard-imports', { cards })).status).toBe(422)
  expect((await kari('GET', '/api/person-count')).body).toEqual(before)
})

test.each([
  ['nothing', '', 'vcards_none'],
  ['something else', 'Navn;Telefon\nKari;22334455', 'vcards_none'],
  ['5,001 cards', 'BEGIN:VCARD\nVERSION:4.0\nFN:A\nEND:VCARD\n'.repeat(5_001), 'vcards_many'],
])('a file of %s is refused in a sentence', async (_, text, code) => {
  const { status, body } = await preview(text)
  expect([status, body.errors?.[0]?.code]).toEqual([422, code])
})

test('a card with 200,000 properties, one that is cut off, and line-break tricks harm nobody', async () => {
  const text = [
    `BEGIN:VCARD\nVERSION:4.0\nFN:Uendelig\n${'X:\n'.repeat(200_000)}END:VCARD\n`,
    cardOf('VERSION:4.0', 'FN:Lur\\nBEGIN:VCARD\\nFN:Innsmuglet', 'NOTE:a\\r\\nb'),
    `BEGIN:VCARD\nVERSION:4.0\nFN:God Nok\nNOTE:${' en linje\n '.repeat(300)}\nEND:VCARD\n`,
    'BEGIN:VCARD\nVERSION:4.0\nFN:Kuttet',
  ].join('')
  const { status, body } = await preview(text)
  expect(status).toBe(201)
  expect(body.items.map(({ name, errors }: { name: string; errors: string[] }) => [name, errors])).toEqual([
    ['', ['Kortet har for mange linjer.']],
    ['Lur BEGIN:VCARD FN:Innsmuglet', []],
    ['God Nok', []],
    ['', ['Kortet kan ikke leses.']],
  ])
  expect((await preview('x'.repeat(1_100_000))).status).toBe(413)
})

test('a company that the cards name and nobody has is registered once for all of them, when it is wanted', async () => {
  const card = (name: string, org: string) =>
    cardOf(
      'VERSION:4.0',
      `FN:${name}`,
      `N:${name.split(' ')[1]};${name.split(' ')[0]};;;`,
      `ORG:${org};Salg`,
      'TITLE:Selger',
    )
  const text =
    card('Anne Nyfirma', 'Ny Bedrift AS') + card('Bjørn Nyfirma', 'NY BEDRIFT AS') + card('Cato Alene', 'Egen AS')
  const { items } = (await preview(text)).body
  expect(items[0]).toMatchObject({
    ...{ company_id: null, company_name: 'Ny Bedrift AS', role: null },
    with_company: { role: { title: 'Selger', department: 'Salg' } },
  })
  const cards = items.map((one: ReadCard, at: number) => {
    const { person, role } = at < 2 && one.with_company ? one.with_company : one
    return { person, role, company_id: one.company_id, company_name: at < 2 ? one.company_name : null }
  })
  expect((await kari('POST', '/api/vcard-imports', { cards })).status).toBe(201)
  const found = (await kari('GET', '/api/companies?q=ny%20bedrift')).body.items
  expect(found).toHaveLength(1)
  const contacts = (await kari('GET', `/api/companies/${found[0].id}`)).body.contacts
  expect(contacts.map(({ name, title }: { name: string; title: string }) => `${name}, ${title}`).toSorted()).toEqual([
    'Anne Nyfirma, Selger',
    'Bjørn Nyfirma, Selger',
  ])
  expect((await kari('GET', '/api/companies?q=egen%20as')).body.items).toEqual([])
  // From now on it is here.
  const again = (await preview(card('Dina Nyfirma', 'ny bedrift as'))).body.items[0]
  expect(again).toMatchObject({ company_id: found[0].id, with_company: null, role: { title: 'Selger' } })
})
