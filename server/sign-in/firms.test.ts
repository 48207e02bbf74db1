import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let site: Awaited<ReturnType<typeof testApp>>
let superuser: pg.Client
let kari: Client

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
  superuser = new pg.Client({ connectionString: site.superuser_url })
  await superuser.connect()
})
afterAll(async () => {
  await superuser.end()
  await site.stop()
})
beforeEach(() => superuser.query('update auth.session set confirmed_at = now()'))

const dal = {
  firm_name: 'Dal Revisjon AS',
  org_number: '923 609 016',
  postal_address: { street: 'Dalveien 3', postal_code: '5003', city: 'Bergen' },
}
const state = async () => {
  const { rows } = await superuser.query(
    `select (select count(*) from firm) || ' ' || (select count(*) from member) || ' ' || (select count(*) from number_series)
      || ' ' || (select count(*) from history) as counts`,
  )
  return rows[0].counts as string
}
const firmsOf = async (client: Client) => {
  const { body } = await client('GET', '/api/session')
  return { here: body.firm.name, all: body.firms.map(({ name }: { name: string }) => name) }
}

test('an administrator makes another firm, is its administrator and in it, with its own numbers', async () => {
  await kari('POST', '/api/companies', { name: 'Bare i den første AS' })
  expect((await kari('POST', '/api/session/firm', dal)).status).toBe(204)
  expect(await firmsOf(kari)).toEqual({ here: 'Dal Revisjon AS', all: ['Dal Revisjon AS', 'Testfirma AS'] })
  expect((await kari('GET', '/api/session')).body.user).toMatchObject({ name: 'Kari Nordmann', role: 'administrator' })
  expect((await kari('GET', '/api/firm')).body).toMatchObject({
    name: 'Dal Revisjon AS',
    org_number: '923609016',
    postal_address: { street: 'Dalveien 3', postal_code: '5003', city: 'Bergen' },
    is_demo: false,
    requires_two_factor: false,
  })
  const made = await kari('POST', '/api/companies', { name: 'Bare i Dal AS' })
  expect(made.body.customer_number).toBe(10_000)
  const { items } = (await kari('GET', '/api/history?kind=firm')).body
  expect(items.at(-1)).toMatchObject({ action: 'created', via: 'screen', user_name: 'Kari Nordmann' })
})

test('of the firm she left nothing is seen, and in that one nothing of the new one', async () => {
  const list = async () =>
    (await kari('GET', '/api/companies?size=200')).body.items.map(({ name }: { name: string }) => name)
  expect(await list()).toEqual(['Bare i Dal AS'])
  expect((await kari('GET', '/api/search?q=den første')).body.items).toEqual([])
  const foreign = (await superuser.query(`select id from company where name = 'Bare i den første AS'`)).rows[0].id
  const stranger = await kari('GET', `/api/companies/${foreign}`)
  const random = await kari('GET', '/api/companies/019aaaaa-0000-7000-8000-000000000000')
  expect([stranger.status, stranger.body]).toEqual([404, random.body])
  const { body } = await kari('GET', '/api/session')
  const first = body.firms.find(({ name }: { name: string }) => name === 'Testfirma AS')
  expect((await kari('PUT', '/api/session/firm', { firm_id: first.id })).status).toBe(204)
  expect(await list()).toEqual(['Bare i den første AS'])
  expect((await kari('GET', '/api/users')).body.items).toHaveLength(1)
})

test('a faulty firm is refused at its fields, an open screen alone makes none, and nothing is left behind', async () => {
  const before = await state()
  const faulty = await kari('POST', '/api/session/firm', { firm_name: ' ', org_number: '923609017' })
  expect(faulty.body.errors.map(({ field }: { field: string }) => field)).toEqual(['firm_name', 'org_number'])
  expect((await kari('POST', '/api/session/firm', { ...dal, demo: true })).status).toBe(422)
  await superuser.query(`update auth.session set confirmed_at = now() - interval '16 minutes'`)
  expect((await kari('POST', '/api/session/firm', dal)).body.code).toBe('confirm_required')
  expect(await state()).toBe(before)
  expect((await firmsOf(kari)).here).toBe('Testfirma AS')
})

test('who is no administrator makes no firm', async () => {
  const invitation = { email: 'ola@testfirma.example', name: 'Ola', role: 'user', rights: { crm: 'change' } }
  const { link } = (await kari('POST', '/api/invitations', invitation)).body
  const ola = site.client()
  const accepted = { token: link.split('/').at(-1), name: 'Ola', password: 'sola står opp i øst' }
  expect((await ola('POST', '/api/invitations/accept', accepted)).status).toBe(204)
  const before = await state()
  expect((await ola('POST', '/api/session/firm', dal)).status).toBe(403)
  expect(await state()).toBe(before)
})

test('a double click makes one firm', async () => {
  const { rows } = await superuser.query('select count(*)::int as firms from firm')
  const both = await Promise.all([1, 2].map(() => kari('POST', '/api/session/firm', { firm_name: 'Fjell AS' })))
  expect(both.map(({ status }) => status).sort()).toEqual([204, 401])
  expect((await superuser.query('select count(*)::int as firms from firm')).rows[0].firms).toBe(rows[0].firms + 1)
})
