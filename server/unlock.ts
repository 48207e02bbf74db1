// npm run unlock -- someone@firm.example: for the one administrator whom no colleague can help. Run on the server's machine.
import { readConfig } from '#server/platform/config.ts'
import { connect, inTransaction } from '#server/platform/db.ts'
import { reachDatabase } from '#server/platform/start/provide-database.ts'
import { unlockAccount } from '#server/sign-in/unlock.ts'

try {
  const [email, ...more] = process.argv.slice(2)
  if (!email || more.length > 0) throw new Error('Use: npm run unlock -- someone@firm.example')
  console.log(await unlock(email.trim().toLowerCase()))
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}

async function unlock(email: string) {
  const config = readConfig(process.env)
  const database = await reachDatabase(config)
  const db = connect(database.app_url)
  try {
    const token = await inTransaction(db, { via: 'setup' }, (tx) => unlockAccount(tx, email))
    return [
      `The second step of ${email} is taken away, and all sessions are ended.`,
      'This link leads to a new password. It works once, within an hour:',
      `${config.public_url}/new-password/${token}`,
    ].join('\n')
  } finally {
    await db.destroy()
    await database.stop()
  }
}
