import { type ComboboxItem, type OptionsFilter, Select, type SelectProps } from '@mantine/core'
import { countries } from '#contract/countries.ts'
import { countryName } from './show.ts'
import { texts } from './texts.ts'

const first = ['NO', 'SE', 'DK', 'FI', 'IS']
const inOrder = (codes: readonly string[]) => codes.map((value) => ({ value, label: countryName(value) }))
const others = inOrder(countries.filter((code) => !first.includes(code))).toSorted((one, other) =>
  one.label.localeCompare(other.label, 'nb'),
)
const data = [
  { group: texts.neighbours, items: inOrder(first) },
  { group: texts.others, items: others },
]

const english = new Intl.DisplayNames('en', { type: 'region' })
const norwegian = new Intl.DisplayNames('nb', { type: 'region' })
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** By its name in Norwegian or English, or by its code. */
function isCountryLike(typed: string, { value }: ComboboxItem) {
  const sought = plain(typed.trim())
  return (
    value.toLowerCase() === sought ||
    [norwegian, english].some((names) =>
      plain(names.of(value) ?? '')
        .split(/[\s(-]+/)
        .some((_, at, words) => words.slice(at).join(' ').startsWith(sought)),
    )
  )
}

const filter: OptionsFilter = ({ options, search }) =>
  options
    .map((option) =>
      'group' in option ? { ...option, items: option.items.filter((item) => isCountryLike(search, item)) } : option,
    )
    .filter((option) => ('group' in option ? option.items.length > 0 : isCountryLike(search, option)))

type Props = Omit<SelectProps, 'data' | 'filter' | 'value' | 'onChange'> & {
  value: string
  onChange: (country: string) => void
}

/** A country, found by typing; the neighbours stand first. Empty when none is chosen. */
export function CountrySelect({ value, onChange, ...more }: Props) {
  return (
    <Select
      label={texts.country}
      searchable
      autoSelectOnBlur
      selectFirstOptionOnChange
      nothingFoundMessage={texts.no_country}
      data={data}
      filter={filter}
      value={value || null}
      onChange={(country) => onChange(country ?? '')}
      {...more}
    />
  )
}
