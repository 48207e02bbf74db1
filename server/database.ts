// npm run database -- <superuser-url> [name]: makes the database and its roles on a PostgreSQL of one's own.
import { randomBytes } from 'node:crypto'
import { makeRoles } from '#server/platform/embedded/roles.ts'

const [superuserUrl, name = 'kundebok'] = process.argv.slice(2)
if (!superuserUrl || !URL.canParse(superuserUrl) || !/^\w+$/.test(name)) {
  console.error('Use: npm run database -- postgres://superuser:password@host:5432/postgres [name]')
  process.exit(1)
}
const secret = () => randomBytes(24).toString('base64url')
const passwords = { kundebok_owner: secret(), kundebok_app: secret(), kundebok_backup: secret() }
try {
  await makeRoles(superuserUrl, name, passwords)
} catch (error) {
  console.error(`The database could not be made: ${(error as Error).message}`)
  process.exit(1)
}
const urlOf = (role: keyof typeof passwords) =>
  Object.assign(new URL(superuserUrl), { username: role, password: passwords[role], pathname: `/${name}` }).href
console.log(
  `DATABASE_OWNER_URL=${urlOf('kundebok_owner')}\nDATABASE_URL=${urlOf('kundebok_app')}\nBACKUP_URL=${urlOf('kundebok_backup')}`,
)
