import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let kari: Client
let site: Awaited<ReturnType<typeof testApp>>

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  const reply = await kari('POST', '/api/setup', firmInput)
  expect(reply.status).toBe(204)
})
afterAll(() => site.stop())

const register = async (input: object) => (await kari('POST', '/api/companies', input)).body

/** The rows of every table that a refused request could have touched. */
async function wholeDatabase() {
  const { rows } = await import('kysely').then(({ sql }) =>
    site.db.transaction().execute(async (tx) => {
      const me = (await kari('GET', '/api/session')).body
      await sql`select set_config('app.tenant_id', ${me.firm.id}, true), set_config('app.user_id', ${me.user.id}, true)`.execute(
        tx,
      )
      return sql`select (select jsonb_agg(c order by id) from company c) as companies,
        (select count(*) from history) as history, (select count(*) from idempotency_key) as keys,
        (select jsonb_agg(s) from number_series s) as series`.execute(tx)
    }),
  )
  return JSON.stringify(rows)
}

test('a company needs only a name; number, owner and history come by themselves', async () => {
  const { status, body, headers } = await kari('POST', '/api/companies', { name: '  Ærlig Håndverk AS ' })
  expect(status).toBe(201)
  expect(body.name).toBe('Ærlig Håndverk AS')
  expect(body.customer_number).toBeGreaterThanOrEqual(10_000)
  expect(headers.etag).toBe('"1"')
  const card = (await kari('GET', `/api/companies/${body.id}`)).body
  expect(card.owner_name).toBe('Kari Nordmann')
  const history = (await kari('GET', `/api/companies/${body.id}/history`)).body
  expect(history.items).toHaveLength(1)
  expect(history.items[0]).toMatchObject({ action: 'created', user_name: 'Kari Nordmann', via: 'screen' })
})

test('what is typed is stored in its normal form', async () => {
  const body = await register({
    name: 'Form AS',
    org_number: 'NO 988 077 917 MVA',
    phone: '22 33 44 55',
    website: 'form.example',
    founded_on: '17.05.2014',
    iban: 'no93 8601 1117 947',
    bic: 'dnba no kk xxx',
    vat_number: '988 077 917',
    postal_address: { street: 'Kaia 1', postal_code: 'N-0150', city: 'Oslo' },
    delivery_address: { name: 'Varemottak', street: 'Lagerveien 2', street2: 'Port C', country: 'us', state: 'Oregon' },
    invoice_address: { country: 'NO' },
  })
  expect(body).toMatchObject({
    org_number: '988077917',
    phone: '+4722334455',
    website: 'https://form.example',
    founded_on: '2014-05-17',
    iban: 'NO9386011117947',
    bic: 'DNBANOKKXXX',
    vat_number: 'NO988077917MVA',
    postal_address: { name: null, street: 'Kaia 1', postal_code: '0150', city: 'Oslo', country: null },
    delivery_address: { name: 'Varemottak', street2: 'Port C', postal_code: null, country: 'US', state: 'Oregon' },
    invoice_address: null,
  })
})

