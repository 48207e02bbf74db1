import { randomBytes } from 'node:crypto'
import { SetupInput } from '#contract/session.ts'
import { connect, inTransaction } from '#server/platform/db.ts'
import { hashPassword } from '#server/platform/password.ts'
import { isSetupNeeded, makeFirst } from './setup.ts'

/** npm start -- --demo: on an empty installation makes a demo firm and prints its random password, once. */
export async function makeDemo(databaseUrl: string) {
  const db = connect(databaseUrl)
  try {
    if (!(await isSetupNeeded(db))) return
    const password = randomBytes(12).toString('base64url')
    const input = SetupInput.parse({
      firm_name: 'Demofirma AS',
      org_number: '974760673',
      name: 'Demo Administrator',
      email: 'demo@kundebok.example',
      password,
      demo: true,
    })
    const password_hash = await hashPassword(password)
    await inTransaction(db, { via: 'setup' }, (tx) => makeFirst(tx, input, password_hash))
    console.log(`Demo firm made. Sign in as ${input.email} with the password ${password}`)
  } finally {
    await db.destroy()
  }
}
