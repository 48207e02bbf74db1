import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let kari: Client
let site: Awaited<ReturnType<typeof testApp>>
let superuser: pg.Client

beforeAll(async () => {
  site = await testApp()
  superuser = new pg.Client({ connectionString: site.superuser_url })
  await superuser.connect()
  kari = site.client()
  expect((await kari('POST', '/api/setup', firmInput)).status).toBe(204)
})
afterAll(async () => {
  await superuser.end()
  await site.stop()
})

const nobody = '019aaaaa-0000-7000-8000-000000000000'
const company = async (name: string, more = {}) => (await kari('POST', '/api/companies', { name, ...more })).body
const person = async (input: object) => (await kari('POST', '/api/persons', input)).body
const contact = async (companyId: string, person: object, role: object = {}) =>
  (await kari('POST', `/api/companies/${companyId}/contacts`, { person, role })).body
const card = async (id: string) => (await kari('GET', `/api/persons/${id}`)).body
const contactsOf = async (id: string) => (await kari('GET', `/api/companies/${id}`)).body.contacts
const find = async (q: string) => (await kari('GET', `/api/search?q=${encodeURIComponent(q)}`)).body.items
const withVersion = (version: number) => ({ 'if-match': `"${version}"` })

/** The rows that a refused request could have touched. */
async function everything() {
  const { rows } = await superuser.query(`select (select jsonb_agg(p order by id) from person p) as persons,
    (select jsonb_agg(a order by id) from affiliation a) as roles, (select count(*) from history) as history,
    (select jsonb_agg(c order by number) from customer_number c) as numbers, (select jsonb_agg(s) from number_series s) as series,
    (select count(*) from idempotency_key) as keys`)
  return JSON.stringify(rows)
}

test('a person needs only one name; what is typed is stored in its normal form', async () => {
  const { status, body, headers } = await kari('POST', '/api/persons', {
    last_name: '  Åse\n  Nordby ',
    mobile: '912 34 567',
    email: 'ASE@nordby.example',
    birth_on: '17.05.1980',
    private_address: { street: 'Kaia 1', postal_code: 'N-0150', city: 'Oslo' },
  })
  expect(status).toBe(201)
  expect(headers.etag).toBe('"1"')
  expect(body).toMatchObject({
    last_name: 'Åse Nordby',
    first_name: null,
    mobile: '+4791234567',
    email: 'ase@nordby.example',
    birth_on: '1980-05-17',
    customer_number: null,
    private_address: { street: 'Kaia 1', postal_code: '0150' },
  })
})

test.each([
  ['no name', {}, 'last_name', 'name_needed'],
  ['blank names', { first_name: ' ', last_name: '\n' }, 'last_name', 'name_needed'],
  ['a first name of 101 characters', { first_name: 'x'.repeat(101) }, 'first_name', 'too_long'],
  ['NUL in the name', { last_name: 'A\u0000' }, 'last_name', 'unusable_character'],
  ['a wrong address', { last_name: 'A', email: 'a@' }, 'email', 'email'],
  ['a header in the address', { last_name: 'A', email: 'a@b.no\r\nBcc: c@d.no' }, 'email', 'email'],
  ['a day that is not in the calendar', { last_name: 'A', birth_on: '30.02.2000' }, 'birth_on', 'day'],
  ['a number in words', { last_name: 'A', customer_number: 'ti' }, 'customer_number', 'whole_number'],
  ['an unknown field', { last_name: 'A', owner: 'x' }, '', 'unknown_field'],
])('%s is refused at its field and changes nothing', async (_, input, field, code) => {
  const before = await everything()
  const { status, body } = await kari('POST', '/api/persons', input, { 'idempotency-key': crypto.randomUUID() })
  expect(status).toBe(422)
  expect(body.errors).toContainEqual(expect.objectContaining({ field, code }))
  expect(await everything()).toBe(before)
})

