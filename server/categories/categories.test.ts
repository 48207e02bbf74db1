import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, inTransaction } from '#server/platform/db.ts'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'
import { gatherUses } from './uses.ts'

let stop: () => Promise<void>
let db: Database
let kari: Client
let ola: Client
let database: pg.Client
let tenant: string
const nowhere = '019aaaaa-0000-7000-8000-000000000000'
const ifMatch = ({ version }: { version: number }) => ({ 'if-match': `"${version}"` })

beforeAll(async () => {
  const app = await testApp()
  db = app.db
  kari = app.client()
  await kari('POST', '/api/setup', firmInput)
  database = new pg.Client({ connectionString: app.superuser_url })
  await database.connect()
  tenant = (await database.query('select tenant_id from firm')).rows[0].tenant_id
  await database.query(`insert into auth.account (id, email, password_hash)
    select '019b0000-0000-7000-8000-000000000001', 'ola@testfirma.example', password_hash from auth.account limit 1`)
  await database.query(
    `insert into member (tenant_id, user_id, name, email, rights)
    values ($1, '019b0000-0000-7000-8000-000000000001', 'Ola', 'ola@testfirma.example', '{"crm": "change"}')`,
    [tenant],
  )
  ola = app.client()
  await ola('POST', '/api/session', { email: 'ola@testfirma.example', password: firmInput.password })
  stop = async () => {
    await database.end()
    await app.stop()
  }
})
afterAll(() => stop())

const add = async (input: object) => (await kari('POST', '/api/categories', input)).body
const company = async (name: string) => (await kari('POST', '/api/companies', { name })).body.id as string
const person = async (last_name: string) =>
  (await database.query(`insert into person (tenant_id, last_name) values ($1, $2) returning id`, [tenant, last_name]))
    .rows[0].id as string
const tick = (id: string, change: object, of = 'companies', who = kari) =>
  who('PATCH', `/api/${of}/${id}/categories`, change)
const namesOf = async (id: string, of = 'companies') =>
  (await kari('GET', `/api/${of}/${id}/categories`)).body.items.map(({ name }: { name: string }) => name)
const historyOf = async (id: string) => (await kari('GET', `/api/companies/${id}/history`)).body.items

test('a name is there once, however it is written, and the archived count', async () => {
  const made = await add({ name: 'Bærum', colour: 'teal' })
  expect(made).toMatchObject({ name: 'Bærum', colour: 'teal', for_companies: true, for_persons: true, version: 1 })
  await kari('PUT', `/api/categories/${made.id}/archival`, undefined, ifMatch(made))
  const twice = await kari('POST', '/api/categories', { name: ' bÆRUM ' })
  expect(twice.status).toBe(422)
  expect(twice.body.errors[0]).toMatchObject({ field: 'name', code: 'category_name_taken' })
})

test.each([
  [{ name: ' ' }, 'name', 'required'],
  [{ name: 'x'.repeat(101) }, 'name', 'too_long'],
  [{ name: 'Rosa', colour: 'chartreuse' }, 'colour', 'wrong_type'],
  [{ name: 'Ingen', for_companies: false, for_persons: false }, 'for_companies', 'category_for_something'],
])('the category %j is refused at %s', async (input, field, code) => {
  const before = (await kari('GET', '/api/categories')).body
  const { status, body } = await kari('POST', '/api/categories', input)
  expect(status).toBe(422)
  expect(body.errors[0]).toMatchObject({ field, code })
  expect((await kari('GET', '/api/categories')).body).toEqual(before)
})

test('the register is the administrator’s; whoever works with companies ticks', async () => {
  const category = await add({ name: 'Ola tikker' })
  const id = await company('Ola AS')
  for (const [method, path] of [
    ['POST', ''],
    ['PUT', `/${category.id}`],
    ['PUT', `/${category.id}/archival`],
    ['PUT', `/${category.id}/replacement`],
    ['DELETE', `/${category.id}`],
  ] as const)
    expect((await ola(method, `/api/categories${path}`, { name: 'X' }, ifMatch(category))).status).toBe(403)
  expect((await ola('GET', '/api/category-uses')).status).toBe(403)
  expect((await tick(id, { add: [category.id] }, 'companies', ola)).status).toBe(200)
  await database.query(`update member set rights = '{"crm": "read"}' where name = 'Ola'`)
  expect((await tick(id, { remove: [category.id] }, 'companies', ola)).status).toBe(403)
  await database.query(`update member set rights = '{"crm": "change"}' where name = 'Ola'`)
  expect(await namesOf(id)).toEqual(['Ola tikker'])
})

