import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let kari: Client
let site: Awaited<ReturnType<typeof testApp>>
const ids: Record<string, string> = {}

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  expect((await kari('POST', '/api/setup', firmInput)).status).toBe(204)
  const company = (await kari('POST', '/api/companies', { name: 'Listen AS' })).body
  ids.company = company.id
  for (const [first_name, last_name, more] of [
    ['Zoe', 'Aas', {}],
    ['Anne', 'Østby', { is_private_customer: true }],
    ['Bo', 'Ærlig', {}],
    ['=1+1', 'Zander', { email: 'z@zander.example', mobile: '90011222' }],
    ['Cato', 'ås', {}],
  ] as const)
    ids[last_name] = (await kari('POST', '/api/persons', { first_name, last_name, ...more })).body.id
  const role = { title: '@Sjef', phone: '22334455' }
  await kari('POST', '/api/affiliations', { company_id: company.id, person_id: ids.Zander, role })
})
afterAll(() => site.stop())

const list = async (query: string) => (await kari('GET', `/api/persons?${query}`)).body
const names = async (query: string) => (await list(query)).items.map(({ name }: { name: string }) => name)

test('persons stand in the order of last names, the Norwegian way, and go page by page without a gap', async () => {
  const all = await names('size=200')
  expect(all).toEqual(['=1+1 Zander', 'Bo Ærlig', 'Anne Østby', 'Cato ås', 'Zoe Aas'])
  for (const order of [
    'sort=name',
    'sort=name&order=desc',
    'sort=customer_number',
    'sort=changed_at',
    'sort=created_at',
  ]) {
    const paged: string[] = []
    let after = ''
    do {
      const { items, next } = await list(`size=2&${order}${after && `&after=${after}`}`)
      paged.push(...items.map(({ name }: { name: string }) => name))
      after = next
    } while (after)
    expect(paged, order).toEqual(await names(`size=200&${order}`))
    expect(paged.toSorted(), order).toEqual(all.toSorted())
  }
  expect((await names('sort=customer_number'))[0]).toBe('Anne Østby')
  expect((await kari('GET', '/api/persons?after=tull')).status).toBe(400)
})

test('a row tells where the person is, and how she is reached there', async () => {
  const [row] = (await list('q=zander')).items
  expect(row).toMatchObject({
    title: '@Sjef',
    companies: ['Listen AS'],
    reach_phone: '+4722334455',
    reach_mobile: '+4790011222',
    phone: null,
  })
})

test.each([
  ['company_id={}', ['=1+1 Zander']],
  ['is=private_customer', ['Anne Østby']],
  ['is=unlinked', ['Bo Ærlig', 'Anne Østby', 'Cato ås', 'Zoe Aas']],
  ['q=2233', ['=1+1 Zander']],
  ['q=sjef', ['=1+1 Zander']],
  ['q=ostby', ['Anne Østby']],
  ['inactive=only', []],
])('the list by %s', async (query, expected) => {
  const asked = query.replace('{}', ids.company ?? '')
  expect(await names(asked)).toEqual(expected)
  expect((await kari('GET', `/api/person-count?${asked}`)).body).toEqual({ count: expected.length })
})

test('many are changed at once: inactive, categories and their undo, deleted and back', async () => {
  const selection = { ids: [ids.Aas, ids.Ærlig] }
  const change = async (change: object, of: object = selection) =>
    (await kari('POST', '/api/person-changes', { selection: of, change })).body
  expect((await change({ inactive: true })).ids.toSorted()).toEqual(selection.ids.toSorted())
  expect(await change({ inactive: true })).toMatchObject({ ids: [], left: 2 })
  expect(await names('inactive=only')).toEqual(['Bo Ærlig', 'Zoe Aas'])
  await change({ inactive: false })
  const vip = (await kari('POST', '/api/categories', { name: 'VIP' })).body
  const { undo } = await change({ categories: { add: [vip.id], remove: [] } }, { filter: { q: 'zoe' } })
  expect(await names(`category_ids=${vip.id}`)).toEqual(['Zoe Aas'])
  await change({ categories: undo[0].categories }, { ids: undo[0].ids })
  expect(await names(`category_ids=${vip.id}`)).toEqual([])
  await change({ deleted: true })
  expect(await names('')).toHaveLength(3)
  await change({ deleted: false })
  expect(await names('')).toHaveLength(5)
})

test('the file for a spreadsheet runs nothing of what people wrote', async () => {
  const signIn = await site.app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { 'kundebok-client': 'test' },
    payload: { email: firmInput.email, password: firmInput.password },
  })
  const columns = ['name', 'title', 'reach_mobile', 'companies'].map((field) => ({ field, label: field }))
  const send = (payload: object) =>
    site.app.inject({
      method: 'POST',
      url: '/api/person-exports',
      headers: { 'kundebok-client': 'test', cookie: String(signIn.headers['set-cookie']).split(';')[0] ?? '' },
      payload,
    })
  const reply = await send({ selection: { filter: { q: 'zander' } }, format: 'csv', columns })
  expect(reply.body).toBe("\ufeffname;title;reach_mobile;companies\r\n'=1+1 Zander;'@Sjef;+4790011222;Listen AS\r\n")
  expect((await send({ selection: { filter: {} }, format: 'xlsx', columns })).headers['content-disposition']).toContain(
    'personer.xlsx',
  )
  const unknown = [{ field: 'deleted_by', label: 'x' }]
  expect((await send({ selection: { filter: {} }, format: 'csv', columns: unknown })).statusCode).toBe(422)
})
