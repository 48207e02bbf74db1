import { crc32, deflateRawSync } from 'node:zlib'
import Excel from 'exceljs'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PIECE } from '#contract/imports.ts'
import { type Client, firmInput, testApp, testSettings } from '#server/platform/test.ts'
import { jobHandlers } from '#server/jobs.ts'
import { inTransaction } from '#server/platform/db.ts'
import { runWaitingJobs, sendJob } from '#server/platform/jobs.ts'
import { writeDirtyFile } from '#db/seed/dirty-import.ts'

const settings = { ...testSettings, mail: null }
let site: Awaited<ReturnType<typeof testApp>>
let kari: Client

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
})
afterAll(() => site.stop())

async function upload(bytes: Buffer, file_name = 'kunder.csv') {
  const { body } = await kari('POST', '/api/imports', { file_name, size: bytes.length })
  for (let at = 0; at * PIECE < bytes.length; at++) {
    const piece = bytes.subarray(at * PIECE, (at + 1) * PIECE)
    const headers = { 'content-type': 'application/octet-stream' }
    expect((await kari('PUT', `/api/imports/${body.id}/pieces/${at}`, piece, headers)).status).toBe(204)
  }
  await kari('POST', `/api/imports/${body.id}/reading`)
  return finished(body.id)
}

async function work(id: string, what: 'check' | 'import' | 'undo') {
  expect((await kari('POST', `/api/imports/${id}/work`, { work: what })).status).toBe(201)
  return (await finished(id)).body
}

/** When the jobs have done their work. */
async function finished(id: string) {
  for (;;) {
    const outcomes = await site.runJobs()
    expect(outcomes.filter(({ error }) => error)).toEqual([])
    if (outcomes.length === 0) return kari('GET', `/api/imports/${id}`)
  }
}

type Plan = { has_header?: boolean; mapping?: (string | null)[]; rule?: string }
const plan = async (
  head: { id: string; version: number; has_header: boolean; mapping: (string | null)[]; rule: string },
  change: Plan = {},
) => {
  const { has_header, mapping, rule } = { ...head, ...change }
  return kari('PUT', `/api/imports/${head.id}/plan`, { has_header, mapping, rule }, { 'if-match': `"${head.version}"` })
}

async function importText(text: string, change: Plan = {}) {
  const { body } = await upload(Buffer.from(text))
  await plan(body, change)
  const checked = await work(body.id, 'check')
  return { checked, done: await work(body.id, 'import') }
}

const find = async (name: string) => {
  const { items } = (await kari('GET', `/api/search?kind=company&q=${encodeURIComponent(name)}`)).body
  return items[0] ? (await kari('GET', `/api/companies/${items[0].id}`)).body : null
}
const rowsOf = async (id: string, state: string) =>
  (await kari('GET', `/api/imports/${id}/rows?state=${state}&size=500`)).body.items

