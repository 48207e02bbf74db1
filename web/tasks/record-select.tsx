import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { search } from '#contract/search.ts'
import { call } from '#web/platform/api.ts'
import type { Linked } from './task-fields.ts'
import { texts } from './texts.ts'

type Props = {
  label: string
  kind: 'company' | 'person'
  value: Linked | null
  onChange: (record: Linked | null) => void
  error?: string | undefined
}

/** A company or a person, found by any part of what one remembers. */
export function RecordSelect({ label, kind, value, onChange, error }: Props) {
  const [typed, setTyped] = useState(value?.name ?? '')
  const [q] = useDebouncedValue(typed.trim(), 150)
  const isSearch = q !== '' && q !== value?.name
  const { data } = useQuery({
    queryKey: ['search', 'for-choosing', kind, q],
    queryFn: () => call(search.find, { query: { q, kind } }),
    enabled: isSearch,
    placeholderData: keepPreviousData,
  })
  const found = isSearch ? (data?.items ?? []) : []
  const named = found.map(({ id, name, city }) => ({ value: id, label: name, city }))
  const hits =
    value && !named.some((hit) => hit.value === value.id)
      ? [{ value: value.id, label: value.name, city: null }, ...named]
      : named
  return (
    <Select
      label={label}
      placeholder={texts.find_record}
      searchable
      clearable
      data={hits}
      // The server has searched.
      filter={({ options }) => options}
      value={value?.id ?? null}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(id) => {
        const hit = hits.find((one) => one.value === id)
        onChange(hit ? { id: hit.value, name: hit.label } : null)
      }}
      nothingFoundMessage={isSearch && data ? texts.nothing_found : undefined}
      maxDropdownHeight={240}
      error={error}
    />
  )
}