test('one save is one entry of the history, with what was added and what was removed', async () => {
  const [a, b, c] = [await add({ name: 'Grossist' }), await add({ name: 'Byggevare' }), await add({ name: 'Ny kunde' })]
  const id = await company('Tikk AS')
  await tick(id, { add: [a.id, b.id] })
  const saved = await tick(id, { add: [c.id], remove: [a.id, b.id] })
  expect(saved.body.items).toEqual([{ id: c.id, name: 'Ny kunde', colour: 'blue' }])
  const [last, first, made] = await historyOf(id)
  expect(made.action).toBe('created')
  expect(first).toMatchObject({
    action: 'changed',
    entity: 'company_category',
    user_name: 'Kari Nordmann',
    via: 'screen',
  })
  expect(first.changes).toEqual({ categories_added: [null, ['Byggevare', 'Grossist']] })
  expect(last.changes).toEqual({
    categories_added: [null, ['Ny kunde']],
    categories_removed: [null, ['Byggevare', 'Grossist']],
  })
  await tick(id, { add: [c.id], remove: [a.id] })
  expect(await historyOf(id)).toHaveLength(3)
  const card = (await kari('GET', `/api/companies/${id}`)).body
  expect(card.categories).toEqual([{ id: c.id, name: 'Ny kunde', colour: 'blue' }])
  expect(card.counts.categories).toBe(1)
})

test('two who tick at the same time both win', async () => {
  const made = await Promise.all(['En', 'To', 'Tre', 'Fire'].map((name) => add({ name: `Samtidig ${name}` })))
  const id = await company('Begge AS')
  await tick(id, { add: [made[0].id] })
  const [one, other] = await Promise.all([
    tick(id, { add: [made[1].id, made[2].id], remove: [made[0].id] }),
    tick(id, { add: [made[3].id, made[2].id] }, 'companies', ola),
  ])
  expect([one.status, other.status]).toEqual([200, 200])
  expect(await namesOf(id)).toEqual(['Samtidig Fire', 'Samtidig To', 'Samtidig Tre'])
  const told = (await historyOf(id)).flatMap(
    ({ changes }: { changes: Record<string, [null, string[]]> }) => changes.categories_added?.[1] ?? [],
  )
  expect(told.toSorted()).toEqual(['Samtidig En', 'Samtidig Fire', 'Samtidig To', 'Samtidig Tre'])
})

test('a person has categories too, with a history of her own', async () => {
  const category = await add({ name: 'Julekort', for_companies: false })
  const id = await person('Hansen')
  await tick(id, { add: [category.id] }, 'persons')
  expect(await namesOf(id, 'persons')).toEqual(['Julekort'])
  const { rows } = await database.query(
    `select action, entity, changes from history where person_id = $1 order by id`,
    [id],
  )
  expect(rows.at(-1)).toEqual({
    action: 'changed',
    entity: 'person_category',
    changes: { categories_added: [null, ['Julekort']] },
  })
})

test('what is not offered is not tied, and nothing of the save is kept', async () => {
  const open = await add({ name: 'Åpen' })
  const archived = await add({ name: 'Gammel' })
  await kari('PUT', `/api/categories/${archived.id}/archival`, undefined, ifMatch(archived))
  const forPersons = await add({ name: 'Bare personer', for_companies: false })
  const id = await company('Nekt AS')
  for (const [wrong, code] of [
    [archived.id, 'category_archived'],
    [forPersons.id, 'category_kind'],
    [nowhere, 'unknown_category'],
  ]) {
    const refused = await tick(id, { add: [open.id, wrong] })
    expect(refused.status).toBe(422)
    expect(refused.body.errors[0]).toMatchObject({ field: 'add', code })
  }
  expect((await tick(id, { add: [open.id], remove: [open.id] })).body.errors[0].code).toBe('category_both')
  expect((await tick(nowhere, { add: [open.id] })).status).toBe(404)
  expect(await namesOf(id)).toEqual([])
  expect(await historyOf(id)).toHaveLength(1)
})

