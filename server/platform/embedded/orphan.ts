import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * A PostgreSQL that outlived its killed supervisor is asked to stop and, after ten seconds, told to drop everything (it
 * then recovers from its log). It is never robbed of its lock file. Returns when it is gone.
 */
export async function stopOrphan(data: string) {
  for (let waited = 0; ; waited += 50) {
    const pid = lockedBy(data)
    if (!pid || !isAlive(pid) || !isPostgresOn(pid, data)) return
    if (waited === 0) kill(pid, 'SIGINT')
    if (waited === 10_000) kill(pid, 'SIGQUIT')
    if (waited > 20_000)
      throw new Error(`An earlier database (process ${pid}) still runs on ${data} and does not stop.`)
    await wait(50)
  }
}

/** The living process that is not our PostgreSQL but has the number in the lock file, if there is one. */
export function findStranger(data: string) {
  const pid = lockedBy(data)
  return pid && isAlive(pid) && !isPostgresOn(pid, data) ? pid : undefined
}

function lockedBy(data: string) {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  return Number.isInteger(pid) && pid > 1 ? pid : undefined
}

/** PostgreSQL works in its data folder; where /proc does not tell, its command line names the folder. */
function isPostgresOn(pid: number, data: string) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data)
  } catch {
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.includes(data) ?? false
  }
}

function isAlive(pid: number) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function kill(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended in the meantime.
  }
}