test('of two that save the same version the second gets the first one’s, and nothing is overwritten', async () => {
  const { id } = await person({ last_name: 'Delt' })
  const save = (last_name: string) => kari('PUT', `/api/persons/${id}`, { last_name }, withVersion(1))
  expect((await save('Delt og endret')).status).toBe(200)
  const second = await save('Overskrevet')
  expect(second.status).toBe(412)
  expect(second.body.current).toMatchObject({ last_name: 'Delt og endret', version: 2 })
  expect((await kari('PUT', `/api/persons/${id}`, { last_name: 'X' })).status).toBe(428)
})

test('a private customer draws from the companies’ series; no number is given twice, to either', async () => {
  const [first, her, second] = [
    await company('Serie Én AS'),
    await person({ last_name: 'Privat', is_private_customer: true }),
    await company('Serie To AS'),
  ]
  expect(her.customer_number).toBe(first.customer_number + 1)
  expect(second.customer_number).toBe(her.customer_number + 1)
  const taken = { customer_number: her.customer_number }
  for (const [url, input] of [
    ['/api/companies', { name: 'Tatt AS', ...taken }],
    ['/api/persons', { last_name: 'Tatt', ...taken }],
    ['/api/persons', { last_name: 'Tatt', customer_number: first.customer_number }],
  ] as const) {
    const before = await everything()
    const { status, body } = await kari('POST', url, input)
    expect([status, body.errors?.[0]?.code, body.errors?.[0]?.field]).toEqual([
      422,
      'customer_number_taken',
      'customer_number',
    ])
    expect(await everything()).toBe(before)
  }
  // One that stands before the next number is passed over.
  const ahead = await person({ last_name: 'Foran', customer_number: second.customer_number + 1 })
  expect((await company('Serie Tre AS')).customer_number).toBe(ahead.customer_number + 1)
  const series = (await kari('GET', '/api/firm/number-series?from=1')).body
  if (series.taken !== undefined) expect(series.taken).toBeGreaterThanOrEqual(5)
})

test('a private customer keeps her number by what is said of it, and is found by it', async () => {
  const { id, customer_number } = await person({ last_name: 'Fakturert Hummer', is_private_customer: true })
  const save = async (version: number, more: object) =>
    (await kari('PUT', `/api/persons/${id}`, { last_name: 'Fakturert Hummer', ...more }, withVersion(version))).body
      .customer_number
  expect(await save(1, {})).toBe(customer_number)
  expect(await save(2, { is_private_customer: true })).toBe(customer_number)
  expect((await find(String(customer_number)))[0]).toMatchObject({ kind: 'person', id })
  expect(await save(3, { is_private_customer: false, customer_number })).toBe(null)
  expect((await find(String(customer_number))).filter(({ id: hit }: { id: string }) => hit === id)).toEqual([])
  expect(await save(4, { is_private_customer: true, customer_number: 77_777 })).toBe(77_777)
})

test('a company and a person that ask for one number at once do not both get it', async () => {
  const replies = await Promise.all(
    Array.from({ length: 6 }, (_, at) =>
      at % 2
        ? kari('POST', '/api/companies', { name: `Kappløp ${at}`, customer_number: 88_888 })
        : kari('POST', '/api/persons', { last_name: `Kappløp ${at}`, customer_number: 88_888 }),
    ),
  )
  expect(replies.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422, 422, 422])
})

