import { countries } from '#contract/countries.ts'

const countryNames = new Map(
  (['nb', 'en', 'sv', 'da', 'de'] as const).flatMap((language) => {
    const names = new Intl.DisplayNames(language, { type: 'region' })
    return countries.map((code) => [(names.of(code) ?? code).toLocaleLowerCase('nb'), code] as const)
  }),
)
countryNames.set('uk', 'GB').set('england', 'GB').set('usa', 'US').set('holland', 'NL').set('n', 'NO')

/** A country by its code or its name in a language of the neighbours; another goes as it is, and is refused. */
export function readCountry(value: string): string {
  const code = value.toUpperCase()
  if (countries.includes(code)) return code
  return countryNames.get(value.toLocaleLowerCase('nb')) ?? value
}
