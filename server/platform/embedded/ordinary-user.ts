import { spawnSync } from 'node:child_process'
import { chownSync, statSync } from 'node:fs'

/** What to put before a command of PostgreSQL so that it does not run as root, which it refuses. */
export type Clothing = { prefix: string[]; own: (directory: string) => void }

const AS_WE_ARE: Clothing = { prefix: [], own: () => {} }
const ACCOUNT = 'kundebok'

/**
 * Chooses how PostgreSQL runs on `data` (which need not exist yet):
 * - started by an ordinary user: as that user;
 * - by root on the data of an ordinary user: as its owner, so that both can start the program;
 * - by root: in a user namespace, where it has an ordinary id and root's access, so that a folder which only root may
 *   enter works too;
 * - by root where such namespaces are off: as the account "kundebok", with the one capability to enter such a folder.
 */
export function clotheForPostgres(data: string): Clothing {
  if (process.getuid?.() !== 0) return AS_WE_ARE
  const owner = statSync(data, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return asAccount(owner.uid, owner.gid)
  const namespace = ['unshare', '-U', '--map-user=1000', '--map-group=1000']
  if (works([...namespace, 'true'])) return { prefix: namespace, own: () => {} }
  if (owner)
    throw new Error(
      `PostgreSQL does not run as root and user namespaces are off here: give ${data} to an ordinary user.`,
    )
  const account = findAccount() ?? makeAccount()
  return asAccount(account.uid, account.gid)
}

/**
 * The account keeps one right of root: to pass folders that only root may enter. Without the secure bit, the kernel
 * leaves that right out when PostgreSQL asks with access(2) whether its own files are there.
 */
function asAccount(uid: number, gid: number): Clothing {
  const access = ['--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override', '--securebits=+no_setuid_fixup']
  const prefix = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...access]
  if (!works([...prefix, 'true'])) throw new Error(cannotRunAsRoot)
  return { prefix, own: (directory) => chownSync(directory, uid, gid) }
}

function findAccount() {
  const [uid, gid] = ['-u', '-g'].map((part) => spawnSync('id', [part, ACCOUNT], { encoding: 'utf8' }))
  return uid?.status === 0 && gid?.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined
}

function makeAccount() {
  const made = works([
    'useradd',
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    ACCOUNT,
  ])
  const account = made ? findAccount() : undefined
  if (!account) throw new Error(cannotRunAsRoot)
  return account
}

function works([command = '', ...args]: string[]) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

const cannotRunAsRoot =
  'PostgreSQL does not run as root, and here it can not be given another user: start Kundebok as an ordinary user, or set DATABASE_URL.'
