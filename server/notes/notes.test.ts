import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addColleague, type Client, firmInput, testApp } from '#server/platform/test.ts'

let site: Awaited<ReturnType<typeof testApp>>
let admin: pg.Client
let kari: Client
let ola: Client
let nina: Client
let ids: { tenant: string; kari: string; ola: string; nina: string }
let company: string

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
  admin = new pg.Client({ connectionString: site.superuser_url })
  await admin.connect()
  const first = await addColleague(kari, site.client(), 'Ola')
  const second = await addColleague(kari, site.client(), 'Nina')
  ola = first.client
  nina = second.client
  const me = (await kari('GET', '/api/session')).body
  ids = { tenant: me.firm.id, kari: me.user.id, ola: first.id, nina: second.id }
})
beforeEach(async () => {
  await admin.query('delete from notification')
  company = (await kari('POST', '/api/companies', { name: 'Fjord Bygg AS' })).body.id
})
afterAll(async () => {
  await admin.end()
  await site.stop()
})

const nowhere = '019aaaaa-0000-7000-8000-000000000000'
const paragraph = (...content: object[]) => ({ type: 'paragraph', content })
const words = (text: string) => ({ type: 'text', text })
const says = (...blocks: object[]) => ({ type: 'doc', content: blocks })
const plain = (text: string) => says(paragraph(words(text)))
const mention = (id: string, label = 'Noen') => ({ type: 'mention', attrs: { id, label, mentionSuggestionChar: '@' } })

const write = (client: Client, input: object = {}) =>
  client('POST', '/api/notes', { company_id: company, subject: 'Befaring', ...input })
const written = async (client: Client, input: object = {}) => {
  const { status, body } = await write(client, input)
  expect(status).toBe(201)
  return body
}
const listOf = async (client: Client, query = '') =>
  (await client('GET', `/api/notes?company_id=${company}${query}`)).body
const subjects = async (client: Client, query = '') =>
  (await listOf(client, query)).items.map(({ subject }: { subject: string }) => subject)
const version = (note: { version: number }) => ({ 'if-match': `"${note.version}"` })
const told = async (client: Client) => (await client('GET', '/api/notifications')).body.items

test('a note has its author and the day of today, and is counted on the card', async () => {
  const note = await written(ola, { body: plain('Taket må skiftes.') })
  expect(note).toMatchObject({ subject: 'Befaring', author_id: ids.ola, is_private: false, version: 1 })
  expect(note.noted_on).toBe(new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Oslo' }).format(new Date()))
  expect(note.body).toEqual(plain('Taket må skiftes.'))
  const { items, next, hidden } = await listOf(kari)
  expect(items).toMatchObject([{ author_name: 'Ola', excerpt: 'Taket må skiftes.', has_more: false }])
  expect([next, hidden]).toEqual([null, []])
  expect((await kari('GET', `/api/companies/${company}`)).body.counts.notes).toBe(1)
})

const deep = (levels: number): object =>
  levels === 0 ? paragraph(words('bunn')) : { type: 'blockquote', content: [deep(levels - 1)] }

test.each([
  ['an empty note', { subject: '  ' }, 'subject', 'required'],
  ['a subject of 300 characters', { subject: 'x'.repeat(300) }, 'subject', 'too_long'],
  ['a day that is none', { noted_on: '2026-02-30' }, 'noted_on', 'day'],
  ['a text of 100,001 characters', { body: plain('x'.repeat(100_001)) }, 'body', 'note_long'],
  [
    '22,000 paragraphs',
    { body: says(...Array.from({ length: 22_000 }, () => ({ type: 'paragraph' }))) },
    'body',
    'note_long',
  ],
  ['quotations 40 deep', { body: says(deep(40)) }, 'body', 'note_deep'],
  ['quotations 4,000 deep', { body: says(deep(4_000)) }, 'body', 'note_deep'],
  ['HTML in place of a document', { body: '<p onclick="alert(1)">Hei</p>' }, 'body', 'wrong_type'],
  [
    'a part that the editor has not',
    { body: says({ type: 'iframe', attrs: { src: 'https://x.example' } }) },
    /^body/,
    'wrong_type',
  ],
  [
    'a picture',
    { body: says(paragraph({ type: 'image', attrs: { src: 'https://x.example/1.png' } })) },
    /^body/,
    'wrong_type',
  ],
  ['raw HTML beside the text', { body: says({ ...paragraph(words('Hei')), html: '<b>' }) }, /^body/, 'unknown_field'],
  [
    'a link that runs a script',
    { body: says(paragraph({ ...words('her'), marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] })) },
    /^body/,
    'link',
  ],
  [
    'the same with a line break in it',
    { body: says(paragraph({ ...words('her'), marks: [{ type: 'link', attrs: { href: 'java\nscript:alert(1)' } }] })) },
    /^body/,
    'link',
  ],
  ['NUL in the text', { body: plain('A\u0000B') }, /^body/, 'unusable_character'],
  ['half a surrogate pair', { body: plain('A\ud800') }, /^body/, 'unusable_character'],
  [
    'a mention of somebody in no firm of ours',
    { body: says(paragraph(mention(nowhere))) },
    'body',
    'unknown_colleague',
  ],
])('%s is refused at its field and changes nothing', async (_, input, field, code) => {
  const { status, body } = await write(kari, input)
  expect(status).toBe(422)
  const match = field instanceof RegExp ? expect.stringMatching(field) : field
  expect(body.errors).toContainEqual(expect.objectContaining({ field: match, code }))
  expect((await listOf(kari)).items).toEqual([])
})

