import { expect, test } from 'vitest'
import { arrange, fitting, move, putAway } from './tab-order.ts'

const tabs = ['info', 'more', 'history'].map((id) => ({ id }))
const away = (arranged: { id: string; isAway: boolean }[]) => arranged.map(({ id, isAway }) => (isAway ? `-${id}` : id))

test.each([
  [undefined, ['info', 'more', 'history']],
  [
    ['history', 'info', 'more'],
    ['history', 'info', 'more'],
  ],
  [['history'], ['history', 'info', 'more']],
  [
    ['-more', 'info'],
    ['-more', 'info', 'history'],
  ],
  [
    ['gone', 'more', 'more'],
    ['more', 'info', 'history'],
  ],
])('the order %j gives %j', (order, wanted) => {
  expect(away(arrange(tabs, order))).toEqual(wanted)
})

test('a tab is moved past those that are put away, and not beyond the ends', () => {
  const arranged = arrange(tabs, ['info', '-more', 'history'])
  expect(move(arranged, 'info', 1)).toEqual(['-more', 'history', 'info'])
  expect(move(arranged, 'info', -1)).toEqual(['info', '-more', 'history'])
  expect(putAway(arranged, 'more', false)).toEqual(['info', 'more', 'history'])
})

test.each([
  [300, 'info', ['info', 'more', 'history']],
  [250, 'info', ['info', 'more']],
  [250, 'history', ['info', 'history']],
  [10, 'more', ['more']],
])('%i pixels with %s open hold %j', (room, current, wanted) => {
  expect(fitting(['info', 'more', 'history'], () => 100, room, current)).toEqual(wanted)
})
