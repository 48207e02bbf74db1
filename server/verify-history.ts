// npm run history -- verify: reads the whole history again and holds it against its seals. Ends with 1 where it is broken.
import pg from 'pg'
import { readHeads } from '#server/history/heads.ts'
import { verifyHistory } from '#server/history/verify.ts'
import { readConfig } from '#server/platform/config.ts'
import { reachDatabase } from '#server/platform/start/provide-database.ts'

if (process.argv[2] !== 'verify') {
  console.error('Use: npm run history -- verify')
  process.exit(1)
}
try {
  process.exitCode = (await verify()) ? 0 : 1
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}

/** A line for each firm; true when all is as it was sealed. */
async function verify(): Promise<boolean> {
  const config = readConfig(process.env)
  const database = await reachDatabase(config)
  const client = new pg.Client({ connectionString: database.backup_url })
  let isWhole = true
  try {
    if (!database.backup_url) throw new Error('BACKUP_URL must be set: the role that may read all of the history.')
    await client.connect()
    const heads = readHeads(config.history_heads)
    if (!heads)
      console.log(`There is no ${config.history_heads}: that the end was cut off, or all rewritten, is not seen.`)
    for await (const { name, rows, seals, unsealed, fault } of verifyHistory(client, heads ?? [])) {
      if (fault) isWhole = false
      console.log(
        `${name}: ${fault ? `BROKEN: ${fault}` : `whole, ${rows} entries in ${seals} seals, ${unsealed} not sealed yet`}`,
      )
    }
  } finally {
    await client.end()
    await database.stop()
  }
  return isWhole
}
