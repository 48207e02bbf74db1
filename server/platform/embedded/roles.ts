import pg from 'pg'

export type RolePasswords = { kundebok_owner: string; kundebok_app: string; kundebok_backup: string }

/**
 * Makes the database and its three roles, or brings them up to date: the owner runs migrations, the program
 * owns nothing and is held by row-level security, the backup role only reads.
 */
export async function makeRoles(superuserUrl: string, database: string, passwords: RolePasswords) {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    for (const [role, password] of Object.entries({
      kundebok_owner: passwords.kundebok_owner,
      kundebok_app: passwords.kundebok_app,
      kundebok_backup: passwords.kundebok_backup,
    })) {
      const known = await client.query('select from pg_roles where rolname = $1', [role])
      const verb = known.rowCount ? 'alter' : 'create'
      const bypass = role === 'kundebok_backup' ? 'bypassrls' : 'nobypassrls'
      await client.query(
        `${verb} role ${role} login nosuperuser nocreatedb nocreaterole ${bypass} password ${client.escapeLiteral(password)}`,
      )
    }
    await client.query('grant pg_read_all_data to kundebok_backup')
    await makeDatabase(client, database)
  } finally {
    await client.end()
  }
  await giveSchema(superuserUrl, database)
}

async function makeDatabase(client: pg.Client, database: string) {
  const name = client.escapeIdentifier(database)
  const known = await client.query('select from pg_database where datname = $1', [database])
  if (!known.rowCount) {
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int / 10000 as version`,
    )
    await client.query(
      `create database ${name} owner kundebok_owner template template0 encoding 'UTF8' ${localeOf(rows[0]?.version ?? 0)}`,
    )
  }
  await client.query(`revoke all on database ${name} from public`)
  await client.query(`grant connect on database ${name} to kundebok_app, kundebok_backup`)
}

/** Plain code-point order, upper and lower case of all letters, whatever the server's own language is. */
function localeOf(version: number) {
  if (version >= 17) return `locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'`
  return `locale_provider libc lc_collate 'C' lc_ctype 'C.UTF-8'`
}

/** Since PostgreSQL 15 the schema public belongs to the database owner only by a predefined role; make it plain. */
async function giveSchema(superuserUrl: string, database: string) {
  const url = new URL(superuserUrl)
  url.pathname = `/${database}`
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query('alter schema public owner to kundebok_owner')
  await client.end()
}
