import type pg from 'pg'
import { CompanyInput } from '#contract/companies.ts'
import { type Fetch, measure, type Times } from './measure.ts'

/** What is measured: through HTTP, and the bare SQL that the same answer needs at least, on one open connection. */
export type Scenario = { name: string; budget: string; http: (turn: number) => Promise<unknown>; sql: Bare }
type Bare = (turn: number) => Promise<unknown>
export type Result = { name: string; budget: string; clients: number; times: Times; bare_p50: number }

/** Good and bad: beginnings, common words that never stand together, rare ones, digits, typing errors, no hit, patterns. */
const queries = [
  ...[
    'q',
    'a',
    'no',
    'nor',
    'bygg',
    'hansen',
    'kari hansen',
    'as nor',
    'fjord fisk',
    'nordfjord rør',
    'o a n',
    'ansen',
  ],
  ...['22 33', '934', '9999', '10042', '+47 91', '12345678', 'byg og anleg', 'rørleger', 'nordfjrod', 'elektor'],
  ...['xyzxyz', 'gmail', '.no', '@', '%', "'", 'anne marie', 'kari hanssen'],
]

type Row = { id: string; name: string; version: number } & Record<string, unknown>

export async function makeScenarios(call: Fetch, bare: pg.Client): Promise<Scenario[]> {
  const { rows: sample } = await bare.query<{ id: string; name: string }>(
    `select id, name from company where deleted_at is null order by md5(id::text) limit 2000`,
  )
  const pick = (turn: number) => sample[(turn * 7919) % sample.length] ?? { id: '', name: '' }
  // Two halves: what the form has open, no other may change.
  const half = Math.floor(sample.length / 2)
  const opened = (turn: number) => sample[turn % half]?.id ?? ''
  const other = (turn: number) => sample[half + (turn % half)]?.id ?? ''
  const query = (turn: number) => queries[turn % queries.length] ?? ''
  const key = (row: { id: string; name: string }) =>
    Buffer.from(JSON.stringify([row.name, row.id])).toString('base64url')
  return [
    {
      name: 'search',
      budget: 'search_p95_ms',
      http: (turn) => call('GET', `/api/search?q=${encodeURIComponent(query(turn))}`),
      sql: (turn) => bare.query('select * from find_records($1, null, false, 20)', [query(turn)]),
    },
    {
      name: 'card',
      budget: 'card_p95_ms',
      http: (turn) => call('GET', `/api/companies/${pick(turn).id}`),
      sql: (turn) =>
        bare.query(
          `select c.*, (select json_agg(p.*) from affiliation a join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
             where a.tenant_id = c.tenant_id and a.company_id = c.id) as contacts
           from company c where c.tenant_id = acting_tenant() and c.id = $1`,
          [pick(turn).id],
        ),
    },
    {
      name: 'list page, any depth',
      budget: 'list_p95_ms',
      http: (turn) => call('GET', `/api/companies?size=50&after=${key(pick(turn))}`),
      sql: (turn) =>
        bare.query(
          `select * from company where tenant_id = acting_tenant() and deleted_at is null
             and (name collate "nb-x-icu", id) > ($1, $2::uuid) order by name collate "nb-x-icu", id limit 50`,
          [pick(turn).name, pick(turn).id],
        ),
    },
    {
      name: 'duplicates while typing',
      budget: 'duplicates_p95_ms',
      http: (turn) => call('GET', `/api/company-duplicates?name=${encodeURIComponent(pick(turn).name)}&phone=22334455`),
      sql: (turn) => bare.query(`select find_same(array[$1], null)`, [pick(turn).name]),
    },
    {
      name: 'save with history',
      budget: 'save_p95_ms',
      http: async (turn) => save(call, saved.get(opened(turn)) ?? (await read(call, opened(turn))), turn),
      sql: (turn) =>
        bare.query(`update company set note = $2 where tenant_id = acting_tenant() and id = $1`, [
          other(turn),
          `Notat ${turn}`,
        ]),
    },
  ]
}

const saved = new Map<string, Row>()
const read = async (call: Fetch, id: string) => (await call('GET', `/api/companies/${id}`)) as Row

/** What of a company is sent, as the form does, with what is changed. */
export function inputOf(company: Record<string, unknown>, change: Record<string, unknown>) {
  const input = Object.fromEntries(Object.entries(company).filter(([name]) => name in CompanyInput.in.shape))
  return { ...input, ...change }
}

/** Sends the whole company, as the form does, with another note; what comes back is what the next save starts from. */
async function save(call: Fetch, company: Row, turn: number) {
  const body = inputOf(company, { note: `Notat ${turn}` })
  saved.set(company.id, (await call('PUT', `/api/companies/${company.id}`, body, company.version)) as Row)
}
export async function runScenario(scenario: Scenario, clients: number, count: number): Promise<Result> {
  // Companies that are to be saved are opened first: opening is no part of saving.
  if (scenario.budget === 'save_p95_ms')
    for (let turn = 0; turn < Math.min(count, 1_000); turn++) await scenario.http(turn)
  const bare = await measure(1, Math.min(count, 300), scenario.sql)
  const times = await measure(clients, count, scenario.http)
  return { name: scenario.name, budget: scenario.budget, clients, times, bare_p50: bare.p50 }
}