test('a note of a megabyte is refused as too large', async () => {
  const { status, body } = await write(kari, { body: plain('x'.repeat(1_000_001)) })
  expect([status, body.code]).toEqual([413, 'too_large'])
})

test('of a document only what the editor knows is kept', async () => {
  const note = await written(kari, {
    body: says(
      { type: 'heading', attrs: { level: 2, textAlign: null }, content: [words('Plan')] },
      {
        type: 'orderedList',
        attrs: { start: 3, type: null },
        content: [{ type: 'listItem', content: [paragraph(words('Måle'))] }],
      },
      paragraph({
        ...words('se her'),
        marks: [
          { type: 'bold' },
          { type: 'link', attrs: { href: 'https://fjord.example/x', target: '_blank', onclick: 'alert(1)' } },
        ],
      }),
    ),
  })
  expect(JSON.stringify(note.body)).not.toMatch(/onclick|target|textAlign/)
  expect((await listOf(kari)).items).toMatchObject([{ excerpt: 'Plan\n3. Måle\nse her', has_more: true }])
})

test('a private note is its author’s alone: in the list, by its id, in its versions, in counters and history', async () => {
  const note = await written(ola, { subject: 'Hemmelig plan', body: plain('Si ingenting.'), is_private: true })
  expect(await subjects(ola)).toEqual(['Hemmelig plan'])
  expect((await ola('GET', `/api/companies/${company}`)).body.counts.notes).toBe(1)
  for (const colleague of [kari, nina]) {
    expect(await subjects(colleague)).toEqual([])
    expect(await subjects(colleague, '&q=hemmelig')).toEqual([])
    expect((await colleague('GET', `/api/companies/${company}`)).body.counts.notes).toBe(0)
    expect(JSON.stringify((await colleague('GET', `/api/companies/${company}/history`)).body)).not.toMatch(
      /Hemmelig|ingenting/,
    )
    for (const [method, path] of [
      ['GET', ''],
      ['PUT', ''],
      ['DELETE', ''],
      ['PUT', '/pin'],
      ['DELETE', '/pin'],
      ['POST', '/restoration'],
      ['GET', '/versions'],
    ] as const) {
      const input = method === 'PUT' && !path ? { subject: 'Min nå', is_private: true } : undefined
      const call = (id: string) => colleague(method, `/api/notes/${id}${path}`, input, version(note))
      const answer = await call(note.id)
      expect(answer.status, `${method} ${path}`).toBe(404)
      expect(answer.body).toEqual((await call(nowhere)).body)
    }
  }
  expect((await ola('GET', `/api/notes/${note.id}`)).body).toEqual(note)
})

test('an administrator sees that private notes are there and whose, a colleague does not', async () => {
  const note = await written(ola, { subject: 'Hemmelig', is_private: true })
  await written(ola, { subject: 'Hemmelig', is_private: true })
  expect((await listOf(kari)).hidden).toEqual([{ author_name: 'Ola', count: 2 }])
  expect((await listOf(nina)).hidden).toEqual([])
  expect((await listOf(ola)).hidden).toEqual([])
  await ola('DELETE', `/api/notes/${note.id}`, undefined, version(note))
  expect((await listOf(kari)).hidden).toEqual([{ author_name: 'Ola', count: 1 }])
  await ola('POST', `/api/notes/${note.id}/restoration`)
  expect((await listOf(kari)).hidden).toEqual([{ author_name: 'Ola', count: 2 }])
})

