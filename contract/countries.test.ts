import { expect, test } from 'vitest'
import { country } from '#contract/fields.ts'
import { isCountry } from '#contract/countries.ts'

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const known = letters.flatMap((first) => letters.map((second) => first + second)).filter(isCountry)

test('249 countries of ISO 3166-1 and Kosovo are known, each with a name in both languages', () => {
  expect(known).toHaveLength(250)
  for (const language of ['nb', 'en']) {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
    for (const code of known) expect(names.of(code), code).toBeTruthy()
  }
  expect(new Intl.DisplayNames(['nb'], { type: 'region' }).of('SE')).toBe('Sverige')
})

test.each(['no', ' se ', 'XK'])('“%s” is a country', (code) => {
  expect(country.parse(code)).toBe(code.trim().toUpperCase())
})

test.each(['XX', 'UK', 'EU', 'N', '', '47', 'NOR'])('“%s” is refused', (code) => {
  expect(country.safeParse(code).success).toBe(false)
})
