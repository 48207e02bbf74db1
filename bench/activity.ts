import type pg from 'pg'
import type { Fetch } from './measure.ts'
import type { Scenario } from './scenarios.ts'

type Sample = { id: string }

/** The card and all that hangs on it, the planner and the calendar, with what `npm run seed -- --activity` makes. */
export async function makeActivityScenarios(call: Fetch, bare: pg.Client): Promise<Scenario[]> {
  const sampleOf = async (table: 'company' | 'person') => {
    const { rows } = await bare.query<Sample>(
      `select id from ${table} where deleted_at is null order by md5(id::text) limit 2000`,
    )
    return (turn: number) => rows[(turn * 7919) % rows.length]?.id ?? ''
  }
  const [company, person] = [await sampleOf('company'), await sampleOf('person')]
  const { rows: members } = await bare.query<{ user_id: string }>(
    'select user_id from member where tenant_id = acting_tenant() and deactivated_at is null order by email limit 20',
  )
  const colleagues = members.map(({ user_id }) => user_id)
  const weekOf = (turn: number) => {
    const monday = Math.floor(Date.now() / 604_800_000) * 604_800_000 - 3 * 86_400_000
    const from = new Date(monday + ((turn % 53) - 40) * 604_800_000)
    return [from.toISOString(), new Date(from.getTime() + 604_800_000).toISOString()] as const
  }
  return [
    cardWithCounters(call, bare, company),
    ...tabs(call, bare, { company_id: company, person_id: person }),
    ...planner(call, bare),
    {
      name: 'a week of 20 colleagues',
      budget: 'calendar_week_p95_ms',
      http: (turn) => {
        const [from, to] = weekOf(turn)
        return call(
          'GET',
          `/api/calendar?${new URLSearchParams({ from, to, user_ids: colleagues.join(',') }).toString()}`,
        )
      },
      sql: (turn) =>
        bare.query(
          `select a.*, p.user_id from appointment a
             join appointment_participant p on p.tenant_id = a.tenant_id and p.appointment_id = a.id
           where a.tenant_id = acting_tenant() and a.deleted_at is null and a.recurrence is null
             and a.starts_at >= $1::timestamptz - interval '2 days' and a.starts_at < $2 and a.ends_at > $1
             and p.user_id = any ($3::uuid[])`,
          [...weekOf(turn), colleagues],
        ),
    },
    {
      name: 'my day',
      budget: 'my_day_p95_ms',
      http: () => call('GET', '/api/today'),
      sql: () =>
        bare.query(
          `select * from task where tenant_id = acting_tenant() and responsible_id = acting_user() and deleted_at is null
             and status not in ('done', 'cancelled') and due_on <= current_date order by due_on limit 60`,
        ),
    },
  ]
}

function cardWithCounters(call: Fetch, bare: pg.Client, company: (turn: number) => string): Scenario {
  return {
    name: 'card with all counters',
    budget: 'card_with_counters_p95_ms',
    http: (turn) => call('GET', `/api/companies/${company(turn)}`),
    sql: (turn) =>
      bare.query(
        `select c.*, (select json_agg(p.*) from affiliation a join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
             where a.tenant_id = c.tenant_id and a.company_id = c.id) as contacts,
           (select count(*) from note n where n.tenant_id = c.tenant_id and n.company_id = c.id and n.deleted_at is null) as notes,
           (select count(*) from task t where t.tenant_id = c.tenant_id and t.company_id = c.id and t.deleted_at is null
             and t.status not in ('done', 'cancelled')) as tasks,
           (select count(*) from appointment_participant x join appointment a on a.tenant_id = x.tenant_id and a.id = x.appointment_id
             where x.tenant_id = c.tenant_id and x.company_id = c.id and a.deleted_at is null and a.ends_at >= now()) as appointments
         from company c where c.tenant_id = acting_tenant() and c.id = $1`,
        [company(turn)],
      ),
  }
}

type Pick = (turn: number) => string

/** The first page of each tab, of the company's card and of the person's. */
function tabs(call: Fetch, bare: pg.Client, of: { company_id: Pick; person_id: Pick }): Scenario[] {
  return (['company_id', 'person_id'] as const).flatMap((column) => {
    const id = of[column]
    const kind = column === 'company_id' ? 'companies' : 'persons'
    const tab = (name: string, path: (id: string) => string, sql: string): Scenario => ({
      name: `tab ${name} of ${kind}`,
      budget: 'tab_p95_ms',
      http: (turn) => call('GET', path(id(turn))),
      sql: (turn) => bare.query(sql, [id(turn)]),
    })
    const inOrder = (table: string, order: string) =>
      `select * from ${table} where tenant_id = acting_tenant() and ${column} = $1 order by ${order} limit 50`
    const meeting = `select a.* from appointment_participant p join appointment a on a.tenant_id = p.tenant_id and a.id = p.appointment_id
      where p.tenant_id = acting_tenant() and p.${column} = $1 and a.deleted_at is null order by a.starts_at desc limit 50`
    return [
      tab('notes', (one) => `/api/notes?${column}=${one}`, inOrder('note', 'noted_on desc, id desc')),
      tab('tasks', (one) => `/api/tasks?${column}=${one}`, inOrder('task', 'due_on, id')),
      tab('coming appointments', (one) => `/api/appointments?${column}=${one}`, meeting),
      tab('past appointments', (one) => `/api/appointments?when=past&${column}=${one}`, meeting),
      tab(
        'categories',
        (one) => `/api/${kind}/${one}/categories`,
        inOrder(`${column.slice(0, -3)}_category`, 'category_id'),
      ),
      tab('history', (one) => `/api/${kind}/${one}/history`, inOrder('history', 'id desc')),
    ]
  })
}

function planner(call: Fetch, bare: pg.Client): Scenario[] {
  const views = ['mine', 'delegated', 'shared', 'overdue', 'future', 'all', 'done']
  return views.map((view) => ({
    name: `planner, ${view}`,
    budget: 'planner_p95_ms',
    http: () => call('GET', `/api/tasks?view=${view}`),
    sql: () =>
      bare.query(
        `select * from task where tenant_id = acting_tenant() and responsible_id = acting_user() and deleted_at is null
           and status not in ('done', 'cancelled') order by due_on, id limit 50`,
      ),
  }))
}
