import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { makeRawBranch, makeRawUnit, type RawUnit } from './register-units.ts'

/** The register's two files with so many made-up units and branches in them, as it gives them; those that are there stay. */
export async function writeRegisterFiles(directory: string, units: number, branches: number) {
  mkdirSync(directory, { recursive: true })
  const made = {
    units: join(directory, `enheter-${units}.json.gz`),
    branches: join(directory, `underenheter-${branches}.json.gz`),
  }
  await writeFile(made.units, units, makeRawUnit)
  await writeFile(made.branches, branches, (at) => makeRawBranch(at, units))
  return made
}

async function writeFile(file: string, count: number, make: (at: number) => RawUnit) {
  if (existsSync(file)) return
  await pipeline(Readable.from(pieces(count, make)), createGzip({ level: 1 }), createWriteStream(`${file}.part`))
  renameSync(`${file}.part`, file)
}

/** Half a megabyte at a time, with the spaces that the register's own files have. */
function* pieces(count: number, make: (at: number) => RawUnit) {
  let piece = '[ '
  for (let at = 0; at < count; at++) {
    piece += `${at === 0 ? '' : ', '}${JSON.stringify(make(at), null, 2)}`
    if (piece.length < 500_000) continue
    yield piece
    piece = ''
  }
  yield `${piece} ]`
}
