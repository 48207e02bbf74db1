import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startCluster } from '#server/platform/embedded/cluster.ts'
import { migrate } from '#server/platform/migrate.ts'

/** One PostgreSQL for the whole run, with a migrated template that each test file clones and nobody connects to. */
export async function setup(project: TestProject) {
  const directory = mkdtempSync(join(tmpdir(), 'kundebok-test-'))
  const { stop, ...urls } = await startCluster(directory, false)
  await migrate(urls.owner_url)
  const client = new pg.Client({
    connectionString: Object.assign(new URL(urls.superuser_url), { pathname: '/postgres' }).href,
  })
  await client.connect()
  await client.query('create database template_kundebok template kundebok owner kundebok_owner')
  await client.end()
  project.provide('cluster', urls)
  return async () => {
    await stop()
    rmSync(directory, { recursive: true })
  }
}
