import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Service } from '#server/platform/outgoing.ts'
import { downloadFile, type Report } from './download.ts'
import { loadRegister } from './load.ts'

/** Fetches the register's files and makes the local copy of them; what changed since they were made follows by the feeds. */
export async function syncRegister(url: string, register: Service, dataDirectory: string, report: Report) {
  const directory = join(dataDirectory, 'register')
  const units = await downloadFile(register, 'enheter', directory, report)
  const branches = await downloadFile(register, 'underenheter', directory, report)
  const made_at = units.made_at < branches.made_at ? units.made_at : branches.made_at
  try {
    return await loadRegister(url, { units: units.file, branches: branches.file, made_at }, report)
  } catch (error) {
    // What can not be read is fetched anew the next time; a database that failed finds the files again.
    if (!('severity' in (error as object))) for (const { file } of [units, branches]) rmSync(file, { force: true })
    throw error
  }
}