test('a list as Excel writes it in Norway becomes companies with their contacts, and the import can be undone', async () => {
  const text = [
    'Firmanavn;Org.nr.;Telefon;Postadresse;Postnr;Poststed;Omsetning;Leverandør (J/N);Kategori;Ansvarlig;Kontaktperson;Kontakt e-post;Stilling',
    'Sjøgata Båt AS;988 077 917;22 33 44 55;"Sjøgata 1\nOppgang B";150;Oslo;1 234,50;Ja;Bygg, Ny kategori;"Nordmann, Kari";"Dal, Per Ola";per@sjogata.example;Daglig leder',
    'Sjøgata Båt AS;988077917;;;;;;;;;Anne Lie;anne@sjogata.example;',
    ';;;;;;;;;;;;',
    'Fjord & Sønn;;+46 8 123 456;;;;3 mill;nei;;Ukjent Selger;;;',
  ].join('\r\n')
  const { checked, done } = await importText(`\ufeff${text}`)
  expect(checked).toMatchObject({ row_count: 3, counts: { new: 2, repeated: 1, known: 0, faulty: 0 } })
  expect(done).toMatchObject({ state: 'imported', counts: { made: 2, changed: 0, persons: 2, left_out: 0 } })
  const boat = await find('Sjøgata Båt')
  expect(boat).toMatchObject({
    org_number: '988077917',
    phone: '+4722334455',
    is_supplier: true,
    turnover_ore: 123_450,
    owner_name: 'Kari Nordmann',
    postal_address: { street: 'Sjøgata 1 Oppgang B', postal_code: '0150', city: 'Oslo' },
  })
  expect(boat.contacts.map(({ name, title }: { name: string; title: string }) => [name, title])).toEqual([
    ['Per Ola Dal', 'Daglig leder'],
    ['Anne Lie', null],
  ])
  const other = await find('Fjord & Sønn')
  expect(other).toMatchObject({ phone: '+468123456', turnover_ore: 300_000_000, owner_id: null })
  const [warned] = (await rowsOf(done.id, 'new')).filter(({ errors }: { errors: unknown[] }) => errors.length > 0)
  expect(warned.errors).toEqual([expect.objectContaining({ field: 'owner', value: 'Ukjent Selger' })])
  const { items: history } = (await kari('GET', `/api/companies/${boat.id}/history`)).body
  expect(new Set(history.map(({ via }: { via: string }) => via))).toEqual(new Set(['import']))

  // Somebody works on one of the two before it is undone.
  const { body: card } = await kari('GET', `/api/companies/${other.id}`)
  await kari('PUT', `/api/companies/${other.id}/inactivity`, undefined, { 'if-match': `"${card.version}"` })
  const undone = await work(done.id, 'undo')
  expect(undone).toMatchObject({ state: 'undone', counts: { kept: 1 } })
  expect(await find('Sjøgata Båt')).toBe(null)
  expect((await kari('GET', `/api/companies/${other.id}`)).status).toBe(200)
  expect((await kari('GET', '/api/search?q=Anne+Lie')).body.items).toEqual([])
})

test.each([
  ['skip', { name: 'Regel AS', phone: '+4722110000', email: null }, { changed: 0, left_out: 1, made: 0 }],
  ['fill', { name: 'Regel AS', phone: '+4722110000', email: 'ny@regel.example' }, { changed: 1, left_out: 0, made: 0 }],
  ['overwrite', { name: 'REGEL AS', phone: '+4722119999', email: 'ny@regel.example' }, { changed: 1, made: 0 }],
])('a company that is known follows the rule %s, and gets its old values back', async (rule, wanted, counts) => {
  const number = { skip: '923609016', fill: '974760673', overwrite: '889640782' }[rule] ?? ''
  const before = await kari('POST', '/api/companies', { name: 'Regel AS', org_number: number, phone: '22110000' })
  const { done } = await importText(
    `Navn;Orgnr;Telefon;E-post\nREGEL AS;NO ${number} MVA;22119999;ny@regel.example\n`,
    { rule },
  )
  expect(done.counts).toMatchObject(counts)
  const read = async () => (await kari('GET', `/api/companies/${before.body.id}`)).body
  expect(await read()).toMatchObject(wanted)
  await work(done.id, 'undo')
  const { version: _version, changed_at: _at, ...restored } = await read()
  expect(restored).toMatchObject({ name: 'Regel AS', phone: '+4722110000', email: null })
  await kari('DELETE', `/api/companies/${before.body.id}`, undefined, { 'if-match': `"${(await read()).version}"` })
})

