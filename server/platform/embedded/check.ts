import pg from 'pg'

/** Refuses, in one sentence, a server that can not be reached or is too old, and a role that stands above row-level security. */
export async function checkDatabase(url: string, variable: string) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw new Error(
      `The database of ${variable} can not be reached: ${(error as Error).message || (error as NodeJS.ErrnoException).code}.`,
    )
  }
  try {
    const { rows } = await client.query<{ version: number; above: boolean; tables: number; unsafe: boolean }>(`
      select current_setting('server_version_num')::int / 10000 as version,
        (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as above,
        (select count(*)::int from pg_class where relname in ('company', 'firm') and relowner = current_user::regrole) as tables,
        'off' in (current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')) as unsafe`)
    const [found] = rows
    if (!found || found.version < 15)
      throw new Error(`The database of ${variable} is PostgreSQL ${found?.version}; 15 or later is needed.`)
    if (found.above)
      throw new Error(
        `The role of ${variable} is superuser or bypasses row-level security; use the roles that npm run database makes.`,
      )
    if (variable === 'DATABASE_URL' && found.tables > 0)
      throw new Error('The role of DATABASE_URL owns the tables; use kundebok_app.')
    if (found.unsafe)
      throw new Error(`The database of ${variable} runs with fsync, full_page_writes or synchronous_commit off.`)
  } finally {
    await client.end()
  }
}