test('a new contact is person and role in one step, and both or neither', async () => {
  const fjord = await company('Fjord Kontakt AS')
  const role = { title: 'Daglig leder', phone: '22 33 44 55', email: 'leder@fjord.example', from_on: '01.01.2020' }
  const made = await contact(fjord.id, { first_name: 'Eva', last_name: 'Fjord', mobile: '98765432' }, role)
  expect(made).toMatchObject({ title: 'Daglig leder', phone: '+4722334455', from_on: '2020-01-01', version: 1 })
  expect(await contactsOf(fjord.id)).toMatchObject([
    { name: 'Eva Fjord', phone: '+4722334455', mobile: '+4798765432', role: { mobile: null }, person: { phone: null } },
  ])
  expect((await card(made.person_id)).roles).toMatchObject([{ company_id: fjord.id, company_name: 'Fjord Kontakt AS' }])
  const before = await everything()
  const refused = await kari('POST', `/api/companies/${fjord.id}/contacts`, {
    person: {},
    role: { email: 'feil', from_on: '02.01.2020', to_on: '01.01.2020' },
  })
  expect(refused.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
    'person.last_name',
    'role.email',
    'role.to_on',
  ])
  const taken = { last_name: 'Tatt', customer_number: fjord.customer_number }
  expect(
    (await kari('POST', `/api/companies/${fjord.id}/contacts`, { person: taken, role: {} })).body.errors[0].code,
  ).toBe('customer_number_taken')
  expect(
    (await kari('POST', `/api/companies/${nobody}/contacts`, { person: { last_name: 'A' }, role: {} })).status,
  ).toBe(404)
  expect(await everything()).toBe(before)
})

test('a person is in several companies, and in each once', async () => {
  const [one, other] = [await company('Første Arbeidssted AS'), await company('Andre Arbeidssted AS')]
  const { id } = await person({ first_name: 'Flittig', last_name: 'Mann' })
  const link = (company_id: string, person_id = id) => kari('POST', '/api/affiliations', { company_id, person_id })
  expect((await link(one.id)).status).toBe(201)
  expect((await link(other.id)).body).toMatchObject({ title: null, phone: null, is_primary: false })
  const before = await everything()
  const twice = await link(one.id)
  expect(twice.status).toBe(422)
  expect(twice.body.errors).toEqual([expect.objectContaining({ field: 'person_id', code: 'already_linked' })])
  expect((await link(nobody)).body.errors[0]).toMatchObject({ field: 'company_id', code: 'unknown_company' })
  expect((await link(one.id, nobody)).body.errors[0]).toMatchObject({ field: 'person_id', code: 'unknown_person' })
  expect(await everything()).toBe(before)
  expect((await card(id)).roles.map(({ company_name }: { company_name: string }) => company_name)).toEqual([
    'Andre Arbeidssted AS',
    'Første Arbeidssted AS',
  ])
})

test('a company has one primary contact: the last who was made it', async () => {
  const { id } = await company('Hovedkontakt AS')
  const first = await contact(id, { last_name: 'Berg' }, { is_primary: true })
  const second = await contact(id, { last_name: 'Aas' }, { is_primary: true })
  expect(
    (await contactsOf(id)).map((one: { name: string; is_primary: boolean }) => [one.name, one.is_primary]),
  ).toEqual([
    ['Aas', true],
    ['Berg', false],
  ])
  const stale = await kari('PUT', `/api/affiliations/${first.id}`, { is_primary: true }, withVersion(1))
  expect(stale.status).toBe(412)
  const again = { title: 'Sjef', is_primary: true }
  expect((await kari('PUT', `/api/affiliations/${first.id}`, again, withVersion(2))).status).toBe(200)
  expect((await contactsOf(id))[0]).toMatchObject({ name: 'Berg', title: 'Sjef', is_primary: true })
  expect((await contactsOf(id))[1]).toMatchObject({ id: second.id, is_primary: false })
})

test('six who make each another the primary contact at once leave one', async () => {
  const { id } = await company('Samtidig Hovedkontakt AS')
  const made = await Promise.all(
    Array.from({ length: 6 }, (_, at) => contact(id, { last_name: `Nr ${at}` }, { is_primary: true })),
  )
  expect(made.map(({ id: role }) => role).filter(Boolean)).toHaveLength(6)
  expect((await contactsOf(id)).filter((one: { is_primary: boolean }) => one.is_primary)).toHaveLength(1)
})