test('a decision on one row goes before the rule', async () => {
  for (const name of ['Velg En AS', 'Velg To AS']) await kari('POST', '/api/companies', { name })
  const { body } = await upload(Buffer.from('Navn;Telefon\nVelg En AS;22330011\nVelg To AS;22330022\n'))
  await plan(body, { rule: 'fill' })
  await work(body.id, 'check')
  const [one] = await rowsOf(body.id, 'known')
  expect(one).toMatchObject({ number: 2, matched_by: 'name', match: { name: 'Velg En AS' } })
  expect((await kari('PUT', `/api/imports/${body.id}/rows/2/decision`, { decision: 'skip' })).status).toBe(204)
  expect((await work(body.id, 'import')).counts).toMatchObject({ changed: 1, left_out: 1 })
  expect((await find('Velg En'))?.phone).toBe(null)
  expect((await find('Velg To'))?.phone).toBe('+4722330022')
})

test('two rows that know one company by different things, and two companies with one contact, are no trouble', async () => {
  const { body: company } = await kari('POST', '/api/companies', {
    name: 'To Veier AS',
    org_number: '999888771',
    email: 'post@toveier.example',
  })
  const { done } = await importText(
    [
      'Navn;Orgnr;E-post;Telefon;Mobil;Kontaktperson;Kontakt e-post;Stilling;Kontakt mobil',
      'To Veier AS;999888771;;22330055;;Eva Regn;eva@regn.example;Revisor;',
      'To Veier AS;;post@toveier.example;22330066;99887766;Eva Regn;eva@regn.example;Leder;99112233',
      'Annen Vei AS;;;;;Eva Regn;eva@regn.example;;',
    ].join('\n'),
  )
  expect(done.counts).toMatchObject({ made: 1, changed: 1, persons: 1, faulty: 0 })
  const read = async () => (await kari('GET', `/api/companies/${company.id}`)).body
  expect(await read()).toMatchObject({ phone: '+4722330055', mobile: '+4799887766' })
  const { contacts } = await read()
  expect(contacts).toMatchObject([{ name: 'Eva Regn', title: 'Revisor', mobile: '+4799112233' }])
  expect((await find('Annen Vei')).contacts).toMatchObject([{ person_id: contacts[0].person_id }])
  expect(await work(done.id, 'undo')).toMatchObject({ counts: { kept: 0 } })
  expect(await read()).toMatchObject({ phone: null, mobile: null, contacts: [] })
})

test('faulty rows are told with row, field and value, and nothing of them is imported', async () => {
  await kari('POST', '/api/companies', { name: 'Nummerholder AS', customer_number: 777 })
  const { checked, done } = await importText(
    [
      'Firmanavn;Org.nr.;E-post;Hjemmeside;Kundenr;Postnr',
      'Feil Siffer AS;988077918;;;;',
      ';;a@b.example;;;',
      'Feil Post AS;;post@;javascript:alert(1);;12345',
      'Feil Nummer AS;;;;777;',
      'Rett AS;;rett@rett.example;;888;0150',
      'Samme Nummer AS;;;;888;',
    ].join('\n'),
  )
  expect(checked.counts).toMatchObject({ new: 1, faulty: 5 })
  expect(done.counts).toMatchObject({ made: 1, faulty: 5 })
  const faulty = await rowsOf(done.id, 'faulty')
  const told = faulty.flatMap(({ number, errors }: { number: number; errors: { field: string; value: string }[] }) =>
    errors.map(({ field, value }) => [number, field, value]),
  )
  expect(told).toEqual([
    [2, 'org_number', '988077918'],
    [3, 'name', ''],
    [4, 'email', 'post@'],
    [4, 'website', 'javascript:alert(1)'],
    [4, 'postal_address.postal_code', '12345'],
    [5, 'customer_number', '777'],
    [7, 'customer_number', '888'],
  ])
})