test('only the author makes a note private or takes it back', async () => {
  const note = await written(ola)
  const refused = await kari('PUT', `/api/notes/${note.id}`, { subject: 'Befaring', is_private: true }, version(note))
  expect(refused.status).toBe(422)
  expect(refused.body.errors).toMatchObject([{ field: 'is_private', code: 'only_author' }])
  const hidden = await ola('PUT', `/api/notes/${note.id}`, { subject: 'Befaring', is_private: true }, version(note))
  expect(hidden.status).toBe(200)
  expect(await subjects(kari)).toEqual([])
  await ola('PUT', `/api/notes/${note.id}`, { subject: 'Befaring' }, version(hidden.body))
  expect(await subjects(kari)).toEqual(['Befaring'])
  expect((await listOf(kari)).hidden).toEqual([])
})

test('who is mentioned is told once a note, whatever is saved later', async () => {
  const body = says(paragraph(words('Hør med '), mention(ids.ola, 'Kari'), words(' og '), mention(ids.kari)))
  const note = await written(kari, { body })
  expect(await told(ola)).toMatchObject([
    { kind: 'mention', title: 'Befaring', company_name: 'Fjord Bygg AS', by_name: 'Kari Nordmann', entity_id: note.id },
  ])
  expect(await told(kari)).toEqual([])
  // The name is the colleague's own, whatever the client wrote.
  expect((await listOf(kari)).items[0].excerpt).toBe('Hør med @Ola og @Kari Nordmann')
  const both = says(paragraph(mention(ids.ola), mention(ids.nina)))
  await kari('PUT', `/api/notes/${note.id}`, { subject: 'Befaring', body: both }, version(note))
  expect(await told(ola)).toHaveLength(1)
  expect(await told(nina)).toHaveLength(1)
})

test('a private note tells nobody; when it is opened, those mentioned are told', async () => {
  const body = says(paragraph(mention(ids.ola)))
  const note = await written(kari, { body, is_private: true })
  expect(await told(ola)).toEqual([])
  const open = await kari('PUT', `/api/notes/${note.id}`, { subject: 'Befaring', body }, version(note))
  expect(await told(ola)).toHaveLength(1)
  await kari('PUT', `/api/notes/${note.id}`, { subject: 'Befaring', body, is_private: true }, version(open.body))
  expect(await told(ola)).toEqual([])
  expect((await ola('GET', '/api/unread-notifications')).body.count).toBe(0)
})

test('two who change a note at once: the second gets the first one’s version', async () => {
  const note = await written(kari)
  await ola('PUT', `/api/notes/${note.id}`, { subject: 'Olas emne' }, version(note))
  const { status, body } = await kari('PUT', `/api/notes/${note.id}`, { subject: 'Karis emne' }, version(note))
  expect(status).toBe(412)
  expect(body.current).toMatchObject({ subject: 'Olas emne', version: 2 })
  expect((await kari('PUT', `/api/notes/${note.id}`, { subject: 'Uten versjon' })).status).toBe(428)
})

test('versions tell what was changed, old and new, by whom', async () => {
  const note = await written(kari, { body: plain('Første utgave') })
  await ola('PUT', `/api/notes/${note.id}`, { subject: 'Ny befaring', body: plain('Andre utgave') }, version(note))
  const { items, next } = (await kari('GET', `/api/notes/${note.id}/versions`)).body
  expect(items).toMatchObject([
    {
      action: 'changed',
      user_name: 'Ola',
      changes: { subject: ['Befaring', 'Ny befaring'], body: [plain('Første utgave'), plain('Andre utgave')] },
    },
    { action: 'created', user_name: 'Kari Nordmann', changes: { subject: [null, 'Befaring'] } },
  ])
  expect(next).toBeNull()
})

