import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

const MEGABYTE = 1_000_000

const Secrets = z.object({
  postgres: z.string(),
  kundebok_owner: z.string(),
  kundebok_app: z.string(),
  kundebok_backup: z.string(),
})
export type Secrets = z.infer<typeof Secrets>

/** Makes the data folder and tries to write to it. Throws one sentence when it can not be used. */
export function prepareDataFolder(directory: string) {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    writeDurably(join(directory, '.writable'), 'This folder was written to.\n')
    rmSync(join(directory, '.writable'))
    // Whatever its name and place: no version control takes it up, and no formatter or linter looks into it.
    const ignore = join(directory, '.gitignore')
    if (!existsSync(ignore)) writeDurably(ignore, '*\n')
  } catch (error) {
    throw new Error(`The data folder ${directory} ${reasonInWords(error)}.`)
  }
}

/** Holds the data folder for this process until it ends, however it ends. Throws one sentence when another one holds it. */
export function holdDataFolder(directory: string) {
  prepareDataFolder(directory)
  const release = tryLock(join(directory, 'lock'))
  const owner = join(directory, 'process')
  if (!release) {
    const who = existsSync(owner) ? ` (process ${readFileSync(owner, 'utf8').trim()})` : ''
    throw new Error(
      `Kundebok already runs on the data folder ${directory}${who}: stop that one, or set DATA_DIR to another folder.`,
    )
  }
  writeDurably(owner, `${process.pid}\n`)
  return release
}

/**
 * Takes a lock that no kill -9 leaves behind: SQLite holds an operating-system lock on the file. Returns the way to let
 * go of it, or nothing when another process has it.
 */
export function tryLock(file: string) {
  const lock = new DatabaseSync(file)
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
    return () => lock.close()
  } catch (error) {
    lock.close()
    if (/locked|busy/i.test((error as Error).message)) return undefined
    throw new Error(`The file ${file} can not be locked: ${(error as Error).message}.`)
  }
}

/** A new cluster takes about 45 MB and writes ahead; an existing one must at least be able to recover. */
export function checkFreeSpace(directory: string, isNew: boolean) {
  const disk = statfsSync(directory)
  const free = Math.floor((disk.bavail * disk.bsize) / MEGABYTE)
  const needed = isNew ? 200 : 32
  if (free < needed)
    throw new Error(
      `There is no space left for the data folder ${directory}: ${free} MB are free, ${needed} MB are needed.`,
    )
}

/** The passwords of the database's roles, made once. */
export function readSecrets(directory: string): Secrets {
  const file = join(directory, 'database-secrets.json')
  if (existsSync(file)) {
    const parsed = Secrets.safeParse(parseJson(readFileSync(file, 'utf8')))
    if (!parsed.success) throw new Error(`The file ${file} is damaged: put it back from a backup.`)
    return parsed.data
  }
  if (existsSync(join(directory, 'postgres')))
    throw new Error(
      `The file ${file}, which holds the passwords of the database beside it, is missing: put it back from a backup.`,
    )
  const secret = () => randomBytes(24).toString('base64url')
  const secrets = { postgres: secret(), kundebok_owner: secret(), kundebok_app: secret(), kundebok_backup: secret() }
  writeDurably(file, `${JSON.stringify(secrets)}\n`)
  return secrets
}

/** Readable by its owner alone; after a power cut either all of it is there or nothing. */
export function writeDurably(file: string, text: string) {
  const partial = `${file}.${process.pid}`
  const target = openSync(partial, 'w', 0o600)
  writeSync(target, text)
  fsyncSync(target)
  closeSync(target)
  renameSync(partial, file)
  syncFolder(join(file, '..'))
}

export function syncFolder(directory: string) {
  const folder = openSync(directory, 'r')
  fsyncSync(folder)
  closeSync(folder)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function reasonInWords(error: unknown) {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') return 'is on a disk with no space left'
  if (code === 'EACCES' || code === 'EPERM') return 'can not be written to by this user'
  if (code === 'EROFS') return 'is on a disk that can only be read'
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'is not a folder'
  return `can not be written to (${code})`
}