test.each(['utf-8-bom', 'utf-16le-bom', 'windows-1252'] as const)(
  'five thousand dirty rows in %s are read, judged, imported and undone, none twice',
  async (encoding) => {
    const before = Number((await count()).companies)
    const { body } = await upload(Buffer.concat([...writeDirtyFile({ rows: 5_000, encoding })]))
    expect(body.format).toMatchObject({ kind: 'csv', separator: ';' })
    expect(body.mapping.filter((field: string | null) => field === null)).toEqual([])
    await plan(body)
    const { counts, row_count } = await work(body.id, 'check')
    expect(counts.new + counts.known + counts.repeated + counts.faulty).toBe(row_count)
    expect(counts.faulty).toBeGreaterThan(300)
    expect(counts.faulty).toBeLessThan(900)
    expect(counts.repeated).toBeGreaterThan(100)
    const done = await work(body.id, 'import')
    expect(done.state).toBe('imported')
    expect(Number((await count()).companies)).toBe(before + done.counts.made)
    expect((await count()).twice).toBe(0)
    const undone = await work(body.id, 'undo')
    expect(undone.counts.kept).toBe(0)
    expect(await count()).toMatchObject({ companies: before, affiliations: 0 })
  },
  120_000,
)

async function count() {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: site.superuser_url })
  await client.connect()
  const { rows } = await client.query(`select
    (select count(*)::int from company where deleted_at is null) as companies,
    (select count(*)::int from affiliation) as affiliations,
    (select count(*)::int from (select from company where deleted_at is null and org_number is not null
       group by country, org_number having count(*) > 1) t) as twice`)
  await client.end()
  return rows[0]
}

test('a workbook is read: numbers, days, formulas by their result, only its first sheet', async () => {
  const book = new Excel.Workbook()
  const sheet = book.addWorksheet('Kunder')
  sheet.addRow(['Firmanavn', 'Orgnr', 'Ansatte', 'Stiftet', 'Telefon', 'Postnr'])
  sheet.addRow(['Regneark AS', 974_760_673, 12, new Date(Date.UTC(1999, 11, 31)), 22_334_455, 150])
  sheet.addRow([{ formula: '"Formel"&" AS"', result: 'Formel AS' }, null, null, null, '4,79E+09'])
  book.addWorksheet('Annet').addRow(['Skal ikke med'])
  const bytes = Buffer.from(await book.xlsx.writeBuffer())
  const { body } = await upload(bytes, 'kunder.xlsx')
  expect(body).toMatchObject({ row_count: 2, format: { kind: 'xlsx', sheet: 'Kunder' }, has_header: true })
  await plan(body)
  await work(body.id, 'check')
  const faulties = await rowsOf(body.id, 'faulty')
  expect(faulties).toHaveLength(1)
  const [faulty] = faulties
  expect(faulty.cells[0]).toBe('Formel AS')
  expect(faulty.errors).toEqual([expect.objectContaining({ field: 'phone', value: '4,79E+09' })])
  await work(body.id, 'import')
  expect(await find('Regneark')).toMatchObject({ employees: 12, founded_on: '1999-12-31', phone: '+4722334455' })
})

test('what is said of the columns is remembered for the next file with the same headings', async () => {
  const text = 'Kolonne A;Kolonne B\nHuske AS;22334411\n'
  const first = (await upload(Buffer.from(text))).body
  expect(first.has_header).toBe(false)
  const planned = await plan({ ...first, has_header: true, mapping: ['name', 'phone'] })
  expect(planned.body).toMatchObject({ row_count: 1, has_header: true })
  await work(first.id, 'check')
  await work(first.id, 'import')
  expect((await find('Huske'))?.phone).toBe('+4722334411')
})

test.each([
  ['nothing', Buffer.from(' \n;;\n'), 'file_empty'],
  ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'file_old_workbook'],
  ['a broken workbook', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(500, 7)]), 'file_unreadable'],
])('a file of %s is refused in a sentence', async (_, bytes, code) => {
  const { body } = await upload(bytes)
  expect(body).toMatchObject({ state: 'unreadable', refusal: code, row_count: 0 })
  expect((await kari('POST', `/api/imports/${body.id}/work`, { work: 'check' })).status).toBe(409)
  expect((await kari('DELETE', `/api/imports/${body.id}`)).status).toBe(204)
})

