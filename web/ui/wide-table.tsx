import { Table } from '@mantine/core'
import type { ReactNode } from 'react'

/** A table that scrolls sideways on a narrow screen, also by the keyboard. */
export function WideTable({ label, width, children }: { label: string; width: number; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section className="wide-table" aria-label={label} tabIndex={0}>
      <Table miw={width} verticalSpacing={6}>
        {children}
      </Table>
    </section>
  )
}
