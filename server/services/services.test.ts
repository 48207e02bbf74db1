import { afterAll, beforeAll, expect, test } from 'vitest'
import { directoryLink, isTemplate, usualDirectories } from '#contract/directories.ts'
import { addColleague, type Client, firmInput, testApp } from '#server/platform/test.ts'

let site: Awaited<ReturnType<typeof testApp>>
let kari: Client
beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
})
afterAll(() => site.stop())

const now = async () => (await kari('GET', '/api/directories')).body
const choose = async (items: unknown, version?: number) =>
  kari('PUT', '/api/directories', { items }, { 'if-match': `"${version ?? (await now()).version}"` })
const own = { name: 'Firmaboka', template: 'https://firma.example/sok?q={name}&tlf={phone}' }

test.each([
  ['https://www.1881.no/?query={name}', true],
  ['http://katalog.example/{org_number}', true],
  ['https://katalog.example/{name}/{phone}#{org_number}', true],
  ['https://katalog.example/uten', false],
  ['https://katalog.example/{email}', false],
  ['https://{name}.example/', false],
  ['https://katalog.example{name}', false],
  ['https://kari:hemmelig@katalog.example/{name}', false],
  ['javascript:alert({name})', false],
  ['katalog.example/{name}', false],
  ['https://katalog.example/{name', false],
  ['https://katalog.example/{{name}}', false],
  ['https://katalog.example/ {name}', false],
  ['https://localhost/{name}', false],
])('whether %s is the link of a directory: %s', (template, is) => {
  expect(isTemplate(template)).toBe(is)
})

test('the link is filled in so that nothing in a name becomes a part of it, or says what is lacking', () => {
  const company = { name: 'Ås & Sønn/AS?', phone: null, mobile: '+4791234567', org_number: null }
  expect(usualDirectories.map(({ template }) => directoryLink(template, company))).toEqual([
    { href: 'https://www.gulesider.no/%C3%85s%20%26%20S%C3%B8nn%2FAS%3F/bedrifter' },
    { href: 'https://www.1881.no/?query=%C3%85s%20%26%20S%C3%B8nn%2FAS%3F' },
    { href: 'https://www.1881.no/?query=91234567' },
    { lacks: 'org_number' },
  ])
})

test('a firm chooses its own directories, goes back to the usual ones, and its history tells of both', async () => {
  expect(await now()).toEqual({ version: 1, items: usualDirectories, is_usual: true })
  expect(await choose([own])).toMatchObject({ status: 200, body: { items: [own], is_usual: false, version: 2 } })
  expect((await choose([])).body).toMatchObject({ items: [], is_usual: false })
  expect((await choose(null)).body).toMatchObject({ items: usualDirectories, is_usual: true })
  const { items } = (await kari('GET', '/api/history?kind=firm')).body
  expect(items[0].changes).toEqual({ directories: [[], null] })
})

test.each([
  ['two of one name', [own, { ...own, name: 'FIRMABOKA' }], 'items.1.name', 'directory_name'],
  ['one without a name', [{ ...own, name: ' ' }], 'items.0.name', 'required'],
  [
    'a link without a placeholder',
    [{ ...own, template: 'https://a.example/' }],
    'items.0.template',
    'directory_template',
  ],
])('%s are refused at their field', async (_, items, field, code) => {
  const { status, body } = await choose(items)
  expect(status).toBe(422)
  expect(body.errors).toContainEqual(expect.objectContaining({ field, code }))
})

test('a stale choice answers with what is chosen now; colleagues read and do not choose', async () => {
  const before = await now()
  await choose([own])
  expect(await choose(null, before.version)).toMatchObject({ status: 412, body: { current: { items: [own] } } })
  const { client: ola } = await addColleague(kari, site.client(), 'Ola')
  expect((await ola('GET', '/api/directories')).body.items).toEqual([own])
  expect((await ola('PUT', '/api/directories', { items: null }, { 'if-match': '"1"' })).status).toBe(403)
})