test(
  'a workbook that unpacks to more than the job process may take is refused in a sentence',
  { timeout: 120_000 },
  async () => {
    const bytes = workbookOfTexts(130, 1_000_000)
    expect(bytes.length).toBeLessThan(5_000_000)
    const { body } = await upload(bytes, 'stor.xlsx')
    expect(body).toMatchObject({ state: 'unreadable', refusal: 'file_large_workbook', row_count: 0, has_rows: false })
    // The process that read it is there, and reads the next.
    const { done } = await importText('Navn;Telefon\nEtter den store AS;22334455\n')
    expect(done).toMatchObject({ state: 'imported', counts: { made: 1 } })
  },
)

test('a month after it has ended the rows of an import go, and it can be undone all the same', async () => {
  const { done } = await importText('Navn;Telefon\nFeies AS;22334455\nFeil;22 33\n')
  const left = (await upload(Buffer.from('Navn;Telefon\nBlir aldri importert AS;22334455\n'))).body
  const fresh = await importText('Navn;Telefon\nFersk AS;22334466\n')
  const client = new pg.Client({ connectionString: site.superuser_url })
  await client.connect()
  await client.query('alter table import disable trigger stamp')
  await client.query(`update import set changed_at = now() - interval '31 days' where id = any ($1)`, [
    [done.id, left.id],
  ])
  await client.query('alter table import enable trigger stamp')
  await client.end()
  await inTransaction(site.db, { via: 'job' }, (tx) => sendJob(tx, 'sweep', {}))
  expect(await site.runJobs()).toEqual([{ job: 'sweep', error: null }])

  const swept = await kari('GET', `/api/imports/${done.id}`)
  expect(swept.body).toMatchObject({ state: 'imported', has_rows: false, counts: { made: 1, faulty: 1 } })
  expect(await rowsOf(done.id, 'faulty')).toEqual([])
  expect((await kari('GET', `/api/imports/${left.id}`)).status).toBe(404)
  expect((await kari('GET', `/api/imports/${fresh.done.id}`)).body).toMatchObject({ has_rows: true })
  expect(await work(done.id, 'undo')).toMatchObject({ state: 'undone', counts: { kept: 0 } })
  expect(await find('Feies')).toBe(null)
  expect(await find('Fersk')).not.toBe(null)
})

test('of a file that has not come whole nothing is read', async () => {
  const { body } = await kari('POST', '/api/imports', { file_name: 'halv.csv', size: 20 })
  const headers = { 'content-type': 'application/octet-stream' }
  await kari('PUT', `/api/imports/${body.id}/pieces/0`, Buffer.from('Navn;Telefon\n'), headers)
  const refused = await kari('POST', `/api/imports/${body.id}/reading`)
  expect(refused.status).toBe(422)
  expect(refused.body.errors[0].code).toBe('file_incomplete')
  expect(await site.runJobs()).toEqual([])
})

test('work rests while it is paused, and goes on where it was', async () => {
  const rows = Array.from({ length: 600 }, (_, at) => `Pause ${at} AS;${90_000 + at}`)
  const { body } = await upload(Buffer.from(['Navn;Kundenr', ...rows].join('\n')))
  await plan(body)
  await work(body.id, 'check')
  await kari('POST', `/api/imports/${body.id}/work`, { work: 'import' })
  expect((await kari('PUT', `/api/imports/${body.id}/pause`)).body).toMatchObject({
    state: 'importing',
    halt: 'paused',
  })
  const rested = (await finished(body.id)).body
  expect(rested).toMatchObject({ state: 'importing', halt: 'paused', counts: { made: 0 } })
  expect((await kari('DELETE', `/api/imports/${body.id}/pause`)).body).toMatchObject({ halt: null })
  expect((await finished(body.id)).body).toMatchObject({ state: 'imported', counts: { made: 600 } })
  expect((await kari('PUT', `/api/imports/${body.id}/pause`)).status).toBe(409)
  await work(body.id, 'undo')
})