test.each([
  ['a blank name', { name: '   ' }, 'name', 'required'],
  ['no name', {}, 'name', 'required'],
  ['a name of 300 characters', { name: 'x'.repeat(300) }, 'name', 'too_long'],
  ['a wrong check digit', { name: 'A', org_number: '988077918' }, 'org_number', 'org_number'],
  ['a javascript: address', { name: 'A', website: 'javascript:alert(1)' }, 'website', 'website'],
  [
    'five digits as Norwegian postal code',
    { name: 'A', postal_address: { postal_code: '12345' } },
    'postal_address.postal_code',
    'postal_code',
  ],
  ['an unknown field', { name: 'A', colour: 'red' }, '', 'unknown_field'],
  ['NUL in the name', { name: 'A\u0000B' }, 'name', 'unusable_character'],
  ['half a surrogate pair', { name: 'A\ud800' }, 'name', 'unusable_character'],
  [
    'an owner from nowhere',
    { name: 'A', owner_id: '019aaaaa-0000-7000-8000-000000000000' },
    'owner_id',
    'unknown_owner',
  ],
  ['a customer number in words', { name: 'A', customer_number: 'ten' }, 'customer_number', 'whole_number'],
  ['half an employee', { name: 'A', employees: 1.5 }, 'employees', 'whole_number'],
  ['fewer than no employees', { name: 'A', employees: -1 }, 'employees', 'too_small'],
  ['an amount in words', { name: 'A', turnover_ore: 'mye' }, 'turnover_ore', 'kroner'],
  ['an amount that no number holds', { name: 'A', profit_ore: -1e15 }, 'profit_ore', 'kroner_too_many'],
  ['a VAT number of another form', { name: 'A', country: 'SE', vat_number: '12' }, 'vat_number', 'vat_number'],
  [
    'a Norwegian VAT number with a wrong digit',
    { name: 'A', vat_number: 'NO988077918MVA' },
    'vat_number',
    'vat_number',
  ],
  ['a BIC of nine characters', { name: 'A', bic: 'DNBA NO KK X' }, 'bic', 'bic'],
  [
    'an address line of 300 characters',
    { name: 'A', visiting_address: { street2: 'x'.repeat(300) } },
    'visiting_address.street2',
    'too_long',
  ],
  ['a day that is not in the calendar', { name: 'A', founded_on: '2025-02-29' }, 'founded_on', 'day'],
])('%s is refused at its field and changes nothing', async (_, input, field, code) => {
  const before = await wholeDatabase()
  const { status, body } = await kari('POST', '/api/companies', input, { 'idempotency-key': crypto.randomUUID() })
  expect(status).toBe(422)
  expect(body.errors).toContainEqual(expect.objectContaining({ field, code }))
  expect(await wholeDatabase()).toBe(before)
})

test('all that is wrong is told at once, also what goes by the country', async () => {
  const { body } = await kari('POST', '/api/companies', { employees: 1.5, org_number: '988077918', vat_number: '1' })
  expect(body.errors.map(({ field }: { field: string }) => field)).toEqual([
    'name',
    'employees',
    'org_number',
    'vat_number',
  ])
})

test('__proto__ in a body is refused', async () => {
  const body = '{"name":"A","__proto__":{"is_supplier":true}}'
  expect((await kari('POST', '/api/companies', body, { 'content-type': 'application/json' })).status).toBe(400)
})

test('emoji and right-to-left text are ordinary text', async () => {
  expect((await register({ name: '🐟 Fisk שלום' })).name).toBe('🐟 Fisk שלום')
})

test('a body over the limit answers 413', async () => {
  expect((await kari('POST', '/api/companies', { name: 'A', note: 'x'.repeat(2_000_000) })).status).toBe(413)
})

test('a customer number is given once, also after its company is deleted', async () => {
  const first = await register({ name: 'Først AS', customer_number: 500 })
  await kari('DELETE', `/api/companies/${first.id}`, undefined, { 'if-match': '"1"' })
  const { status, body } = await kari('POST', '/api/companies', { name: 'Andre AS', customer_number: 500 })
  expect(status).toBe(422)
  expect(body.errors[0]).toMatchObject({ field: 'customer_number', code: 'customer_number_taken' })
})

test('eight companies registered at once get eight numbers', async () => {
  const made = await Promise.all(Array.from({ length: 8 }, (_, at) => register({ name: `Samtidig ${at}` })))
  expect(new Set(made.map(({ customer_number }) => customer_number)).size).toBe(8)
})

test('of two that save the same version the second gets the first one’s, and nothing is overwritten', async () => {
  const { id, ...made } = await register({ name: 'Delt AS' })
  expect(made.version).toBe(1)
  const save = (name: string) => kari('PUT', `/api/companies/${id}`, { name }, { 'if-match': '"1"' })
  expect((await save('Delt og endret AS')).status).toBe(200)
  const second = await save('Overskrevet AS')
  expect(second.status).toBe(412)
  expect(second.body.current).toMatchObject({ name: 'Delt og endret AS', version: 2 })
  expect((await kari('PUT', `/api/companies/${id}`, { name: 'Uten versjon' })).status).toBe(428)
})

