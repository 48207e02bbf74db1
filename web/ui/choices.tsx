import { MultiSelect } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { ChoicesProps } from './choices-on-use.tsx'

export function Choices({ label, value, opensAtOnce, ...choices }: ChoicesProps & { opensAtOnce: boolean }) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (opensAtOnce) field.current?.focus()
  }, [opensAtOnce])
  return (
    <MultiSelect
      ref={field}
      aria-label={label}
      placeholder={value.length === 0 ? label : ''}
      value={value}
      searchable
      clearable
      defaultDropdownOpened={opensAtOnce}
      {...choices}
    />
  )
}
