// Installs the locked dependencies when they are missing or changed. Runs on Node >= 18 with nothing installed.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stampFile = join(root, 'node_modules', '.kundebok-installed')
const lockDirectory = join(root, '.install-lock')

/** The Node that the program runs on, from the locked dependencies. */
export const node = join(root, 'node_modules', 'node', 'bin', 'node')

function wantedStamp() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  return `${hash.digest('hex')} ${process.platform} ${process.arch}`
}

function isInstalled() {
  return existsSync(node) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp()
}

/** Only one install at a time in a folder; a lock older than ten minutes is a dead one. */
function takeLock() {
  for (;;) {
    try {
      mkdirSync(lockDirectory)
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (Date.now() - statSync(lockDirectory).mtimeMs > 600_000) rmdirSync(lockDirectory)
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
    }
    if (isInstalled()) return
  }
}

export function installDependencies() {
  if (isInstalled()) return
  try {
    takeLock()
  } catch (error) {
    stop(`This folder can not be written to (${error.code}): ${root}`)
  }
  try {
    if (isInstalled()) return
    console.log('Installing dependencies …')
    const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    })
    if (npm.status !== 0) stop('npm ci failed; see its message above.')
    execFileSync(node, ['--version'])
    writeFileSync(stampFile, wantedStamp())
  } finally {
    if (existsSync(lockDirectory)) rmdirSync(lockDirectory)
  }
}

export function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}

/** Environment in which the locked tools, Node first, are found. */
export function toolEnvironment() {
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(':')
  return { ...process.env, PATH: path }
}
