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
    const known = await client.query('select from pg_database where datname = $1', [database])
    if (!known.rowCount) {
      const name = client.escapeIdentifier(database)
      await client.query(`create database ${name} owner kundebok_owner`)
      await client.query(`revoke all on database ${name} from public`)
      await client.query(`grant connect on database ${name} to kundebok_app, kundebok_backup`)
    }
  } finally {
    await client.end()
  }
  await giveSchema(superuserUrl, database)
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
