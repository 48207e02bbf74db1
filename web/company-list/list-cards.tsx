import { Badge, Checkbox, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { fill, texts as shared } from '#web/platform/texts.ts'
import type { Listed } from './columns.ts'
import type { ListProps } from './list-table.tsx'
import { texts } from './texts.ts'

/** The list on a phone: name and the first columns below each other. */
export function ListCards<R extends Listed, S extends string>(props: ListProps<R, S>) {
  const { label, card, rows, columns, chosen, setChosen, loadMore } = props
  const list = useRef<HTMLUListElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- the compiler it speaks of is not used
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 64,
    overscan: 8,
    scrollMargin: list.current?.offsetTop ?? 0,
  })
  const inSight = virtual.getVirtualItems()
  const lowest = inSight.at(-1)?.index ?? 0
  useEffect(() => {
    if (lowest >= rows.length - 30) loadMore()
  }, [lowest, rows.length, loadMore])
  const toggle = (id: string) => {
    const ids = new Set(chosen.isAll ? rows.map((row) => row.id) : chosen.ids)
    if (!ids.delete(id)) ids.add(id)
    setChosen({ ids, isAll: false })
  }
  return (
    <ul ref={list} className="list-cards" aria-label={label} style={{ height: virtual.getTotalSize() }}>
      {inSight.map(({ index, start }) => {
        const row = rows[index]
        if (!row) return null
        return (
          <li
            key={row.id}
            ref={virtual.measureElement}
            data-index={index}
            style={{ transform: `translateY(${start - virtual.options.scrollMargin}px)` }}
          >
            <Group wrap="nowrap" gap="sm">
              <Checkbox
                aria-label={fill(texts.select_row, { name: row.name })}
                checked={chosen.isAll || chosen.ids.has(row.id)}
                onChange={() => toggle(row.id)}
              />
              <div className="field-value">
                <Link className="plain-link" to={card} params={{ id: row.id, tab: 'info' }}>
                  {row.name}
                </Link>{' '}
                {row.inactive_at && (
                  <Badge size="xs" variant="default">
                    {shared.inactive_at}
                  </Badge>
                )}
                <Text size="sm" c="dimmed">
                  {columns.flatMap((column) => column.show(row) ?? []).join(' · ')}
                </Text>
              </div>
            </Group>
          </li>
        )
      })}
    </ul>
  )
}
