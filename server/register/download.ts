import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { callForStream, type Service } from '#server/platform/outgoing.ts'

export type Report = (line: string) => void

const day = 24 * 3_600_000

/**
 * One of the register's files, whole, in `directory`: that of today when it is there already, else fetched. What broke
 * off is taken up where it stopped, also by the next run; a file that grows no more after some tries is an error.
 */
export async function downloadFile(
  register: Service,
  kind: 'enheter' | 'underenheter',
  directory: string,
  report: Report,
) {
  mkdirSync(directory, { recursive: true })
  const file = join(directory, `${kind}.json.gz`)
  if (existsSync(file) && Date.now() - statSync(file).mtimeMs < day) return { file, made_at: statSync(file).mtime }
  const part = `${file}.part`
  if (existsSync(part) && Date.now() - statSync(part).mtimeMs > day) rmSync(part)
  for (let tries = 1; ; tries++) {
    const before = sizeOf(part)
    try {
      const made_at = await fetchRest(register, kind, part, report)
      renameSync(part, file)
      utimesSync(file, made_at, made_at)
      return { file, made_at }
    } catch (error) {
      if (sizeOf(part) > before) tries = 1
      if (tries >= 5) throw error
      report(`${kind}: broke off at ${megabytes(sizeOf(part))}, goes on`)
      await wait(Math.min(30_000, 500 * 2 ** tries))
    }
  }
}

const sizeOf = (file: string) => (existsSync(file) ? statSync(file).size : 0)
const megabytes = (bytes: number) => `${Math.round(bytes / 1_000_000)} MB`

/** Fetches what is not there yet; when the register gives but the whole, or another day's file, from the beginning. */
async function fetchRest(register: Service, kind: string, part: string, report: Report): Promise<Date> {
  const have = sizeOf(part)
  const reply = await callForStream(
    { ...register, deadline_ms: 60_000 },
    { path: `/${kind}/lastned`, headers: have > 0 ? { range: `bytes=${have}-` } : {} },
  )
  const { statusCode = 0, headers } = reply
  const isRest = statusCode === 206 && headers['content-range']?.startsWith(`bytes ${have}-`)
  if (statusCode === 416) rmSync(part, { force: true })
  if (statusCode !== 200 && !isRest) {
    reply.destroy()
    throw new Error(`The register answers ${statusCode} for its file of ${kind}.`)
  }
  const whole = (isRest ? have : 0) + Number(headers['content-length'] ?? 0)
  let [done, told] = [isRest ? have : 0, 0]
  reply.on('data', (piece: Buffer) => {
    done += piece.length
    if (done - told < 20_000_000) return
    told = done
    report(`${kind}: ${megabytes(done)} of ${megabytes(whole)}`)
  })
  await pipeline(reply, createWriteStream(part, { flags: isRest ? 'a' : 'w' }))
  const made_at = new Date(headers['last-modified'] ?? '')
  return Number.isNaN(made_at.getTime()) ? new Date() : made_at
}
