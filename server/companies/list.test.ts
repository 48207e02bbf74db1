import Excel from 'exceljs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let site: Awaited<ReturnType<typeof testApp>>
let kari: Client
type Row = { id: string; name: string } & Record<string, unknown>

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', { ...firmInput, demo: true })
})
afterAll(() => site.stop())

async function walk(query: string, size = 5): Promise<Row[]> {
  const rows: Row[] = []
  let after = ''
  for (;;) {
    const { status, body } = await kari('GET', `/api/companies?size=${size}&${query}${after && `&after=${after}`}`)
    expect(status).toBe(200)
    rows.push(...body.items)
    if (!body.next) return rows
    after = body.next
  }
}
const names = async (query: string) => (await walk(query, 200)).map(({ name }) => name)

test.each(['name', 'customer_number', 'org_number', 'city', 'employees', 'turnover_ore', 'created_at', 'changed_at'])(
  'by %s the list is whole, in order both ways, and rows without a value stand last',
  async (sort) => {
    const all = await walk('inactive=with', 200)
    for (const order of ['asc', 'desc']) {
      const rows = await walk(`inactive=with&sort=${sort}&order=${order}`)
      expect(rows.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort())
      const values = rows.map((row) => row[sort])
      const present = values.filter((value) => value !== null)
      expect(values.slice(0, present.length)).toEqual(present)
      const collator = new Intl.Collator('nb')
      const sorted = present.toSorted((a, b) =>
        typeof a === 'number'
          ? a - Number(b)
          : ['name', 'city'].includes(sort)
            ? collator.compare(String(a), String(b))
            : String(a) < String(b)
              ? -1
              : 1,
      )
      expect(present).toEqual(order === 'asc' ? sorted : sorted.toReversed())
    }
  },
)

test('criteria narrow the list, together too, and the count agrees', async () => {
  const { body } = await kari('POST', '/api/companies', {
    name: 'Kriterie Maskin AS',
    is_supplier: true,
    is_customer: false,
    email: 'post@kriterie.example',
    phone: '22 98 76 54',
    website: 'kriterie.example',
    visiting_address: { street: 'Ærfuglveien 3', postal_code: '9015', city: 'Tromsø' },
  })
  for (const query of [
    'q=kriterie',
    'q=maskin%20krit',
    'email=kriterie',
    'phone=2298%2076',
    'phone=%2B47%2022987',
    'address=aerfugl',
    'address=9015',
    'website=https://kriterie',
    'q=kriterie&is=supplier&city=troms',
    `q=kriterie&owner_ids=${body.owner_id}`,
  ])
    expect(await names(query), query).toEqual(['Kriterie Maskin AS'])
  for (const query of [
    'q=kriterie&is=customer',
    'phone=abc',
    'email=%25',
    'address=_rfugl',
    'q=kriterie&inactive=only',
  ])
    expect(await names(query), query).toEqual([])
  expect((await kari('GET', '/api/company-count?q=kriterie')).body).toEqual({ count: 1 })
  const tied = (await walk('inactive=with')).flatMap((row) => row.categories as { id: string }[])[0]?.id
  const inCategory = await walk(`inactive=with&category_ids=${tied}`)
  expect(inCategory.length).toBeGreaterThan(0)
  for (const row of inCategory) expect(row.categories).toContainEqual(expect.objectContaining({ id: tied }))
  const { count } = (await kari('GET', `/api/company-count?inactive=with&category_ids=${tied}`)).body
  expect(count).toBe(inCategory.length)
})

test.each([
  ['an unknown column', '?sort=password_hash', 422],
  ['an owner who is no id', '?owner_ids=x', 422],
  ['an unknown criterion', '?colour=red', 422],
  ['a made-up cursor', '?after=eyJhIjoxfQ', 400],
  [
    'a cursor of another order',
    `?sort=employees&after=${Buffer.from('["Abc","019aaaaa-0000-7000-8000-000000000000"]').toString('base64url')}`,
    400,
  ],
])('%s is refused', async (_, query, status) => {
  expect((await kari('GET', `/api/companies${query}`)).status).toBe(status)
})