test('another firm’s category is as one that is not there', async () => {
  const { rows } = await database.query(`
    with f as (insert into firm (tenant_id, name) values (gen_random_uuid(), 'Nabofirma AS') returning tenant_id)
    insert into category (tenant_id, name) select tenant_id, 'Naboens' from f returning id`)
  const id = await company('Egen AS')
  const [strange, random] = [await tick(id, { add: [rows[0].id] }), await tick(id, { add: [nowhere] })]
  expect(strange.body).toEqual(random.body)
  const mine = await add({ name: 'Min egen' })
  const by = async (other: string) =>
    kari('PUT', `/api/categories/${mine.id}/replacement`, { by: other }, ifMatch(mine))
  expect((await by(rows[0].id)).body).toEqual((await by(nowhere)).body)
  expect(JSON.stringify((await kari('GET', '/api/categories')).body)).not.toContain('Naboens')
})

test('a category stays for companies, or for persons, as long as one has it', async () => {
  const category = await add({ name: 'Begge slag' })
  const id = await company('Smal AS')
  await tick(id, { add: [category.id] })
  const put = (input: object, version = 1) =>
    kari('PUT', `/api/categories/${category.id}`, { name: 'Begge slag', ...input }, ifMatch({ version }))
  const refused = await put({ for_companies: false })
  expect(refused.body.errors[0]).toMatchObject({ field: 'for_companies', code: 'category_of_company' })
  const narrowed = await put({ for_persons: false, colour: 'pink' })
  expect(narrowed.body).toMatchObject({ for_persons: false, colour: 'pink', version: 2 })
  const stale = await put({ name: 'Sent' })
  expect(stale.status).toBe(412)
  expect(stale.body.current).toEqual(narrowed.body)
  await tick(id, { remove: [category.id] })
  expect((await put({ for_companies: false, for_persons: true }, 2)).status).toBe(200)
})

test('one in use is archived and not deleted; one that nothing has may go', async () => {
  const category = await add({ name: 'I bruk' })
  const id = await company('Bruker AS')
  await tick(id, { add: [category.id] })
  const remove = (version: number) => kari('DELETE', `/api/categories/${category.id}`, undefined, ifMatch({ version }))
  expect((await remove(1)).body.errors[0]).toMatchObject({ code: 'category_in_use' })
  const archived = await kari('PUT', `/api/categories/${category.id}/archival`, undefined, ifMatch(category))
  expect(archived.body.archived_at).toBeTruthy()
  expect(await namesOf(id)).toEqual(['I bruk'])
  const restored = await kari('DELETE', `/api/categories/${category.id}/archival`, undefined, ifMatch(archived.body))
  expect(restored.body.archived_at).toBe(null)
  const uses = async () =>
    (await kari('GET', '/api/category-uses')).body.items.find(({ id }: { id: string }) => id === category.id)
  expect(await uses()).toMatchObject({ companies: 1, persons: 0, is_used: true })
  const { body: card } = await kari('GET', `/api/companies/${id}`)
  await kari('DELETE', `/api/companies/${id}`, undefined, ifMatch(card))
  expect(await uses()).toMatchObject({ companies: 0, is_used: true })
  expect((await remove(3)).status).toBe(422)
  await kari('POST', `/api/companies/${id}/restoration`)
  await tick(id, { remove: [category.id] })
  expect((await remove(2)).status).toBe(412)
  expect((await remove(3)).status).toBe(204)
  expect((await remove(3)).status).toBe(404)
  expect((await historyOf(id))[0].changes).toEqual({ categories_removed: [null, ['I bruk']] })
})

