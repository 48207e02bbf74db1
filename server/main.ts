// The web process. Started by server/start.ts, or by hand with DATABASE_URL set.
import { makeApp } from '#server/app.ts'
import { isMailSet } from '#server/mail/mail.ts'
import { readConfig } from '#server/platform/config.ts'
import { connect } from '#server/platform/db.ts'
import { makeSecrets, readSecretKeys } from '#server/platform/secrets.ts'

const config = readConfig(process.env)
if (!config.database_url) throw new Error('DATABASE_URL is not set; npm start sets it for the embedded database.')
const db = connect(config.database_url)
const app = await makeApp(db, {
  is_secure: config.public_url.startsWith('https:'),
  public_url: config.public_url,
  database_url: config.database_url,
  secrets: makeSecrets(readSecretKeys(config)),
  has_mail: isMailSet(config),
  services: config.services,
  maps: config.maps,
  log_level: config.log_level,
  rate_limit: config.rate_limit,
  trust_proxy: config.trust_proxy,
})

async function stop() {
  await app.close()
  await db.destroy()
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
// The supervisor died without a word: do not live on without it.
process.on('disconnect', stop)
try {
  await app.listen({ host: config.host, port: config.port })
  process.send?.('listening')
} catch (error) {
  const { code } = error as NodeJS.ErrnoException
  const reason = code === 'EADDRINUSE' ? 'is taken by another program' : `can not be used (${code})`
  console.error(`Port ${config.port} on ${config.host} ${reason}.`)
  process.exit(3)
}
