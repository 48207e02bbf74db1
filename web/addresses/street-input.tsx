import { Combobox, Text, TextInput, type TextInputProps, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { places } from '#calls/places.ts'
import type { AddressSuggestion } from '#contract/places.ts'
import { call } from '#web/platform/api.ts'
import { texts } from './texts.ts'

type Props = TextInputProps & {
  value: string
  /** The code that is typed already: addresses there come first. */
  postalCode: string
  isInNorway: boolean
  onType: (street: string) => void
  onPick: (address: AddressSuggestion) => void
}

/** A street with what the address register knows that begins so. Where it knows nothing, or is silent, one just types. */
export function StreetInput({ value, postalCode, isInNorway, onType, onPick, ...input }: Props) {
  const [isTyping, setIsTyping] = useState(false)
  const { data } = useSuggestions(value, postalCode, isTyping && isInNorway)
  const items = isTyping && isInNorway ? (data?.items ?? []) : []
  const close = () => {
    setIsTyping(false)
    combobox.resetSelectedOption()
  }
  // Open is a list that has something in it: with none, Enter and Esc are the form's.
  const combobox = useCombobox({ opened: items.length > 0, onDropdownClose: close })
  const pick = (at: string) => {
    const address = items[Number(at)]
    close()
    if (address) onPick(address)
  }
  return (
    <Combobox store={combobox} onOptionSubmit={pick}>
      <Combobox.Target withExpandedAttribute>
        <TextInput
          {...input}
          value={value}
          description={isTyping && data?.is_available === false ? texts.no_suggestions : undefined}
          onChange={(event) => {
            setIsTyping(true)
            onType(event.currentTarget.value)
            combobox.resetSelectedOption()
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && combobox.getSelectedOptionIndex() === -1) close()
          }}
          onBlur={close}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options aria-label={texts.suggestions}>
          {items.map(({ street, postal_code, city }, at) => (
            <Combobox.Option key={`${street} ${postal_code}`} value={String(at)}>
              {street}
              <Text span size="sm" c="dimmed">{`, ${postal_code} ${city}`}</Text>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function useSuggestions(value: string, postalCode: string, isOn: boolean) {
  const [typed] = useDebouncedValue(value.trim(), 200)
  const [code] = useDebouncedValue(/^\d{4}$/.test(postalCode.trim()) ? postalCode.trim() : '', 200)
  return useQuery({
    queryKey: ['address-suggestions', typed, code],
    // From the third letter on, and not of a box.
    enabled: isOn && typed.length >= 3 && !/^(?:postboks|pb\.? )/i.test(typed),
    staleTime: Infinity,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const near = code ? await call(places.suggest, { query: { q: typed, postal_code: code } }) : null
      return near && (near.items.length > 0 || !near.is_available)
        ? near
        : call(places.suggest, { query: { q: typed } })
    },
  })
}
