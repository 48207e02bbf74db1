import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readMapSettings } from '#server/platform/map-settings.ts'
import { startMapsFake } from './maps.fake.ts'
import { makeTiles } from './tiles.ts'

let fake: Awaited<ReturnType<typeof startMapsFake>>
let directory: string
beforeEach(async () => {
  fake = await startMapsFake()
  directory = mkdtempSync(join(tmpdir(), 'kundebok-tiles-'))
})
afterEach(async () => {
  await fake.stop()
  rmSync(directory, { recursive: true })
})

function makeReader(megabytes = 1) {
  const environment = { TILE_URL: fake.tile_url, TILE_ATTRIBUTION: '© Noen', TILE_MAX_ZOOM: 18, DATA_DIR: directory }
  const { tiles } = readMapSettings({ ...environment, TILE_CACHE_MB: megabytes }, 'https://crm.example')
  if (!tiles) throw new Error('no tiles')
  return makeTiles({ ...tiles, service: { ...tiles.service, tries: 1 }, limit_bytes: megabytes * 1_000_000 })
}
const at = { z: 6, x: 33, y: 18 }
const files = () =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(directory, name)).isFile(),
  )

test('a picture is fetched once, by a name that says who asks, also when many want it and after a new start', async () => {
  const read = makeReader()
  const [one, other] = await Promise.all([read(at), read(at)])
  expect(one.bytes.equals(other.bytes)).toBe(true)
  await read(at)
  await makeReader()(at)
  expect(fake.state.asked).toEqual(['/tiles/6/18/33.png'])
  expect([...fake.state.agents]).toEqual(['Kundebok/0.1 (+https://crm.example)'])
  expect(files()).toHaveLength(1)
})

test('when its time is over it is asked whether it still holds, and an old one is better than none', async () => {
  fake.state.tile_headers = { 'cache-control': 'max-age=0', etag: '"one"' }
  const read = makeReader()
  const first = await read(at)
  expect((await read(at)).bytes.equals(first.bytes)).toBe(true)
  expect(fake.state.asked).toHaveLength(2)
  fake.state.failure = 'error'
  expect((await read(at)).bytes.equals(first.bytes)).toBe(true)
})

test.each([
  [{}, 7 * 86_400],
  [{ 'cache-control': 'public, max-age=86400' }, 86_400],
  [{ expires: new Date(Date.now() + 7_200_000).toUTCString() }, 7_200],
  [{ 'cache-control': 'no-cache' }, 60],
])('with the headers %o a browser keeps it for %i seconds', async (headers, seconds) => {
  fake.state.tile_headers = headers
  const { max_age = 0 } = await makeReader()(at)
  expect(Math.abs(max_age - seconds)).toBeLessThan(5)
})

test.each(['error', 'page', 'cut', 'busy'] as const)('what is no picture (%s) is not kept', async (failure) => {
  fake.state.failure = failure
  await expect(makeReader()(at)).rejects.toMatchObject({ code: 'unavailable' })
  expect(files()).toEqual([])
})

test('the pictures stay below the limit', async () => {
  const read = makeReader(0.005)
  for (let x = 0; x < 40; x++) await read({ z: 10, x, y: 4 })
  const size = files().reduce((sum, name) => sum + statSync(join(directory, name)).size, 0)
  expect(files().length).toBeGreaterThan(0)
  expect(size).toBeLessThanOrEqual(5_000)
})

test('nobody fetches the whole map through us', async () => {
  const read = makeReader()
  const many = await Promise.allSettled(Array.from({ length: 700 }, async (_, x) => read({ z: 12, x, y: 4 })))
  const refused = many.filter(({ status }) => status === 'rejected')
  expect(refused.length).toBeGreaterThan(200)
  expect(refused[0]).toMatchObject({ reason: { code: 'too_many' } })
})
