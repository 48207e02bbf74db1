import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { tryLock } from '#server/platform/embedded/folder.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const built = join(root, 'dist')
const unfinished = join(root, 'node_modules', '.kundebok-dist')

/**
 * Builds the web client unless what it is made of is unchanged. It is built beside its place and moved there when whole,
 * one build at a time. Throws one sentence when it can not be built.
 */
export async function buildWebWhenChanged() {
  const stamp = stampOfSources()
  if (isBuilt(stamp)) return
  let release = tryLock(join(root, 'node_modules', '.kundebok-build'))
  for (; !release; release = tryLock(join(root, 'node_modules', '.kundebok-build'))) await wait(200)
  try {
    if (isBuilt(stamp)) return
    console.log('Building the web client …')
    if ((await runVite()) !== 0) throw new Error('The web client could not be built: see the message above.')
    compress(join(unfinished, 'assets'))
    writeFileSync(join(unfinished, 'built-from'), stamp)
    rmSync(built, { recursive: true, force: true })
    renameSync(unfinished, built)
  } finally {
    release()
  }
}

function isBuilt(stamp: string) {
  const file = join(built, 'built-from')
  return existsSync(file) && readFileSync(file, 'utf8') === stamp
}

function stampOfSources() {
  const sources = globSync('{web,contract}/**/*', { cwd: root }).sort()
  const hash = createHash('sha256')
  for (const name of ['package-lock.json', 'vite.config.ts', 'index.html', ...sources]) {
    const file = join(root, name)
    if (statSync(file).isFile()) hash.update(`${name}\n`).update(readFileSync(file))
  }
  return hash.digest('hex')
}

/** Each file is packed once, here, rather than at each request; the server picks what the browser takes. */
function compress(directory: string) {
  for (const name of globSync('*.{js,mjs,css,svg}', { cwd: directory })) {
    const bytes = readFileSync(join(directory, name))
    writeFileSync(join(directory, `${name}.br`), brotliCompressSync(bytes))
    writeFileSync(join(directory, `${name}.gz`), gzipSync(bytes, { level: 9 }))
  }
}

function runVite() {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const options = ['--outDir', unfinished, '--emptyOutDir', '--logLevel', 'error']
  const build = spawn(process.execPath, [vite, 'build', ...options], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return new Promise<number | null>((resolve) => {
    build.once('exit', resolve)
    build.once('error', () => resolve(null))
  })
}