test('the count of its uses is right when many tick and untick at once, also while it is gathered', async () => {
  const category = await add({ name: 'Travel' })
  const ids = await Promise.all(Array.from({ length: 12 }, (_, at) => company(`Travel ${at} AS`)))
  const someone = await person('Travelsen')
  const gather = () => inTransaction(db, { tenant_id: tenant, via: 'job' }, (tx) => gatherUses(tx, tenant))
  const ticks = ids.flatMap((id, at) => [
    tick(id, { add: [category.id] }, 'companies', at % 2 ? kari : ola),
    tick(id, { add: [category.id] }, 'companies', at % 2 ? ola : kari),
    ...(at % 4 === 0 ? [gather()] : []),
  ])
  await Promise.all([...ticks, tick(someone, { add: [category.id] }, 'persons')])
  await Promise.all([...ids.slice(0, 5).map((id) => tick(id, { remove: [category.id] })), gather(), gather()])
  const uses = async () =>
    (await kari('GET', '/api/category-uses')).body.items.find(({ id }: { id: string }) => id === category.id)
  expect(await uses()).toEqual({ id: category.id, companies: 7, persons: 1, is_used: true })
  await gather()
  expect(await uses()).toEqual({ id: category.id, companies: 7, persons: 1, is_used: true })
  const { rows } = await database.query('select step from category_use where category_id = $1', [category.id])
  expect(rows.map(({ step }) => Number(step)).toSorted()).toEqual([1, 7])
})

test('a category is replaced by another everywhere at once, and the history tells it', async () => {
  const [old, next] = [await add({ name: 'Gammelt navn' }), await add({ name: 'Nytt navn' })]
  const [has, hasBoth] = [await company('Har AS'), await company('Har begge AS')]
  const someone = await person('Har også')
  await tick(has, { add: [old.id] })
  await tick(hasBoth, { add: [old.id, next.id] })
  await tick(someone, { add: [old.id] }, 'persons')
  const replace = (by: string, version = 1) =>
    kari('PUT', `/api/categories/${old.id}/replacement`, { by }, ifMatch({ version }))
  expect((await replace(old.id)).body.errors[0]).toMatchObject({ field: 'by', code: 'category_itself' })
  const narrow = await add({ name: 'Bare bedrifter', for_persons: false })
  expect((await replace(narrow.id)).body.errors[0]).toMatchObject({ field: 'by', code: 'category_kind' })
  expect(await namesOf(has)).toEqual(['Gammelt navn'])

  const { body } = await replace(next.id)
  expect(body).toMatchObject({ id: old.id, moved: { companies: 2, persons: 1 }, version: 2 })
  expect(body.archived_at).toBeTruthy()
  expect([await namesOf(has), await namesOf(hasBoth), await namesOf(someone, 'persons')]).toEqual([
    ['Nytt navn'],
    ['Nytt navn'],
    ['Nytt navn'],
  ])
  expect((await historyOf(has))[0].changes).toEqual({
    categories_added: [null, ['Nytt navn']],
    categories_removed: [null, ['Gammelt navn']],
  })
  expect((await historyOf(hasBoth))[0].changes).toEqual({ categories_removed: [null, ['Gammelt navn']] })
  expect((await replace(next.id)).status).toBe(412)
})

test('a selection is ticked together, and it can be taken back to the dot', async () => {
  const [vip, cold] = [await add({ name: 'VIP' }), await add({ name: 'Kald' })]
  const [one, two, three] = [await company('Bulk En'), await company('Bulk To'), await company('Bulk Tre')]
  await tick(one, { add: [vip.id] })
  await tick(two, { add: [cold.id] })
  const all = [one, two, three]
  const send = (ids: string[], categories: object) =>
    kari('POST', '/api/company-changes', { selection: { ids }, change: { categories } })
  const { body } = await send(all, { add: [vip.id], remove: [cold.id] })
  expect(body.left).toBe(1)
  expect(body.ids.toSorted()).toEqual([two, three].toSorted())
  expect(await Promise.all(all.map((id) => namesOf(id)))).toEqual([['VIP'], ['VIP'], ['VIP']])
  for (const { ids, categories } of body.undo) expect((await send(ids, categories)).status).toBe(201)
  expect(await Promise.all(all.map((id) => namesOf(id)))).toEqual([['VIP'], ['Kald'], []])
  expect((await historyOf(two))[1].changes).toEqual({
    categories_added: [null, ['VIP']],
    categories_removed: [null, ['Kald']],
  })
  expect(await historyOf(one)).toHaveLength(2)
  expect((await send(all, { add: [nowhere] })).status).toBe(422)
})