test('history tells each field, old and new', async () => {
  const { id } = await register({ name: 'Gammelt AS', nickname: 'Gamle' })
  await kari('PUT', `/api/companies/${id}`, { name: 'Nytt AS', nickname: 'Gamle' }, { 'if-match': '"1"' })
  const { items } = (await kari('GET', `/api/companies/${id}/history`)).body
  expect(items[0]).toMatchObject({ action: 'changed', changes: { name: ['Gammelt AS', 'Nytt AS'] } })
  expect((await kari('GET', `/api/companies/${id}/history?from=2020-01-01&to=2020-12-31`)).body.items).toEqual([])
  expect((await kari('GET', `/api/companies/${id}/history?from=2021-01-01&to=2020-12-31`)).status).toBe(422)
})

test('a deleted company is gone from card and search until it is restored', async () => {
  const { id } = await register({ name: 'Forsvunnet Zebra AS' })
  expect((await kari('DELETE', `/api/companies/${id}`, undefined, { 'if-match': '"1"' })).status).toBe(204)
  expect((await kari('GET', `/api/companies/${id}`)).status).toBe(404)
  expect((await kari('GET', '/api/search?q=zebra')).body.items).toEqual([])
  expect((await kari('POST', `/api/companies/${id}/restoration`)).status).toBe(201)
  expect((await kari('GET', '/api/search?q=zebra')).body.items).toHaveLength(1)
})

test('a repeated POST with the same key registers once; the key with another body is refused', async () => {
  const key = { 'idempotency-key': 'samme-nøkkel'.replace('ø', 'o') }
  const first = await kari('POST', '/api/companies', { name: 'Én gang AS' }, key)
  const again = await kari('POST', '/api/companies', { name: 'Én gang AS' }, key)
  expect(again.body.id).toBe(first.body.id)
  expect((await kari('POST', '/api/companies', { name: 'Noe annet AS' }, key)).status).toBe(422)
  expect((await kari('POST', '/api/companies', { name: 'A' }, { 'idempotency-key': 'x'.repeat(201) })).status).toBe(400)
})

test('a likely duplicate is named with the fields that agree', async () => {
  const made = await register({ name: 'Tvilling Rør AS', org_number: '923609016', email: 'post@tvilling.example' })
  const { items } = (await kari('GET', '/api/company-duplicates?name=tvilling+ror+as&org_number=923+609+016')).body
  expect(items).toEqual([expect.objectContaining({ id: made.id, because: ['org_number', 'name'] })])
})

test.each([
  ['phone=22+11+44+77', ['phone']],
  ['phone=%2B47+98117744', ['phone']],
  ['email=DUB@dublett.example', ['email']],
  ['website=www.dublett.example/om', ['website']],
  ['website=http://dublett.example&email=dub@dublett.example', ['email', 'website']],
  ['name=DUBLETT+as', ['name']],
])('a likely duplicate is found by %s', async (typed, because) => {
  const company = {
    name: 'Dublett AS',
    phone: '22114477',
    mobile: '98117744',
    email: 'dub@dublett.example',
    website: 'https://www.dublett.example/',
  }
  const { items } = (await kari('GET', '/api/company-duplicates?name=dublett+as')).body
  const made = items[0] ?? (await register(company))
  expect((await kari('GET', `/api/company-duplicates?${typed}`)).body.items).toEqual([
    { id: made.id, name: 'Dublett AS', customer_number: made.customer_number, because },
  ])
  expect((await kari('GET', `/api/company-duplicates?${typed}&except=${made.id}`)).body.items).toEqual([])
})

test('an unknown id, an id of the wrong form and a stranger’s id answer the same', async () => {
  const replies = await Promise.all(
    ['019aaaaa-0000-7000-8000-000000000000', 'x', '%00'].map((id) => kari('GET', `/api/companies/${id}`)),
  )
  expect(replies.map(({ status }) => status)).toEqual([404, 404, 404])
  expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1)
})

test('the list goes through all companies page by page without a gap', async () => {
  const names: string[] = []
  let after = ''
  do {
    const { body } = await kari('GET', `/api/companies?size=3${after && `&after=${after}`}`)
    names.push(...body.items.map(({ name }: { name: string }) => name))
    after = body.next
  } while (after)
  const { body } = await kari('GET', '/api/companies?size=200')
  expect(names).toEqual(body.items.map(({ name }: { name: string }) => name))
})

