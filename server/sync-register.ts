// npm run register -- sync [--units FILE --branches FILE]: loads the whole of Enhetsregisteret into the database, from the
// register's own files or from such as lie here already. What breaks off goes on where it stopped when it is run again.
import { statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readConfig } from '#server/platform/config.ts'
import { connect } from '#server/platform/db.ts'
import { reachDatabase } from '#server/platform/start/provide-database.ts'
import { followRegister } from '#server/register/follow.ts'
import { loadRegister } from '#server/register/load.ts'
import { syncRegister } from '#server/register/sync.ts'

const { positionals, values: given } = parseArgs({
  allowPositionals: true,
  options: { units: { type: 'string' }, branches: { type: 'string' } },
})
if (positionals[0] !== 'sync' || (given.units === undefined) !== (given.branches === undefined)) {
  console.error('Use: npm run register -- sync [--units enheter.json.gz --branches underenheter.json.gz]')
  process.exit(1)
}
try {
  await sync()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}

async function sync() {
  const config = readConfig(process.env)
  const database = await reachDatabase(config)
  const begun = Date.now()
  const report = (line: string) =>
    console.log(`${String(Math.round((Date.now() - begun) / 1_000)).padStart(5)} s  ${line}`)
  try {
    const { units, branches } =
      given.units && given.branches
        ? await loadRegister(
            database.app_url,
            { units: given.units, branches: given.branches, made_at: statSync(given.units).mtime },
            report,
          )
        : await syncRegister(database.app_url, config.services.register, config.data_dir, report)
    report(`The copy has ${units} units and ${branches} branches.`)
    const db = connect(database.app_url)
    const { changes, problem } = await followRegister(db, config.services.register)
    await db.destroy()
    report(problem ?? `${changes} changes since the files were made.`)
  } finally {
    await database.stop()
  }
}
