import { expect, test } from 'vitest'
import { marks } from './marks.ts'

const shown = (text: string, query: string) =>
  marks(text, query)
    .map(({ part, isHit }) => (isHit ? `[${part}]` : part))
    .join('')

test.each([
  ['Nordlys Elektro AS', 'nord', '[Nord]lys Elektro AS'],
  ['Håkonsens Båtbyggeri', 'hakon bat', '[Håkon]sens [Båt]byggeri'],
  ['Bjørnsons Møbler', 'BJØRN', '[Bjørn]sons Møbler'],
  ['Café Évora', 'cafe ev', '[Café] [Év]ora'],
  ['988 077 917', '9880', '[988 0]77 917'],
  ['Fjord', 'berg', 'Fjord'],
  ['Fjord', '', 'Fjord'],
  ['A (B) .*', '.*', 'A (B) [.*]'],
])('in %s the query %s marks %s', (text, query, wanted) => {
  expect(shown(text, query)).toBe(wanted)
})