test('removing the link deletes the role and keeps the person', async () => {
  const { id } = await company('Fjernes Fra AS')
  const role = await contact(id, { last_name: 'Blir Igjen' }, { title: 'Selger' })
  expect((await kari('DELETE', `/api/affiliations/${role.id}`, undefined, withVersion(9))).status).toBe(412)
  expect((await kari('DELETE', `/api/affiliations/${role.id}`, undefined, withVersion(1))).status).toBe(204)
  expect(await contactsOf(id)).toEqual([])
  expect(await card(role.person_id)).toMatchObject({ last_name: 'Blir Igjen', roles: [] })
  expect((await superuser.query('select from affiliation where id = $1', [role.id])).rowCount).toBe(0)
  const { rows } = await superuser.query(
    `select action from history where entity = 'affiliation' and person_id = $1 order by id`,
    [role.person_id],
  )
  expect(rows).toEqual([{ action: 'created' }, { action: 'deleted' }])
})

test('deleting a company deletes its roles and keeps the persons; undoing it brings the roles back as they were', async () => {
  const { id } = await company('Slettet Med Roller AS')
  const role = await contact(id, { last_name: 'Overlever' }, { title: 'Krabbefisker', is_primary: true })
  const [other] = [await contact(id, { last_name: 'Også Hun' }, { phone: '22446688' })]
  expect((await find('krabbefisker'))[0]).toMatchObject({ id: role.person_id })
  await kari('DELETE', `/api/companies/${id}`, undefined, withVersion(1))
  expect((await superuser.query('select from affiliation where company_id = $1', [id])).rowCount).toBe(0)
  expect(await card(role.person_id)).toMatchObject({ last_name: 'Overlever', roles: [] })
  expect(await find('krabbefisker')).toEqual([])
  expect((await kari('PUT', `/api/affiliations/${role.id}`, {}, withVersion(1))).status).toBe(404)
  expect((await kari('POST', `/api/companies/${id}/contacts`, { person: { last_name: 'A' }, role: {} })).status).toBe(
    404,
  )

  await kari('POST', `/api/companies/${id}/restoration`)
  expect(await contactsOf(id)).toMatchObject([
    { id: role.id, title: 'Krabbefisker', is_primary: true },
    { id: other.id, phone: '+4722446688' },
  ])
  expect((await find('krabbefisker'))[0]).toMatchObject({ id: role.person_id })
  const { rows } = await superuser.query('select version, created_at from affiliation where id = $1', [role.id])
  // It is another version than any that somebody has on a screen.
  expect(Number(rows[0].version)).toBe(2)
  expect((await superuser.query('select from removed_affiliation')).rowCount).toBe(0)
})

test('deleting a person takes her out of her companies until she is restored; of two deleted sides both must come back', async () => {
  const { id } = await company('Mister En AS')
  const role = await contact(id, { first_name: 'Borte', last_name: 'Vekk' }, { title: 'Lotsmann' })
  const gone = `/api/persons/${role.person_id}`
  expect((await kari('DELETE', gone, undefined, withVersion(1))).status).toBe(204)
  expect(await contactsOf(id)).toEqual([])
  expect((await kari('GET', gone)).body).toEqual((await kari('GET', `/api/persons/${nobody}`)).body)
  expect(await find('lotsmann')).toEqual([])
  await kari('DELETE', `/api/companies/${id}`, undefined, withVersion(1))
  expect((await kari('POST', `${gone}/restoration`)).status).toBe(201)
  expect((await card(role.person_id)).roles).toEqual([])
  await kari('POST', `/api/companies/${id}/restoration`)
  expect((await card(role.person_id)).roles).toMatchObject([{ title: 'Lotsmann' }])
  expect((await kari('POST', `${gone}/restoration`)).status).toBe(404)
})