test('a check can be given up, and the columns changed', async () => {
  const { body } = await upload(Buffer.from('Navn;Telefon\nGitt Opp AS;feil\n'))
  await plan(body)
  await kari('POST', `/api/imports/${body.id}/work`, { work: 'check' })
  expect((await kari('DELETE', `/api/imports/${body.id}/work`)).body).toMatchObject({ state: 'read' })
  expect((await finished(body.id)).body).toMatchObject({ state: 'read', done_rows: 0 })
  const { body: again } = await kari('GET', `/api/imports/${body.id}`)
  expect((await plan(again, { mapping: ['name', null] })).status).toBe(200)
  expect(await work(body.id, 'check')).toMatchObject({ state: 'checked', counts: { new: 1, faulty: 0 } })
})

/** As when the process is killed: after so many transactions nothing is reached any more. */
function dyingAfter(transactions: number) {
  let left = transactions
  return {
    ...jobHandlers,
    work_on_import: (call: Parameters<typeof jobHandlers.work_on_import>[0]) =>
      jobHandlers.work_on_import({
        ...call,
        act: async (work) => {
          if (left-- <= 0) throw new Error('killed')
          return call.act(work)
        },
      }),
  }
}

test('what is killed in the middle goes on from where it was, no row twice', async () => {
  const rows = Array.from({ length: 2_600 }, (_, at) => `Avbrutt ${at} AS;Person ${at};p${at}@avbrutt.example`)
  const text = Buffer.from(['Navn;Kontaktperson;Kontakt e-post', ...rows].join('\n'))
  const { body: begun } = await kari('POST', '/api/imports', { file_name: 'avbrutt.csv', size: text.length })
  const headers = { 'content-type': 'application/octet-stream' }
  await kari('PUT', `/api/imports/${begun.id}/pieces/0`, text, headers)
  const at = async () => (await kari('GET', `/api/imports/${begun.id}`)).body
  const killed = async (transactions: number) => {
    const [outcome] = await runWaitingJobs(site.db, dyingAfter(transactions), settings)
    expect(outcome?.error).toBeTruthy()
    return at()
  }
  await kari('POST', `/api/imports/${begun.id}/reading`)
  expect(await killed(7)).toMatchObject({ state: 'reading', done_rows: 1_000 })
  const read = (await finished(begun.id)).body
  expect(read).toMatchObject({ state: 'read', row_count: 2_600 })
  await plan(read)
  await kari('POST', `/api/imports/${begun.id}/work`, { work: 'check' })
  expect(await killed(2)).toMatchObject({ state: 'checking', done_rows: 1_000 })
  expect((await finished(begun.id)).body).toMatchObject({ state: 'checked', counts: { new: 2_600, repeated: 0 } })
  const before = await count()
  await kari('POST', `/api/imports/${begun.id}/work`, { work: 'import' })
  expect(await killed(4)).toMatchObject({ state: 'importing', done_rows: 750, counts: { made: 750 } })
  expect((await finished(begun.id)).body).toMatchObject({ state: 'imported', counts: { made: 2_600, persons: 2_600 } })
  expect(await count()).toMatchObject({
    companies: before.companies + 2_600,
    affiliations: before.affiliations + 2_600,
    twice: 0,
  })
  await kari('POST', `/api/imports/${begun.id}/work`, { work: 'undo' })
  expect(await killed(3)).toMatchObject({ state: 'undoing' })
  expect((await finished(begun.id)).body).toMatchObject({ state: 'undone', counts: { kept: 0 } })
  expect(await count()).toMatchObject(before)
})

