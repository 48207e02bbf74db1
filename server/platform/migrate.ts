import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { areJobsMade, makeJobs } from '#server/platform/jobs.ts'

const directory = join(import.meta.dirname, '..', '..', 'db', 'migrations')

function migrationFiles() {
  return readdirSync(directory)
    .filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    .sort()
}

/** Runs the migrations that the database lacks, each in a transaction, under a lock so that two starts do not race. */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const done: string[] = []
  try {
    await client.query(`select pg_advisory_lock(hashtext('kundebok migrations'))`)
    await client.query(`create table if not exists migration (
      name text primary key, hash text not null, at timestamptz not null default now())`)
    const known = await client.query<{ name: string; hash: string }>('select name, hash from migration')
    const hashes = new Map(known.rows.map((row) => [row.name, row.hash]))
    for (const name of migrationFiles()) {
      const sql = readFileSync(join(directory, name), 'utf8')
      const hash = createHash('sha256').update(sql).digest('hex')
      const old = hashes.get(name)
      if (old === hash) continue
      if (old) throw new Error(`Migration ${name} was changed after it had been run.`)
      await client.query('begin')
      await client.query(`set local lock_timeout = '5s'`)
      await client.query(sql)
      await client.query('insert into migration (name, hash) values ($1, $2)', [name, hash])
      await client.query('commit')
      done.push(name)
    }
    await client.query('grant select on migration to kundebok_app')
    await makeJobs(client)
    return done
  } finally {
    await client.end()
  }
}

/** Whether every migration has been run; asked by the program's role, which may read the list. */
export async function isMigrated(appUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: appUrl })
  await client.connect()
  try {
    const list = await client.query<{ there: boolean }>(`select to_regclass('migration') is not null as there`)
    if (!list.rows[0]?.there) return false
    const known = await client.query<{ name: string }>('select name from migration')
    const names = new Set(known.rows.map((row) => row.name))
    return migrationFiles().every((name) => names.has(name)) && (await areJobsMade(client))
  } finally {
    await client.end()
  }
}