test('many are changed at once, each with its own history; what was so already is left', async () => {
  const ids: string[] = []
  for (const name of ['Mange En AS', 'Mange To AS', 'Mange Tre AS'])
    ids.push((await kari('POST', '/api/companies', { name })).body.id)
  const change = (selection: object, wish: object) => kari('POST', '/api/company-changes', { selection, change: wish })
  expect((await change({ ids: ids.slice(0, 1) }, { inactive: true })).body).toEqual({ ids: ids.slice(0, 1), left: 0 })
  const all = (await change({ ids }, { inactive: true })).body
  expect(all.ids.sort()).toEqual(ids.slice(1).sort())
  expect(all.left).toBe(1)
  const deleted = (await change({ filter: { q: 'mange', inactive: 'with' } }, { deleted: true })).body
  expect(deleted.ids.sort()).toEqual([...ids].sort())
  expect(await names('q=mange&inactive=with')).toEqual([])
  await change({ ids }, { deleted: false })
  expect(await names('q=mange&inactive=with&sort=customer_number')).toEqual([
    'Mange En AS',
    'Mange To AS',
    'Mange Tre AS',
  ])
  const { items } = (await kari('GET', `/api/companies/${ids[2]}/history`)).body
  expect(items.map(({ action }: { action: string }) => action)).toEqual(['restored', 'deleted', 'changed', 'created'])
  const refused = await change({ ids }, { owner_id: '019aaaaa-0000-7000-8000-000000000000' })
  expect(refused.status).toBe(422)
  expect(refused.body.errors[0].field).toBe('owner_id')
})

const columns = [
  { field: 'name', label: 'Navn' },
  { field: 'phone', label: 'Telefon' },
  { field: 'turnover_ore', label: 'Omsetning' },
  { field: 'founded_on', label: 'Stiftet' },
  { field: 'note', label: 'Merknad' },
]

async function exported(format: string, extra: object = {}) {
  const reply = await site.app.inject({
    method: 'POST',
    url: '/api/company-exports',
    headers: { 'kundebok-client': 'test', cookie: await cookieOf() },
    payload: { selection: { filter: { q: 'eksport' } }, format, columns, ...extra },
  })
  return reply
}
async function cookieOf() {
  const { email, password } = firmInput
  const reply = await site.app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { 'kundebok-client': 'test' },
    payload: { email, password },
  })
  return String(reply.headers['set-cookie']).split(';')[0] ?? ''
}

test('a file opens right in Norwegian Excel, and nothing in it is run', async () => {
  await kari('POST', '/api/companies', {
    name: '=HYPERLINK("http://x") eksport',
    phone: '22334455',
    turnover_ore: 123_450,
    founded_on: '2001-02-03',
    note: 'Linje 1\n"sitat"; @alle',
  })
  await kari('POST', '/api/companies', { name: '@eksport', note: '-1+2' })
  const csv = await exported('csv')
  expect(csv.statusCode).toBe(200)
  expect(csv.headers['content-disposition']).toBe('attachment; filename="bedrifter.csv"')
  expect(csv.body).toBe(
    '\ufeffNavn;Telefon;Omsetning;Stiftet;Merknad\r\n' +
      "'@eksport;;;;'-1+2\r\n" +
      '"\'=HYPERLINK(""http://x"") eksport";+4722334455;1234,5;03.02.2001;"Linje 1\n""sitat""; @alle"\r\n',
  )
  const book = new Excel.Workbook()
  await book.xlsx.load((await exported('xlsx')).rawPayload as unknown as ArrayBuffer)
  const [sheet] = book.worksheets
  expect(sheet?.getRow(3).values).toEqual([
    undefined,
    '=HYPERLINK("http://x") eksport',
    '+4722334455',
    1234.5,
    new Date('2001-02-03'),
    'Linje 1\n"sitat"; @alle',
  ])
  expect(sheet?.getRow(3).getCell(1).formula).toBeUndefined()
  const bad = await exported('csv', { columns: [{ field: 'tenant_id', label: 'x' }] })
  expect(bad.statusCode).toBe(422)
})