test('pinned ones come first, then the newest; the list goes on by key', async () => {
  const texts = Array.from({ length: 60 }, (_, at) => `Notat ${String(at).padStart(2, '0')}`)
  for (const [at, subject] of texts.entries())
    await written(kari, { subject, noted_on: `2026-01-${String(1 + Math.floor(at / 3)).padStart(2, '0')}` })
  const old = (await listOf(kari, '&q=notat%2000')).items[0]
  expect((await ola('PUT', `/api/notes/${old.id}/pin`, undefined, version(old))).body.pinned_at).toBeTruthy()
  const first = await listOf(kari)
  const rest = await listOf(kari, `&after=${first.next}`)
  const seen = [...first.items, ...rest.items].map(({ subject }: { subject: string }) => subject)
  expect(seen).toEqual(['Notat 00', ...texts.slice(1).toReversed()])
  expect(rest.next).toBeNull()
})

test('notes are found by their words in any spelling, by author and by being private', async () => {
  await written(kari, { subject: 'Båtplass', body: plain('100% enige') })
  await written(ola, { subject: 'Faktura' })
  await written(kari, { subject: 'Eget', is_private: true })
  expect(await subjects(kari, '&q=baatplass')).toEqual(['Båtplass'])
  expect(await subjects(kari, '&q=100%25')).toEqual(['Båtplass'])
  expect(await subjects(kari, '&q=%25zz')).toEqual([])
  expect(await subjects(kari, `&author_id=${ids.ola}`)).toEqual(['Faktura'])
  expect(await subjects(kari, '&is=private')).toEqual(['Eget'])
  expect(await subjects(kari, '&is=open')).toEqual(['Faktura', 'Båtplass'])
})

test('a deleted note is gone and comes back; one of a deleted company is gone with it', async () => {
  const note = await written(kari)
  expect((await kari('DELETE', `/api/notes/${note.id}`, undefined, version(note))).status).toBe(204)
  expect((await kari('GET', `/api/notes/${note.id}`)).status).toBe(404)
  expect((await kari('POST', `/api/notes/${note.id}/restoration`)).body.subject).toBe('Befaring')
  expect((await kari('POST', `/api/notes/${note.id}/restoration`)).status).toBe(404)
  await kari('DELETE', `/api/companies/${company}`, undefined, { 'if-match': '"1"' })
  expect((await kari('GET', `/api/notes/${note.id}`)).status).toBe(404)
  expect((await kari('GET', `/api/notes?company_id=${company}`)).status).toBe(404)
  expect((await write(kari)).status).toBe(404)
})

test('a note is about a person as well, and a list about one of the two', async () => {
  const { rows } = await admin.query(`insert into person (tenant_id, last_name) values ($1, 'Moe') returning id`, [
    ids.tenant,
  ])
  const person = rows[0].id
  await written(kari, { company_id: null, person_id: person, subject: 'Om Moe' })
  const { body } = await kari('GET', `/api/notes?person_id=${person}`)
  expect(body.items).toMatchObject([{ subject: 'Om Moe', person_id: person, company_id: null }])
  expect((await kari('GET', '/api/notes')).status).toBe(422)
  expect((await write(kari, { company_id: null })).body.errors).toMatchObject([
    { field: 'company_id', code: 'required' },
  ])
})

test('another firm’s company, note and colleague are as if they were not', async () => {
  const { rows } = await admin.query(`
    with f as (insert into firm (tenant_id, name) values (gen_random_uuid(), 'Nabofirma AS') returning tenant_id),
      c as (insert into company (tenant_id, customer_number, name) select tenant_id, 1, 'Nabo AS' from f returning tenant_id, id),
      m as (insert into member (tenant_id, user_id, name, email) select tenant_id, gen_random_uuid(), 'Fremmed', 'x@nabo.example' from f returning tenant_id, user_id)
    select c.id as company, m.user_id as member, c.tenant_id as tenant from c, m`)
  const made = await admin.query(
    `insert into note (tenant_id, company_id, subject, body, noted_on, author_id) values ($1, $2, 'Nabo', '{}', now(), $3) returning id`,
    [rows[0].tenant, rows[0].company, rows[0].member],
  )
  expect((await write(kari, { company_id: rows[0].company })).status).toBe(404)
  const theirs = await kari('GET', `/api/notes/${made.rows[0].id}`)
  expect(theirs.body).toEqual((await kari('GET', `/api/notes/${nowhere}`)).body)
  const named = await write(kari, { body: says(paragraph(mention(rows[0].member))) })
  expect(named.body.errors).toMatchObject([{ field: 'body', code: 'unknown_colleague' }])
})
