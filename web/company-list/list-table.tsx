import { Badge, Checkbox, Group, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react'
import { CategoryChips } from '#web/categories/category-chips.tsx'
import { usePrinting } from '#web/platform/paper.ts'
import { fill, texts as shared } from '#web/platform/texts.ts'
import type { Column, Listed } from './columns.ts'
import type { Chosen } from './company-list-page.tsx'
import { texts } from './texts.ts'

type Place = '/companies/$id/$tab' | '/persons/$id/$tab'
export type ListProps<R extends Listed, S extends string> = {
  label: string
  /** The card that a row opens. */
  card: Place
  rows: R[]
  columns: Column<R, S>[]
  chosen: Chosen
  setChosen: (chosen: Chosen) => void
  loadMore: () => void
}
type Sorting<S> = { sort: S; order: 'asc' | 'desc'; onSort: (sort: S, order: 'asc' | 'desc') => void }
type Props<R extends Listed, S extends string> = ListProps<R, S> & Sorting<S>

const ROW = 38

/** Only the rows in sight are drawn, however many there are; on paper all that have come. Arrow keys walk them, Enter opens, Space selects. */
export function ListTable<R extends Listed, S extends string>(props: Props<R, S>) {
  const { label, card, rows, columns, chosen, setChosen, loadMore, sort, order, onSort } = props
  const scroller = useRef<HTMLDivElement>(null)
  const last = useRef<number | null>(null)
  // oxlint-disable-next-line react/incompatible-library -- the compiler it speaks of is not used
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  })
  const isPrinting = usePrinting()
  const inSight = virtual.getVirtualItems()
  const drawn = isPrinting ? rows.map((_, index) => ({ index })) : inSight
  const lowest = inSight.at(-1)?.index ?? 0
  useEffect(() => {
    if (lowest >= rows.length - 30) loadMore()
  }, [lowest, rows.length, loadMore])
  const toggle = (at: number, isRange: boolean) => {
    const ids = new Set(chosen.isAll ? rows.map(({ id }) => id) : chosen.ids)
    const isOn = !ids.has(rows[at]?.id ?? '')
    const from = isRange && last.current !== null ? last.current : at
    for (const { id } of rows.slice(Math.min(from, at), Math.max(from, at) + 1)) {
      if (isOn) ids.add(id)
      else ids.delete(id)
    }
    last.current = at
    setChosen({ ids, isAll: false })
  }
  const focusRow = (at: number) => {
    const to = Math.max(0, Math.min(rows.length - 1, at))
    const focus = () => {
      const link = scroller.current?.querySelector<HTMLElement>(`[data-row="${to}"] a`)
      link?.focus()
      return link !== null && link !== undefined
    }
    virtual.scrollToIndex(to)
    // A row out of sight is drawn when one has scrolled to it.
    if (!focus()) requestAnimationFrame(focus)
  }
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const at = Number((event.target as HTMLElement).closest('tr')?.dataset.row ?? Number.NaN)
    if (Number.isNaN(at)) return
    if (event.key === 'ArrowDown') focusRow(at + 1)
    else if (event.key === 'ArrowUp') focusRow(at - 1)
    else if (event.key === 'Home') focusRow(0)
    else if (event.key === ' ' && (event.target as HTMLElement).tagName === 'A') toggle(at, event.shiftKey)
    else return
    event.preventDefault()
  }
  const isChosen = (id: string) => chosen.isAll || chosen.ids.has(id)
  const areAll = rows.every(({ id }) => isChosen(id))
  const above = isPrinting ? 0 : (inSight[0]?.start ?? 0)
  const beneath = isPrinting ? 0 : virtual.getTotalSize() - (inSight.at(-1)?.end ?? 0)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section ref={scroller} className="list-scroller" aria-label={label} tabIndex={0} onKeyDown={onKey}>
      <table
        className="list-table"
        style={{ width: columns.reduce((sum, { width }) => sum + width, 44) }}
        aria-rowcount={rows.length + 1}
      >
        <thead>
          <tr>
            <th style={{ width: 44 }}>
              <Checkbox
                size="xs"
                aria-label={texts.select_all}
                checked={areAll}
                indeterminate={!areAll && chosen.ids.size > 0}
                onChange={() =>
                  setChosen({ ids: areAll ? new Set() : new Set(rows.map(({ id }) => id)), isAll: false })
                }
              />
            </th>
            {columns.map((column) => (
              <Heading key={column.field} column={column} sort={sort} order={order} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr aria-hidden style={{ height: above }} />}
          {drawn.map(({ index }) => {
            const row = rows[index]
            if (!row) return null
            return (
              <tr key={row.id} data-row={index} aria-rowindex={index + 2} data-chosen={isChosen(row.id) || undefined}>
                <td>
                  <Checkbox
                    size="xs"
                    tabIndex={-1}
                    aria-label={fill(texts.select_row, { name: row.name })}
                    checked={isChosen(row.id)}
                    onClick={(event: MouseEvent) => toggle(index, event.shiftKey)}
                    readOnly
                  />
                </td>
                {columns.map((column) => (
                  <Cell key={column.field} row={row} column={column} card={card} />
                ))}
              </tr>
            )
          })}
          {beneath > 0 && <tr aria-hidden style={{ height: beneath }} />}
        </tbody>
      </table>
    </section>
  )
}

type HeadingProps<R extends Listed, S extends string> = { column: Column<R, S> } & Sorting<S>

function Heading<R extends Listed, S extends string>({ column, sort, order, onSort }: HeadingProps<R, S>) {
  const { field, label, width, isNumber } = column
  const isSorted = column.sort === sort
  const style = { width, textAlign: isNumber ? ('right' as const) : ('left' as const) }
  if (!column.sort) return <th style={style}>{label}</th>
  const by = column.sort
  return (
    // oxlint-disable-next-line jsx-a11y/control-has-associated-label -- its button has the text
    <th style={style} aria-sort={isSorted ? (order === 'asc' ? 'ascending' : 'descending') : 'none'} data-field={field}>
      <UnstyledButton
        fz="inherit"
        fw="inherit"
        title={fill(texts.sort_by, { column: label })}
        onClick={() => onSort(by, isSorted && order === 'asc' ? 'desc' : 'asc')}
      >
        <Group gap={4} wrap="nowrap" display="inline-flex">
          {label}
          {isSorted && (order === 'asc' ? <IconArrowUp size={14} /> : <IconArrowDown size={14} />)}
        </Group>
      </UnstyledButton>
    </th>
  )
}

type CellProps<R extends Listed, S extends string> = { row: R; column: Column<R, S>; card: Place }

function Cell<R extends Listed, S extends string>({ row, column, card }: CellProps<R, S>) {
  const text = column.show(row)
  if (column.field === 'categories')
    return (
      <td title={text ?? undefined}>
        <CategoryChips categories={row.categories} most={2} />
      </td>
    )
  if (column.field !== 'name')
    return (
      <td style={column.isNumber ? { textAlign: 'right' } : {}} title={text ?? undefined}>
        {text}
      </td>
    )
  return (
    <td title={text ?? undefined}>
      <Link className="plain-link" to={card} params={{ id: row.id, tab: 'info' }}>
        {row.name}
      </Link>{' '}
      {row.inactive_at && (
        <Badge size="xs" variant="default">
          {shared.inactive_at}
        </Badge>
      )}
    </td>
  )
}
