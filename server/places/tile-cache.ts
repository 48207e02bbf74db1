// Pictures of the map on disk, below a limit: a file holds a line of what is known of it, and then its bytes.
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const About = z.object({ media_type: z.string(), etag: z.string().nullable(), fresh_until: z.number() })
export type Tile = z.output<typeof About> & { bytes: Buffer }

/** Kept down to this share when the limit is passed. */
const KEPT_SHARE = 0.8

export function makeTileCache(directory: string, limit_bytes: number) {
  let size: Promise<number> | number | undefined
  let made = 0
  const pathOf = (name: string) => join(directory, name)

  const read = async (name: string): Promise<Tile | null> => {
    const file = await readFile(pathOf(name)).catch(() => null)
    const end = file?.indexOf(10) ?? -1
    if (!file || end < 0) return null
    const about = About.safeParse(parseJson(file.subarray(0, end).toString()))
    return about.success ? { ...about.data, bytes: file.subarray(end + 1) } : null
  }

  const keep = async (name: string, { bytes, ...about }: Tile) => {
    const path = pathOf(name)
    const file = Buffer.concat([Buffer.from(`${JSON.stringify(about)}\n`), bytes])
    await mkdir(dirname(path), { recursive: true })
    // Whoever reads meanwhile sees the old file or the new one.
    const beside = `${path}.${process.pid}-${++made}`
    await writeFile(beside, file)
    await rename(beside, path)
    size = (await (size ??= measure(directory))) + file.length
    if (size > limit_bytes) size = await (size = prune(directory, limit_bytes * KEPT_SHARE))
  }
  return { read, keep }
}

async function filesIn(directory: string) {
  const names = await readdir(directory, { recursive: true }).catch(() => [])
  const files = []
  for (const name of names) {
    const path = join(directory, name)
    const found = await stat(path).catch(() => null)
    if (found?.isFile()) files.push({ path, size: found.size, at: found.mtimeMs })
  }
  return files
}

const sum = (files: { size: number }[]) => files.reduce((total, { size }) => total + size, 0)
const measure = async (directory: string) => sum(await filesIn(directory))

/** Those that were fetched longest ago go first. */
async function prune(directory: string, wanted: number) {
  const files = (await filesIn(directory)).toSorted((one, other) => one.at - other.at)
  let total = sum(files)
  for (const { path, size } of files) {
    if (total <= wanted) break
    await rm(path, { force: true })
    total -= size
  }
  return total
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