test('the list is in Norwegian order: æ, ø, å last, and small letters among the great', async () => {
  for (const name of [
    'Ås Sorteringsgård',
    'Ærfugl Sorteringsgård',
    'øst Sorteringsgård',
    'Zoo Sorteringsgård',
    'apen Sorteringsgård',
  ])
    await register({ name })
  const { items } = (await kari('GET', '/api/companies?size=200')).body
  const sorted = items
    .map(({ name }: { name: string }) => name)
    .filter((name: string) => name.endsWith('Sorteringsgård'))
  expect(sorted.map((name: string) => name.split(' ')[0])).toEqual(['apen', 'Zoo', 'Ærfugl', 'øst', 'Ås'])
})

test('names at their longest page as any other', async () => {
  for (const letter of ['æ', 'ø', '"']) await register({ name: letter.repeat(200) })
  let after = ''
  do {
    const { status, body } = await kari('GET', `/api/companies?size=1${after && `&after=${after}`}`)
    expect(status).toBe(200)
    after = body.next
  } while (after)
})

test.each([
  'tull',
  '["\\x","019aaaaa-0000-7000-8000-000000000000"]',
  `["a","${'-'.repeat(36)}"]`,
  '["\\u0000","019aaaaa-0000-7000-8000-000000000000"]',
  'null',
])('the made-up cursor %s answers 400', async (cursor) => {
  const after = Buffer.from(cursor).toString('base64url')
  expect((await kari('GET', `/api/companies?after=${after}`)).status).toBe(400)
})

test('a wrong address among those for invoices is told at the field', async () => {
  const { body } = await kari('POST', '/api/companies', { name: 'A', invoice_emails: ['post@a.example', 'feil'] })
  expect(body.errors).toEqual([expect.objectContaining({ field: 'invoice_emails.1', code: 'email' })])
})

test('an address from before it had all its lines reads as if they were empty, and saving it again is no change', async () => {
  const made = await register({ name: 'Gammel Adresse AS', postal_address: { street: 'Veien 1', city: 'Oslo' } })
  const admin = new pg.Client({ connectionString: site.superuser_url })
  await admin.connect()
  await admin.query(`set session_replication_role = replica`)
  const old = { street: 'Veien 1', postal_code: null, city: 'Oslo', country: null }
  await admin.query('update company set postal_address = $1 where id = $2', [old, made.id])
  await admin.end()
  const card = (await kari('GET', `/api/companies/${made.id}`)).body
  expect(card.postal_address).toEqual({ ...old, name: null, street2: null, state: null })
  const { name, postal_address } = card
  await kari('PUT', `/api/companies/${made.id}`, { name, postal_address, note: 'Sett' }, { 'if-match': '"1"' })
  const { items } = (await kari('GET', `/api/companies/${made.id}/history`)).body
  expect(items[0].changes).toEqual({ note: [null, 'Sett'] })
})

test('inactive and active again, each by the version that was seen', async () => {
  const made = await register({ name: 'Hviler AS' })
  const at = `/api/companies/${made.id}/inactivity`
  expect((await kari('PUT', at)).status).toBe(428)
  const resting = await kari('PUT', at, undefined, { 'if-match': '"1"' })
  expect(resting.body.inactive_at).toBeTruthy()
  const stale = await kari('PUT', at, undefined, { 'if-match': '"1"' })
  expect(stale.status).toBe(412)
  expect(stale.body.current.version).toBe(2)
  expect((await kari('DELETE', at)).status).toBe(428)
  expect((await kari('DELETE', at, undefined, { 'if-match': resting.headers.etag as string })).body.inactive_at).toBe(
    null,
  )
})

test('a stale deletion tells nothing that the answer has no place for', async () => {
  const made = await register({ name: 'Slettes ikke AS' })
  const stale = await kari('DELETE', `/api/companies/${made.id}`, undefined, { 'if-match': '"9"' })
  expect(stale.status).toBe(412)
  expect(stale.body.current).toBeUndefined()
  expect((await kari('GET', `/api/companies/${made.id}`)).status).toBe(200)
})
