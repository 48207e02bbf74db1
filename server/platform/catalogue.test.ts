import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

// The rules for tables (SAFETY S1, S2), read off the database's own catalogue.
let owner: pg.Client
beforeAll(async () => {
  owner = new pg.Client({ connectionString: inject('cluster').superuser_url })
  await owner.connect()
})
afterAll(() => owner.end())

// Reached by no statement of the program: only through find_records and its triggers, which name the tenant.
const reachedByFunctionOnly = ['search_entry', 'search_word', 'task_entry']
const shared = ['migration']
/** A person's places in all firms; the trigrams that a function of search narrows by before it looks at the tenant. */
const otherIndexes = ['member_user', 'search_entry_trigram', 'search_word_trigram', 'task_entry_trigram']

test('every tenant table has forced row-level security on the tenant, and keys that begin with it', async () => {
  const { rows } = await owner.query(`
    select c.relname, c.relrowsecurity, c.relforcerowsecurity,
      (select array_agg(pg_get_expr(polqual, polrelid)) from pg_policy where polrelid = c.oid and polcmd = '*') as policies,
      (select array_agg(i.indexrelid::regclass::text) from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where i.indrelid = c.oid and a.attname <> 'tenant_id') as other_indexes
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`)
  const tables = rows.filter(({ relname }) => !shared.includes(relname))
  expect(tables.length).toBeGreaterThan(10)
  for (const table of tables) {
    expect(table.relrowsecurity, table.relname).toBe(true)
    if (!reachedByFunctionOnly.includes(table.relname)) expect(table.relforcerowsecurity, table.relname).toBe(true)
    expect(table.policies, table.relname).toHaveLength(1)
    expect(table.policies[0], table.relname).toContain('tenant_id = acting_tenant()')
    expect(
      (table.other_indexes ?? []).filter((index: string) => !otherIndexes.includes(index)),
      table.relname,
    ).toEqual([])
  }
})

test('the program owns nothing, bypasses nothing, and can neither truncate nor rewrite history', async () => {
  const { rows: roles } = await owner.query(
    `select rolsuper, rolbypassrls, rolcreatedb from pg_roles where rolname = 'kundebok_app'`,
  )
  expect(roles).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreatedb: false }])
  const { rows: owned } = await owner.query(`select relname from pg_class where relowner = 'kundebok_app'::regrole`)
  expect(owned).toEqual([])
  const { rows: grants } = await owner.query(
    `select table_name, privilege_type from information_schema.role_table_grants where grantee = 'kundebok_app'`,
  )
  expect(grants.filter(({ privilege_type }) => privilege_type === 'TRUNCATE')).toEqual([])
  expect(
    grants
      .filter(({ table_name }) => table_name === 'history')
      .map(({ privilege_type }) => privilege_type)
      .sort(),
  ).toEqual(['INSERT', 'SELECT'])
  expect(grants.filter(({ table_name }) => reachedByFunctionOnly.includes(table_name))).toEqual([])
})

// The register is the state's, open to all, and belongs to no firm: its tables have no tenant, and refuse whoever acts for one.
test('what all firms share of the register is written by none of them', async () => {
  const { rows } = await owner.query(`
    select c.relname, c.relowner::regrole::text as owner,
      exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = 'register.refuse_firms'::regproc
        and t.tgtype & 1 = 0 and t.tgtype & 2 = 2 and t.tgtype & 28 = 28) as refuses
    from pg_class c where c.relnamespace = 'register'::regnamespace and c.relkind = 'r' order by 1`)
  expect(rows.map(({ relname }) => relname)).toEqual([
    ...['accounts', 'accounts_asked', 'change', 'copy', 'feed', 'role', 'unit', 'word'],
  ])
  for (const table of rows) expect(table).toEqual({ ...table, owner: 'kundebok_owner', refuses: true })
})

test('without a tenant the program sees no row and can write none', async () => {
  const app = new pg.Client({ connectionString: inject('cluster').app_url })
  await app.connect()
  expect((await app.query('select from company')).rowCount).toBe(0)
  await expect(app.query(`insert into firm (tenant_id, name) values (gen_random_uuid(), 'X')`)).rejects.toThrow(
    /row-level security/,
  )
  await app.end()
})

test('what the owner may see of private appointments, the program gets as busy times and who takes part, and no further', async () => {
  const { rows: policies } = await owner.query(
    `select polrelid::regclass::text as name, polcmd, pg_get_userbyid(unnest(polroles)) as role from pg_policy
      where polname = 'busy_times' order by 1`,
  )
  const reads = { polcmd: 'r', role: 'kundebok_owner' }
  expect(policies).toEqual([
    { name: 'appointment', ...reads },
    { name: 'appointment_participant', ...reads },
  ])
  // Whoever adds one looks here first: such a function sees what its caller may not.
  const { rows: functions } = await owner.query(`
    select p.proname as name, coalesce(
      (select array_agg(n order by i) from unnest(p.proargnames, p.proargmodes) with ordinality a (n, m, i) where m = 't'), '{}') as tells,
      p.prosrc like '%acting_tenant()%' as names_tenant
    from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef and p.prosrc ~ 'appointment' order by 1`)
  expect(functions).toEqual([
    {
      name: 'calendar_between',
      tells: [
        ...['id', 'version', 'series_id', 'original_starts_at', 'title', 'place', 'starts_at', 'ends_at', 'time_zone'],
        ...[
          'is_all_day',
          'is_busy',
          'is_private',
          'reminder_minutes',
          'organizer_id',
          'recurrence',
          'left_out',
          'colleagues',
        ],
      ],
      names_tenant: true,
    },
    { name: 'own_participations', tells: ['appointment_id', 'state'], names_tenant: true },
  ])
  // Nor can anything else of the owner's be reached: the program can not become her.
  const { rows: member } = await owner.query(
    `select pg_has_role('kundebok_app', 'kundebok_owner', 'member') as is_member`,
  )
  expect(member).toEqual([{ is_member: false }])
})