test('many companies deleted at once lose their roles too, and get them back', async () => {
  const made = await Promise.all(['A', 'B', 'C'].map((name) => company(`Massesletting ${name} AS`)))
  const { id } = await person({ last_name: 'I Alle Tre' })
  for (const { id: company_id } of made) await kari('POST', '/api/affiliations', { company_id, person_id: id })
  const ids = made.map((one) => one.id)
  const change = (deleted: boolean) => kari('POST', '/api/company-changes', { selection: { ids }, change: { deleted } })
  await change(true)
  expect((await card(id)).roles).toEqual([])
  await change(false)
  expect((await card(id)).roles).toHaveLength(3)
})

test('a role’s own title, number and address are found as well as the person’s, until they change', async () => {
  const { id } = await company('Søkbar Rolle AS')
  const role = await contact(id, { last_name: 'Uer' }, { mobile: '47 11 22 33', email: 'uer@sokbar.example' })
  for (const q of ['47112233', '+47 471 12 233', 'uer@sokbar', 'sokbar.example'])
    expect((await find(q)).map((hit: { id: string }) => hit.id)).toContain(role.person_id)
  await kari('PUT', `/api/affiliations/${role.id}`, { title: 'Bademester' }, withVersion(1))
  expect(await find('uer@sokbar')).toEqual([])
  expect((await find('bademester'))[0].id).toBe(role.person_id)
  await kari('PUT', `/api/persons/${role.person_id}`, { last_name: 'Uer', nickname: 'Rødfisk' }, withVersion(1))
  expect((await find('bademester'))[0].id).toBe(role.person_id)
  expect((await find('rødfisk'))[0].id).toBe(role.person_id)
})

test.each([
  ['email=SAMME@lik.example', ['email']],
  ['email=rolle@lik.example', ['email']],
  ['mobile=90+11+22+44', ['mobile']],
  ['phone=%2B4790112244', ['phone']],
  ['mobile=22998877', ['mobile']],
  ['first_name=like&last_name=tvilling', ['name']],
  ['first_name=Like&last_name=Tvilling&email=samme@lik.example', ['name', 'email']],
])('a likely existing person is found by %s', async (typed, because) => {
  const known = (await kari('GET', '/api/person-duplicates?email=samme@lik.example')).body.items[0]
  const id =
    known?.id ??
    (
      await contact(
        (await company('Likhet AS')).id,
        { first_name: 'Like', last_name: 'Tvilling', email: 'samme@lik.example', mobile: '90112244' },
        { phone: '22998877', email: 'rolle@lik.example' },
      )
    ).person_id
  const { items } = (await kari('GET', `/api/person-duplicates?${typed}`)).body
  expect(items).toEqual([{ id, name: 'Like Tvilling', company_name: 'Likhet AS', because }])
  expect((await kari('GET', `/api/person-duplicates?${typed}&except=${id}`)).body.items).toEqual([])
})

test('one name alone is nobody’s double, and nothing typed finds nobody', async () => {
  await person({ first_name: 'Bare', last_name: 'Ett' })
  expect((await kari('GET', '/api/person-duplicates?last_name=Ett')).body.items).toEqual([])
  expect((await kari('GET', '/api/person-duplicates')).body.items).toEqual([])
})

test('inactive persons rest out of the search; favourites and opened ones are at hand', async () => {
  const { id } = await person({ first_name: 'Hvilende', last_name: 'Makrell' })
  expect((await kari('PUT', `/api/persons/${id}/favourite`)).status).toBe(204)
  expect((await kari('PUT', `/api/persons/${id}/favourite`)).status).toBe(204)
  expect((await kari('PUT', `/api/persons/${id}/opening`)).status).toBe(204)
  expect((await card(id)).is_favourite).toBe(true)
  const atHand = (await kari('GET', '/api/search/at-hand')).body
  expect(atHand.favourites).toContainEqual(expect.objectContaining({ kind: 'person', id, name: 'Hvilende Makrell' }))
  expect(atHand.recent[0]).toMatchObject({ kind: 'person', id })
  expect((await kari('DELETE', `/api/persons/${id}/favourite`)).status).toBe(204)
  expect((await kari('DELETE', `/api/persons/${id}/favourite`)).status).toBe(404)
  expect((await kari('PUT', `/api/persons/${id}/inactivity`, undefined, withVersion(1))).body.inactive_at).toBeTruthy()
  expect(await find('makrell')).toEqual([])
  expect((await kari('DELETE', `/api/persons/${id}/inactivity`, undefined, withVersion(2))).body.inactive_at).toBe(null)
  expect((await find('makrell'))[0].id).toBe(id)
})

