// The job process. Started by server/start.ts, or by hand with DATABASE_URL set; any number may run.
import { jobHandlers } from '#server/jobs.ts'
import { readConfig } from '#server/platform/config.ts'
import { connect } from '#server/platform/db.ts'
import { workOnJobs } from '#server/platform/jobs.ts'
import { makeSecrets, readSecretKeys } from '#server/platform/secrets.ts'

const config = readConfig(process.env)
if (!config.database_url) throw new Error('DATABASE_URL is not set; npm start sets it for the embedded database.')
const db = connect(config.database_url)
const stopWork = await workOnJobs(
  config.database_url,
  db,
  jobHandlers,
  { ...config, secrets: makeSecrets(readSecretKeys(config)), geocoder: config.maps.geocoder },
  (about, what) => {
    if (config.log_level !== 'silent') console.error(JSON.stringify({ level: 'error', what, ...about }))
  },
)

async function stop() {
  await stopWork()
  await db.destroy()
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.on('disconnect', stop)
process.send?.('working')
