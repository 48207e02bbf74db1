import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Holds the data folder for this process; returns the way to let go. Throws when another living start holds it.
 * What a killed start left behind is taken over.
 */
export function holdFolder(directory: string): () => void {
  const file = join(directory, 'kundebok.pid')
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    if (existsSync(file)) {
      const pid = Number(readFileSync(file, 'utf8'))
      if (isOurs(pid)) throw new Error(`Kundebok runs already on ${directory} (process ${pid}).`)
      rmSync(file, { force: true })
    }
    const lock = openSync(file, 'wx', 0o600)
    writeSync(lock, String(process.pid))
    closeSync(lock)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!code) throw error
    if (code === 'EEXIST') throw new Error(`Another start takes ${directory} this very moment.`)
    throw new Error(`The data folder ${directory} can not be written to (${code}): set DATA_DIR.`)
  }
  return () => rmSync(file, { force: true })
}

function isOurs(pid: number) {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    const commandLine = `/proc/${pid}/cmdline`
    return !existsSync(commandLine) || readFileSync(commandLine, 'utf8').includes('start.ts')
  } catch {
    return false
  }
}
