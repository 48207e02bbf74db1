// npm run db: migrates an empty database and writes db/types.ts from it; --check fails when the file is not up to date.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCluster } from '#server/platform/embedded/cluster.ts'
import { migrate } from '#server/platform/migrate.ts'

const root = join(import.meta.dirname, '..')
const check = process.argv.includes('--check')
const directory = mkdtempSync(join(tmpdir(), 'kundebok-'))
const file = check ? join(directory, 'types.ts') : join(root, 'db', 'types.ts')
const cluster = await startCluster(directory, false)
try {
  await migrate(cluster.owner_url)
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules', 'kysely-codegen', 'dist', 'cli', 'bin.js'),
      ...['--url', cluster.owner_url, '--dialect', 'postgres', '--out-file', file],
      ...['--date-parser', 'string', '--numeric-parser', 'number', '--include-pattern', '(public|auth|register).*'],
      ...['--type-mapping', '{"timestamptz":"string","int8":"number"}'],
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  if (check && readFileSync(file, 'utf8') !== readFileSync(join(root, 'db', 'types.ts'), 'utf8')) {
    console.error('db/types.ts does not fit the migrations: run npm run db.')
    process.exitCode = 1
  }
} finally {
  await cluster.stop()
  rmSync(directory, { recursive: true })
}
