import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CustomField } from '#contract/custom-fields.ts'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let kari: Client
let site: Awaited<ReturnType<typeof testApp>>
const fields: Record<string, CustomField> = {}

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
  fields.text = await add({ label: 'Avtalenr.', kind: 'text' })
  fields.number = await add({ label: 'Lisenser', kind: 'number' })
  fields.date = await add({ label: 'Avtale til', kind: 'date' })
  fields.choice = await add({ label: 'Klasse', kind: 'choice', choices: [{ name: 'Gull' }, { name: 'Sølv' }] })
  fields.yes_no = await add({ label: 'Rammeavtale', kind: 'yes_no' })
})
afterAll(() => site.stop())

async function add(input: object): Promise<CustomField> {
  const { status, body } = await kari('POST', '/api/custom-fields', input)
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const idOf = (kind: string) => fields[kind]?.id ?? ''
const listed = async (): Promise<CustomField[]> => (await kari('GET', '/api/custom-fields')).body.items
const current = async (id: string) => (await listed()).find((field) => field.id === id) ?? expect.fail('no such field')
const ifMatch = ({ version }: { version: number }) => ({ 'if-match': `"${version}"` })
const register = (input: object) => kari('POST', '/api/companies', input)
const save = (company: { id: string; version: number }, input: object) =>
  kari('PUT', `/api/companies/${company.id}`, input, ifMatch(company))
const hits = async (words: string) =>
  (await kari('GET', `/api/search?q=${encodeURIComponent(words)}`)).body.items.map(({ name }: { name: string }) => name)

test('each kind of value is stored, in history by its field, and found', async () => {
  const { status, body } = await register({
    name: 'Feltrik AS',
    custom: {
      [idOf('text')]: '  KX-77 Ærlig ',
      [idOf('number')]: 12.5,
      [idOf('date')]: '31.12.2027',
      [idOf('choice')]: 'Sølv',
      [idOf('yes_no')]: false,
    },
  })
  expect(status).toBe(201)
  expect(body.custom).toEqual({
    [idOf('text')]: 'KX-77 Ærlig',
    [idOf('number')]: 12.5,
    [idOf('date')]: '2027-12-31',
    [idOf('choice')]: 'Sølv',
    [idOf('yes_no')]: false,
  })
  for (const words of ['kx-77', '12,5', '31.12.2027', '2027-12-31', 'solv'])
    expect(await hits(words), words).toEqual(['Feltrik AS'])
  expect(await hits('false')).toEqual([])
  await save(body, { name: 'Feltrik AS', custom: { ...body.custom, [idOf('number')]: 13, [idOf('yes_no')]: true } })
  const { items } = (await kari('GET', `/api/companies/${body.id}/history`)).body
  expect(items[0].changes).toEqual({
    [`custom.${idOf('number')}`]: [12.5, 13],
    [`custom.${idOf('yes_no')}`]: [false, true],
  })
  expect(items[1].changes).toMatchObject({
    [`custom.${idOf('date')}`]: [null, '2027-12-31'],
    [`custom.${idOf('yes_no')}`]: [null, false],
  })
})

test.each([
  ['text', 5, 'wrong_type'],
  ['text', 'x'.repeat(1_001), 'too_long'],
  ['number', '12', 'number'],
  ['number', 1e16, 'too_big'],
  ['date', '30.02.2027', 'day'],
  ['choice', 'Bronse', 'unknown_choice'],
  ['yes_no', 'ja', 'wrong_type'],
])('%s refuses %j at its field, and nothing is written', async (kind, value, code) => {
  const before = (await kari('GET', '/api/companies?size=200')).body.items
  const { status, body } = await register({ name: 'Feil AS', custom: { [idOf(kind)]: value } })
  expect(status).toBe(422)
  expect(body.errors).toEqual([expect.objectContaining({ field: `custom.${idOf(kind)}`, code })])
  expect((await kari('GET', '/api/companies?size=200')).body.items).toEqual(before)
})

test.each([
  ['a field that is not there', { '019aaaaa-0000-7000-8000-000000000000': 'x' }],
  ['a field with an odd name', { constructor: 'x' }],
])('%s is refused at its field', async (_, custom) => {
  const { status, body } = await register({ name: 'Feil AS', custom })
  expect(status).toBe(422)
  expect(body.errors[0]).toMatchObject({ field: `custom.${Object.keys(custom)[0]}`, code: 'unknown_custom_field' })
})

test('a value that is an object, or no object for all of them, is refused', async () => {
  expect((await register({ name: 'Feil AS', custom: { [idOf('text')]: { a: 1 } } })).status).toBe(422)
  expect((await register({ name: 'Feil AS', custom: 'x' })).status).toBe(422)
})

test('own fields that a change leaves out stay; one that is left out of them becomes empty', async () => {
  const custom = { [idOf('text')]: 'A', [idOf('number')]: 1 }
  const { body: made } = await register({ name: 'Bevart AS', custom })
  const { body: renamed } = await save(made, { name: 'Bevart og nytt AS' })
  expect(renamed.custom).toEqual(custom)
  const { body: less } = await save(renamed, {
    name: 'Bevart AS',
    custom: { [idOf('number')]: 1, [idOf('text')]: null },
  })
  expect(less.custom).toEqual({ [idOf('number')]: 1 })
  expect((await save(less, { name: 'Bevart AS', custom: {} })).body.custom).toEqual({})
})

test('an archived field keeps what companies have, takes nothing new, and comes back with all of it', async () => {
  const made = await add({ label: 'Gammelt felt', kind: 'text' })
  const { body: company } = await register({ name: 'Arkiv AS', custom: { [made.id]: 'husk' } })
  const archive = (version: number) =>
    kari('PUT', `/api/custom-fields/${made.id}/archival`, undefined, ifMatch({ version }))
  const { body: archived } = await archive(1)
  expect(archived.archived_at).toBeTruthy()
  expect((await archive(1)).status).toBe(412)
  expect((await listed()).at(-1)?.id).toBe(made.id)

  const { body: kept } = await save(company, { name: 'Arkiv AS', custom: {} })
  expect(kept.custom).toEqual({ [made.id]: 'husk' })
  const { body: same } = await save(kept, { name: 'Arkivet AS', custom: kept.custom })
  expect(same.custom).toEqual({ [made.id]: 'husk' })
  expect((await save(same, { name: 'Arkiv AS', custom: { [made.id]: 'annet' } })).body.errors).toEqual([
    expect.objectContaining({ field: `custom.${made.id}`, code: 'unknown_custom_field' }),
  ])

  await add({ label: 'gammelt FELT', kind: 'number' })
  const restore = () => kari('DELETE', `/api/custom-fields/${made.id}/archival`, undefined, ifMatch(archived))
  expect((await restore()).body.errors[0]).toMatchObject({ field: 'label', code: 'label_taken' })
  const other = await current((await listed()).find(({ label }) => label === 'gammelt FELT')?.id ?? '')
  await kari('PUT', `/api/custom-fields/${other.id}/archival`, undefined, ifMatch(other))
  expect((await restore()).body.archived_at).toBe(null)
  expect((await kari('GET', `/api/companies/${company.id}`)).body.custom).toEqual({ [made.id]: 'husk' })
})

test('a choice gets a new name in every company; one in use can be archived and stays, but can not be removed', async () => {
  const field = await add({ label: 'Nivå', kind: 'choice', choices: [{ name: 'A' }, { name: 'B' }, { name: 'C' }] })
  const put = async (choices: object[]) => {
    const now = await current(field.id)
    return kari('PUT', `/api/custom-fields/${field.id}`, { label: 'Nivå', kind: 'choice', choices }, ifMatch(now))
  }
  const { body: first } = await register({ name: 'Nivå Én AS', custom: { [field.id]: 'A' } })
  const { body: second } = await register({ name: 'Nivå To AS', custom: { [field.id]: 'B' } })
  const valueOf = async ({ id }: { id: string }) => (await kari('GET', `/api/companies/${id}`)).body.custom[field.id]

  const swapped = await put([
    { name: 'B', was: 'A' },
    { name: 'A', was: 'B' },
    { name: 'D', was: 'C' },
  ])
  expect(swapped.body.choices).toEqual(['B', 'A', 'D'])
  expect([await valueOf(first), await valueOf(second)]).toEqual(['B', 'A'])
  const { items } = (await kari('GET', `/api/companies/${first.id}/history`)).body
  expect(items[0].changes).toEqual({ [`custom.${field.id}`]: ['A', 'B'] })

  const removed = await put([{ name: 'A' }])
  expect(removed.status).toBe(422)
  expect(removed.body.errors[0]).toMatchObject({ field: 'choices', code: 'choice_in_use' })
  const archived = await put([{ name: 'A' }, { name: 'B', is_archived: true }])
  expect(archived.body).toMatchObject({ choices: ['A', 'B'], archived_choices: ['B'] })
  const now = (await kari('GET', `/api/companies/${first.id}`)).body
  const again = await save(now, { name: 'Nivå En AS', custom: now.custom })
  expect(again.body.custom).toEqual({ [field.id]: 'B' })
  expect((await register({ name: 'Ny AS', custom: { [field.id]: 'B' } })).body.errors[0].code).toBe('unknown_choice')
})

test('fields keep the order that they were moved to', async () => {
  const open = async () => (await listed()).filter(({ archived_at }) => archived_at === null)
  const labels = async () => (await open()).map(({ label }) => label)
  const before = await labels()
  const last = (await open()).at(-1) ?? expect.fail('no field')
  const move = (position: number, version: number) =>
    kari('PUT', `/api/custom-fields/${last.id}/position`, { position }, ifMatch({ version }))
  expect((await move(0, last.version)).status).toBe(200)
  expect(await labels()).toEqual([last.label, ...before.slice(0, -1)])
  expect((await move(0, last.version)).status).toBe(412)
  expect((await move(1_000, (await current(last.id)).version)).status).toBe(200)
  expect(await labels()).toEqual(before)
})

test.each([
  [{ label: ' ', kind: 'text' }, 'label', 'required'],
  [{ label: 'avtaleNR.', kind: 'text' }, 'label', 'label_taken'],
  [{ label: 'Ny', kind: 'colour' }, 'kind', 'wrong_type'],
  [{ label: 'Ny', kind: 'choice' }, 'choices', 'choices_needed'],
  [{ label: 'Ny', kind: 'choice', choices: [{ name: 'X', is_archived: true }] }, 'choices', 'choices_needed'],
  [{ label: 'Ny', kind: 'choice', choices: [{ name: 'X' }, { name: 'x' }] }, 'choices.1.name', 'choice_twice'],
  [{ label: 'Ny', kind: 'text', choices: [{ name: 'X' }] }, 'choices', 'choices_without_use'],
])('the definition %j is refused at %s and nothing is added', async (input, field, code) => {
  const before = await listed()
  const { status, body } = await kari('POST', '/api/custom-fields', input)
  expect(status).toBe(422)
  expect(body.errors).toContainEqual(expect.objectContaining({ field, code }))
  expect(await listed()).toEqual(before)
})

test('a field keeps its kind, and a change needs the version that was seen', async () => {
  const now = await current(idOf('text'))
  const put = (input: object, headers = ifMatch(now)) => kari('PUT', `/api/custom-fields/${now.id}`, input, headers)
  const changed = await put({ label: 'Avtalenr.', kind: 'number' })
  expect(changed.body.errors[0]).toMatchObject({ field: 'kind', code: 'kind_stays' })
  const stale = await put({ label: 'Avtale', kind: 'text' }, { 'if-match': '"999"' })
  expect(stale.status).toBe(412)
  expect(stale.body.current.label).toBe('Avtalenr.')
  expect((await put({ label: 'Avtale', kind: 'text' })).body.label).toBe('Avtale')
})
