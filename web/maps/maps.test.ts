import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clustersOf } from './clusters.ts'
import { moved, project, toWindow, unproject, viewOf } from './projection.ts'
import { readPoints } from './read-points.ts'
import { tilesOf } from './tiles.ts'

const size = { width: 800, height: 400 }
const oslo = { lat: 59.9112, lon: 10.7487 }
const place = fc.record({
  lat: fc.double({ min: -80, max: 80, noNaN: true }),
  lon: fc.double({ min: -179, max: 179, noNaN: true }),
})

test('what is drawn at a place is found there again', () => {
  fc.assert(
    fc.property(place, fc.integer({ min: 0, max: 18 }), (point, zoom) => {
      const back = unproject(project(point, zoom), zoom)
      expect(back.lat).toBeCloseTo(point.lat, 6)
      expect(back.lon).toBeCloseTo(point.lon, 6)
    }),
  )
})

test('the middle of the view is the middle of the window, and moves with it', () => {
  const view = { ...oslo, zoom: 12 }
  expect(toWindow(oslo, view, size)).toEqual({ x: 400, y: 200 })
  const after = toWindow(oslo, moved(view, { x: 100, y: -50 }), size)
  expect(after.x).toBeCloseTo(300)
  expect(after.y).toBeCloseTo(250)
})

test('all of the points are seen, with room around them', () => {
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 20 }), (points) => {
      const view = viewOf(points, size, 15)
      // The whole world is larger than the window already at the farthest.
      fc.pre(view.zoom > 0)
      for (const point of points) {
        const { x, y } = toWindow(point, view, size)
        expect(x >= 0 && x <= size.width && y >= 0 && y <= size.height).toBe(true)
      }
    }),
  )
  expect(viewOf([oslo], size, 15).zoom).toBe(15)
})

test('each point that is seen is in one cluster, and near each other they are together', () => {
  fc.assert(
    fc.property(fc.array(place, { maxLength: 200 }), (points) => {
      const members = clustersOf(points, { ...oslo, zoom: 0 }, { width: 2_000, height: 2_000 }).flatMap(
        (one) => one.members,
      )
      expect(members.toSorted((one, other) => one - other)).toEqual(points.map((_, at) => at))
    }),
  )
  // Nor does one stand on another.
  const crowd = Array.from({ length: 500 }, (_, at) => ({
    lat: 58 + (at % 25) / 10,
    lon: 5 + Math.floor(at / 25) / 10,
  }))
  const drawn = clustersOf(crowd, { ...oslo, zoom: 6 }, size).map((cluster) => project(cluster, 6))
  const distances = drawn.flatMap((one, at) =>
    drawn.slice(at + 1).map((other) => Math.hypot(one.x - other.x, one.y - other.y)),
  )
  expect(Math.min(...distances)).toBeGreaterThanOrEqual(46)
  const near = [oslo, { lat: 59.9113, lon: 10.7488 }, { lat: 60.39, lon: 5.32 }]
  expect(clustersOf(near, { ...oslo, zoom: 5 }, size).map(({ members }) => members)).toEqual([[0, 1], [2]])
  expect(clustersOf(near, { ...oslo, zoom: 19 }, size).map(({ members }) => members)).toEqual([[0], [1]])
})

test('ten thousand points are put together well within a frame', () => {
  const points = Array.from({ length: 10_000 }, (_, at) => ({
    lat: 58 + (at % 100) / 10,
    lon: 5 + Math.floor(at / 100) / 10,
  }))
  const begin = performance.now()
  for (let times = 0; times < 5; times++) clustersOf(points, { ...oslo, zoom: 3 }, size)
  expect((performance.now() - begin) / 5).toBeLessThan(100)
})

test('the pictures cover the window and nothing far beyond it, each where it belongs', () => {
  const tiles = tilesOf({ ...oslo, zoom: 9 }, size, 18)
  expect(tiles.length).toBeGreaterThanOrEqual(8)
  expect(tiles.length).toBeLessThanOrEqual(15)
  expect(tiles.every(({ left, top }) => left > -257 && left < 800 && top > -257 && top < 400)).toBe(true)
  expect(tiles[0]?.url).toMatch(/^\/api\/map-tiles\/10-\d+-\d+$/)
  // Nearer than the pictures go they are drawn larger.
  expect(tilesOf({ ...oslo, zoom: 18 }, size, 17)[0]).toMatchObject({ side: 1_024 })
  // Beyond the edge of the world there are none.
  expect(tilesOf({ lat: 0, lon: 0, zoom: 0 }, { width: 4_000, height: 4_000 }, 18)).toHaveLength(4)
})

test('ten thousand companies come as three texts, and are read piece by piece', () => {
  expect(readPoints({ ids: '', points: '', names: '' })).toEqual({ ids: [], names: [], points: [] })
  const ids = ['01997a3c-0000-7000-8000-00000000000a', 'ffffffff-ffff-7fff-bfff-ffffffffffff']
  const points = Buffer.alloc(16)
  ;[6_039_750, 532_450, -4_500_001, 17_999_999].forEach((value, at) => points.writeInt32BE(value, 4 * at))
  const reply = {
    ids: Buffer.from(ids.join('').replaceAll('-', ''), 'hex').toString('base64'),
    points: points.toString('base64'),
    names: 'Bergen Båt AS\nØst',
  }
  expect(readPoints(reply)).toEqual({
    ids,
    names: ['Bergen Båt AS', 'Øst'],
    points: [
      { lat: 60.3975, lon: 5.3245 },
      { lat: -45.00001, lon: 179.99999 },
    ],
  })
})