test('what fails at every try says so, and goes on when somebody lets it', async () => {
  const { body } = await upload(Buffer.from('Navn;Telefon\nProvd Ofte AS;22334455\n'))
  await plan(body)
  await kari('POST', `/api/imports/${body.id}/work`, { work: 'check' })
  for (let tries = 0; tries < 5; tries++) await runWaitingJobs(site.db, dyingAfter(tries < 4 ? 1 : 9), settings)
  expect((await finished(body.id)).body).toMatchObject({ state: 'checking', halt: 'failed' })
  await kari('DELETE', `/api/imports/${body.id}/pause`)
  expect((await finished(body.id)).body).toMatchObject({ state: 'checked', halt: null, counts: { new: 1 } })
})

test('bad requests are refused and change nothing', async () => {
  const { body } = await upload(Buffer.from('Navn;Telefon\nUrørt AS;22334455\n'))
  const refusals = [
    await plan({ ...body, version: 99 }),
    await plan(body, { mapping: ['name', 'name'] }),
    await plan(body, { mapping: ['phone', null] }),
    await plan(body, { mapping: ['password_hash', null] }),
    await kari('POST', `/api/imports/${body.id}/work`, { work: 'import' }),
    await kari('POST', `/api/imports/${body.id}/work`, { work: 'undo' }),
    await kari('POST', `/api/imports/${body.id}/reading`),
    await kari('DELETE', `/api/imports/${body.id}/work`),
    await kari('PUT', `/api/imports/${body.id}/pause`),
    await kari('DELETE', `/api/imports/${body.id}/pause`),
    await kari('PUT', `/api/imports/${body.id}/rows/2/decision`, { decision: 'skip' }),
    await kari('PUT', `/api/imports/${body.id}/pieces/0`, { not: 'bytes' }),
    await kari('POST', '/api/imports', { file_name: 'x.csv', size: 60_000_000 }),
    await kari('POST', '/api/imports', { file_name: '', size: 1 }),
  ]
  expect(refusals.map(({ status }) => status)).toEqual([
    ...[412, 422, 422, 422, 409, 409, 409, 409, 409, 409, 409, 409, 422, 422],
  ])
  expect((await kari('GET', `/api/imports/${body.id}`)).body).toMatchObject({ state: 'read', version: body.version })
  expect((await kari('GET', '/api/imports/019aaaaa-0000-7000-8000-000000000000')).status).toBe(404)
})

/** A small file of so many long texts: a ZIP (PKWARE's APPNOTE 6.3.10) with the parts that a reader of workbooks wants. */
function workbookOfTexts(count: number, length: number): Buffer {
  const spreadsheet = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
  const cells = Array.from(
    { length: count },
    (_, at) => `<row r="${at + 1}"><c r="A${at + 1}" t="s"><v>${at}</v></c></row>`,
  )
  const texts = Array.from({ length: count }, (_, at) => `<si><t>${at}${'€'.repeat(length)}</t></si>`)
  return zip({
    'xl/sharedStrings.xml': `<sst ${spreadsheet}>${texts.join('')}</sst>`,
    'xl/workbook.xml': `<workbook ${spreadsheet}><sheets><sheet name="Ark" sheetId="1"/></sheets></workbook>`,
    'xl/worksheets/sheet1.xml': `<worksheet ${spreadsheet}><sheetData>${cells.join('')}</sheetData></worksheet>`,
  })
}

function zip(files: Record<string, string>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, text] of Object.entries(files)) {
    const packed = deflateRawSync(text)
    const fixed = Buffer.alloc(26)
    fixed.writeUInt16LE(20, 0)
    fixed.writeUInt16LE(8, 4)
    fixed.writeUInt32LE(crc32(text), 10)
    fixed.writeUInt32LE(packed.length, 14)
    fixed.writeUInt32LE(Buffer.byteLength(text), 18)
    fixed.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fixed, Buffer.from(name), packed])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), fixed, place, Buffer.from(name)]))
    parts.push(local)
    at += local.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  for (const place of [4, 6]) end.writeUInt16LE(directory.length, place)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...parts, list, Buffer.from('PK\u0005\u0006'), end])
}