test('five hundred contacts are on the card in one answer, the present ones first in the order of last names', async () => {
  const { id } = await company('Mange Kontakter AS')
  await superuser.query(
    `with p as (insert into person (tenant_id, first_name, last_name) select tenant_id, 'Nr', 'Ås ' || lpad(g::text, 3, '0')
        from company, generate_series(1, 510) g where id = $1 returning tenant_id, id)
      insert into affiliation (tenant_id, person_id, company_id) select tenant_id, id, $1 from p`,
    [id],
  )
  await contact(id, { last_name: 'Aalbu' }, { to_on: '2020-01-01' })
  const { contacts, contact_count } = (await kari('GET', `/api/companies/${id}`)).body
  expect([contacts.length, contact_count, contacts[0].name]).toEqual([500, 511, 'Nr Ås 001'])
})

test('of another firm no person or role is seen, changed or linked', async () => {
  const { rows } = await superuser.query(`
    with f as (insert into firm (tenant_id, name) values (gen_random_uuid(), 'Nabo') returning tenant_id),
      p as (insert into person (tenant_id, last_name, email) select tenant_id, 'Fremmed', 'fremmed@nabo.example' from f returning *),
      c as (insert into company (tenant_id, customer_number, name) select tenant_id, 1, 'Fremmed AS' from f returning *)
    select p.id as person, c.id as company, p.tenant_id from p, c`)
  const { person: her, company: theirs, tenant_id } = rows[0]
  const role = (
    await superuser.query(
      'insert into affiliation (tenant_id, person_id, company_id) values ($1, $2, $3) returning id',
      [tenant_id, her, theirs],
    )
  ).rows[0].id
  const ours = await company('Vår Egen AS')
  const before = await everything()
  const asked = (one: string, method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: object) =>
    kari(method, path.replace('{}', one), body, withVersion(1))
  for (const [foreign, method, path, body] of [
    [her, 'GET', '/api/persons/{}'],
    [her, 'PUT', '/api/persons/{}', { last_name: 'Tatt' }],
    [her, 'DELETE', '/api/persons/{}'],
    [her, 'POST', '/api/persons/{}/restoration'],
    [her, 'PUT', '/api/persons/{}/favourite'],
    [her, 'PUT', '/api/persons/{}/opening'],
    [role, 'PUT', '/api/affiliations/{}', {}],
    [role, 'DELETE', '/api/affiliations/{}'],
    [theirs, 'POST', '/api/companies/{}/contacts', { person: { last_name: 'A' }, role: {} }],
  ] as [string, 'GET' | 'PUT' | 'POST' | 'DELETE', string, object?][]) {
    const [reply, random] = [await asked(foreign, method, path, body), await asked(nobody, method, path, body)]
    expect([reply.status, reply.body], `${method} ${path}`).toEqual([404, random.body])
  }
  for (const body of [
    { person_id: her, company_id: ours.id },
    { person_id: her, company_id: theirs },
  ])
    expect((await kari('POST', '/api/affiliations', body)).body.errors[0].code).toBe('unknown_person')
  expect((await kari('GET', '/api/person-duplicates?email=fremmed@nabo.example')).body.items).toEqual([])
  expect(await find('fremmed')).toEqual([])
  expect(await everything()).toBe(before)
})
