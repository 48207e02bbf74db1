import { Anchor, Checkbox, Fieldset, Grid, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { addresses } from '#contract/addresses.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { CountrySelect } from './country-select.tsx'
import { countryName } from './show.ts'
import { StreetInput } from './street-input.tsx'
import { texts } from './texts.ts'

/** What is typed; no country means that of the one whose address it is. */
export type FormAddress = {
  name: string
  street: string
  street2: string
  postal_code: string
  city: string
  state: string
  country: string
}
export const noAddress: FormAddress = {
  name: '',
  street: '',
  street2: '',
  postal_code: '',
  city: '',
  state: '',
  country: '',
}

/** A stored address as the form shows it. */
export function toFormAddress(stored: { [K in keyof FormAddress]: string | null }): FormAddress {
  const lines = Object.keys(noAddress) as (keyof FormAddress)[]
  return Object.fromEntries(lines.map((line) => [line, stored[line] ?? ''])) as FormAddress
}

type Props = {
  legend: string
  /** What the fields are called in their form: `postal_address` has `postal_address.street`. */
  name: string
  value: FormAddress | null
  /** Changes what the address is at that moment: the place of a postal code comes a little later. */
  onChange: (change: (now: FormAddress | null) => FormAddress | null) => void
  errorOf: (line: keyof FormAddress) => string | undefined
  /** The country when the address names none. */
  country: string
  /** What a tick instead of an address means. */
  instead?: string
}

export function AddressFields({ legend, name, value, onChange, errorOf, country, instead }: Props) {
  const hasMore = Boolean(value?.name || value?.street2 || value?.state)
  const [isLong, setIsLong] = useState(false)
  const showsAll = isLong || hasMore || ['name', 'street2', 'state'].some((line) => errorOf(line as keyof FormAddress))
  const set = (change: Partial<FormAddress>) => onChange((now) => ({ ...(now ?? noAddress), ...change }))
  const fillCity = useCityOfPostalCode(value, onChange)
  const input = (line: keyof FormAddress, more: object = {}) => (
    <TextInput
      label={texts[line]}
      name={`${name}.${line}`}
      autoComplete="off"
      value={value?.[line] ?? ''}
      onChange={(event) => set({ [line]: event.currentTarget.value })}
      error={errorOf(line)}
      {...more}
    />
  )
  return (
    <Fieldset legend={legend} className="address">
      <Stack gap="xs">
        {instead && (
          <Checkbox
            label={instead}
            name={name}
            checked={value === null}
            onChange={(event) => {
              const isSame = event.currentTarget.checked
              onChange(() => (isSame ? null : noAddress))
            }}
          />
        )}
        {value && (
          <>
            {showsAll && input('name')}
            <StreetInput
              label={texts.street}
              name={`${name}.street`}
              autoComplete="off"
              value={value.street}
              error={errorOf('street')}
              postalCode={value.postal_code}
              isInNorway={(value.country || country) === 'NO'}
              onType={(street) => set({ street })}
              onPick={(address) => {
                set(address)
                void fillCity(address.postal_code)
              }}
            />
            {showsAll && input('street2')}
            <Grid gap="xs">
              <Grid.Col span={{ base: 5, sm: 3 }}>
                {input('postal_code', {
                  onChange: (event: { currentTarget: HTMLInputElement }) => {
                    const postal_code = event.currentTarget.value
                    set({ postal_code })
                    if ((value.country || country) === 'NO') void fillCity(postal_code)
                  },
                })}
              </Grid.Col>
              <Grid.Col span={{ base: 7, sm: 5 }}>{input('city')}</Grid.Col>
              <Grid.Col span={{ base: 12, sm: 4 }}>
                <CountrySelect
                  value={value.country}
                  onChange={(chosen) => set({ country: chosen })}
                  placeholder={countryName(country)}
                  clearable
                  error={errorOf('country')}
                />
              </Grid.Col>
            </Grid>
            {showsAll ? (
              input('state')
            ) : (
              <Anchor component="button" type="button" size="xs" ta="start" onClick={() => setIsLong(true)}>
                {texts.more_lines}
              </Anchor>
            )}
          </>
        )}
      </Stack>
    </Fieldset>
  )
}

/** The place of a Norwegian code, unless someone wrote another one than the register's for the code before. */
function useCityOfPostalCode(value: FormAddress | null, onChange: Props['onChange']) {
  const queries = useQueryClient()
  const codeBefore = useRef(value?.postal_code ?? '')
  const cityOf = async (postal_code: string) => {
    if (!/^\d{4}$/.test(postal_code)) return null
    const queryFn = () => call(addresses.postal_code, { params: { postal_code } })
    try {
      return (await queries.fetchQuery({ queryKey: ['postal-code', postal_code], queryFn, staleTime: Infinity })).city
    } catch (error) {
      // Not in the register, or no connection: the place is typed by hand.
      if (error instanceof Refusal) return null
      throw error
    }
  }
  return async (typed: string) => {
    const code = typed.trim()
    const city = await cityOf(code)
    if (city === null) return
    const placeBefore = (await cityOf(codeBefore.current)) ?? ''
    codeBefore.current = code
    onChange((now) => {
      if (now?.postal_code.trim() !== code) return now
      const isOwn = now.city.trim() !== '' && now.city.trim().toLowerCase() !== placeBefore.toLowerCase()
      return isOwn ? now : { ...now, city }
    })
  }
}
