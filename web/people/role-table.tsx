import { ActionIcon, Badge, Group, Table, Text, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconDots } from '@tabler/icons-react'
import { Link as RouteLink, useNavigate } from '@tanstack/react-router'
import { type MouseEvent, useMemo, useState } from 'react'
import { fill, formatDay, texts as shared } from '#web/platform/texts.ts'
import { MobileLink } from '#web/sms/mobile-link.tsx'
import { useSms, type WriteSms } from '#web/sms/use-sms.tsx'
import { MailLink, PhoneLink } from '#web/ui/field.tsx'
import { MenuAt, type Place, placeOf } from '#web/ui/menu-at.tsx'
import { MenuButton } from '#web/ui/menu-button.tsx'
import { WideTable } from '#web/ui/wide-table.tsx'
import { hasLeft } from './names.ts'
import { type Link, RoleActions } from './role-actions.tsx'
import type { Reach } from './reach.ts'
import { texts } from './texts.ts'

const columns = ['name', 'title', 'phone', 'mobile', 'email'] as const
type Column = (typeof columns)[number]

export type Row = Record<Exclude<Column, 'name'>, string | null> & {
  link: Link
  /** Of the one on the other side, and what she is sorted by. */
  name: string
  sort_name: string
  reach: Reach
}
type Props = { label: string; goTo: 'person' | 'company'; rows: Row[]; onEdit: (link: Link) => void }

const personOf = ({ link: { person } }: Row) => ({ kind: 'person', ...person }) as const

/** The same on a phone: each below the other, with its menu at hand. */
export function RoleCards({ label, goTo, rows, onEdit }: Props) {
  const sms = useSms()
  return (
    <>
      <ul className="rows" aria-label={label}>
        {rows.map((row) => (
          <li key={row.link.id}>
            <div className="row-text field-value">
              <Name row={row} goTo={goTo} />
              {row.title && (
                <Text size="sm" c="dimmed">
                  {row.title}
                </Text>
              )}
              {row.mobile && <MobileLink number={row.mobile} of={personOf(row)} onSms={sms.write} />}
              {row.phone && <PhoneLink number={row.phone} />}
              {row.email && <MailLink address={row.email} />}
            </div>
            <RowMenu row={row} goTo={goTo} onEdit={onEdit} onSms={sms.write} />
          </li>
        ))}
      </ul>
      {sms.dialog}
    </>
  )
}

/** Links of a card, by any column. Double-click or Enter opens the other side; the row's menu is its right-click too. */
export function RoleTable({ label, goTo, rows, onEdit }: Props) {
  const [sort, setSort] = useState<{ by: Column; isDown: boolean } | null>(null)
  const [menu, setMenu] = useState<(Place & { row: Row }) | null>(null)
  const navigate = useNavigate()
  const sms = useSms()
  const sorted = useMemo(() => (sort ? inOrder(rows, sort.by, sort.isDown) : rows), [rows, sort])
  const openMenu = (row: Row) => (event: MouseEvent<HTMLElement>) => {
    event.preventDefault()
    event.stopPropagation()
    setMenu({ row, ...placeOf(event) })
  }
  const toggle = (by: Column) => setSort({ by, isDown: sort?.by === by && !sort.isDown })
  return (
    <WideTable label={label} width={760}>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Heading
              key={column}
              label={shared[column]}
              direction={sort?.by === column ? (sort.isDown ? 'descending' : 'ascending') : 'none'}
              onToggle={() => toggle(column)}
            />
          ))}
          <Table.Th aria-label={shared.actions} w={40} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {sorted.map((row) => (
          <Table.Tr
            key={row.link.id}
            className="role-row"
            onContextMenu={openMenu(row)}
            onDoubleClick={() => navigate(cardOf(row.link, goTo))}
          >
            <Table.Td className="field-value">
              <Name row={row} goTo={goTo} />
            </Table.Td>
            <Table.Td className="field-value">{row.title}</Table.Td>
            <Table.Td>{row.phone && <PhoneLink number={row.phone} />}</Table.Td>
            <Table.Td>{row.mobile && <MobileLink number={row.mobile} of={personOf(row)} onSms={sms.write} />}</Table.Td>
            <Table.Td>{row.email && <MailLink address={row.email} />}</Table.Td>
            <Table.Td>
              <RowMenu row={row} goTo={goTo} onEdit={onEdit} onSms={sms.write} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      {menu && (
        <MenuAt at={menu} label={fill(texts.row_menu, { name: menu.row.name })} close={() => setMenu(null)}>
          <RoleActions link={menu.row.link} goTo={goTo} reach={menu.row.reach} onEdit={onEdit} onSms={sms.write} />
        </MenuAt>
      )}
      {sms.dialog}
    </WideTable>
  )
}

const cardOf = (link: Link, goTo: 'person' | 'company') =>
  ({
    to: goTo === 'person' ? '/persons/$id/$tab' : '/companies/$id/$tab',
    params: { id: link[goTo].id, tab: 'info' },
  }) as const

/** Empty values last, whichever way it goes. */
function inOrder(rows: Row[], by: Column, isDown: boolean): Row[] {
  const valueOf = (row: Row) => (by === 'name' ? row.sort_name : row[by])
  return rows.toSorted((one, other) => {
    const [a, b] = [valueOf(one), valueOf(other)]
    if (!a || !b) return Number(!a) - Number(!b)
    return (isDown ? -1 : 1) * a.localeCompare(b, 'nb')
  })
}

function Heading({
  label,
  direction,
  onToggle,
}: {
  label: string
  direction: 'none' | 'ascending' | 'descending'
  onToggle: () => void
}) {
  return (
    <Table.Th aria-sort={direction}>
      <UnstyledButton fz="inherit" fw="inherit" title={fill(texts.sort_by, { column: label })} onClick={onToggle}>
        <Group gap={4} wrap="nowrap">
          {label}
          {direction === 'ascending' && <IconArrowUp size={14} />}
          {direction === 'descending' && <IconArrowDown size={14} />}
        </Group>
      </UnstyledButton>
    </Table.Th>
  )
}

function Name({ row, goTo }: { row: Row; goTo: 'person' | 'company' }) {
  const { role } = row.link
  return (
    <>
      <RouteLink className="plain-link" {...cardOf(row.link, goTo)}>
        {row.name}
      </RouteLink>{' '}
      {role.is_primary && (
        <Badge size="xs" variant="light">
          {shared.primary}
        </Badge>
      )}
      {role.to_on && hasLeft(role) && (
        <Badge size="xs" variant="default" title={fill(texts.left_on, { day: formatDay(role.to_on) })}>
          {shared.left_company}
        </Badge>
      )}
    </>
  )
}

/** Of hundreds of rows each has its menu, made when it is first opened. */
function RowMenu({ row, goTo, onEdit, onSms }: { row: Row; onSms: WriteSms } & Pick<Props, 'goTo' | 'onEdit'>) {
  const label = fill(texts.row_menu, { name: row.name })
  return (
    <MenuButton
      position="bottom-end"
      renderButton={(target) => (
        <ActionIcon variant="subtle" color="gray" aria-label={label} title={label} {...target}>
          <IconDots size={16} />
        </ActionIcon>
      )}
    >
      <RoleActions link={row.link} goTo={goTo} reach={row.reach} onEdit={onEdit} onSms={onSms} />
    </MenuButton>
  )
}
