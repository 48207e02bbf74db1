import { Stack } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'

/** A form whose fields stand below each other; faults are told by us and not by the browser. */
export function Form({ onSubmit, children }: { onSubmit: (event: FormEvent) => unknown; children: ReactNode }) {
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">{children}</Stack>
    </form>
  )
}
