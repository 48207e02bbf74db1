import { ActionIcon, Button, Checkbox, Group, Menu, Modal, Skeleton, Stack, Tabs } from '@mantine/core'
import { useDisclosure, useElementSize } from '@mantine/hooks'
import { IconChevronDown, IconDots } from '@tabler/icons-react'
import { type MouseEvent, type ReactNode, Suspense, useLayoutEffect, useRef, useState } from 'react'
import { inLanguage, texts as shared } from '#web/platform/texts.ts'
import { MenuAt, type Place, placeOf } from './menu-at.tsx'
import { MoveButtons } from './move-buttons.tsx'
import { arrange, fitting, move, putAway } from './tab-order.ts'

const texts = inLanguage(
  {
    more: 'Flere faner',
    choose: 'Velg faner',
    open_in_new: 'Åpne i nytt vindu',
    earlier: 'Flytt mot venstre',
    later: 'Flytt mot høyre',
    put_away: 'Skjul fanen',
    usual: 'Som vanlig',
  },
  {
    more: 'More tabs',
    choose: 'Choose tabs',
    open_in_new: 'Open in a new window',
    earlier: 'Move left',
    later: 'Move right',
    put_away: 'Hide the tab',
    usual: 'As usual',
  },
)

export type CardTab = { id: string; title: string; count?: number; panel: ReactNode }
type Props = {
  label: string
  tabs: CardTab[]
  current: string
  /** The address of a tab, for opening it elsewhere. */
  addressOf: (id: string) => string
  onChoose: (id: string) => void
  /** The member's own order; see tab-order.ts. */
  order: string[] | undefined
  onOrder: (order: string[] | null) => void
}

/** A row of tabs in the member's own order; those for which the row is too short hang below an arrow. */
export function CardTabs({ label, tabs, current, addressOf, onChoose, order, onOrder }: Props) {
  const [menu, setMenu] = useState<(Place & { id: string }) | null>(null)
  const [isChoosing, choosing] = useDisclosure()
  const arranged = arrange(tabs, order)
  // An address may name a tab that is put away: it is shown as long as one is there.
  const shown = arranged.filter(({ id, isAway }) => !isAway || id === current).map(({ id }) => id)
  const { row, inRow, below } = useFitting(shown, current)
  const titleOf = (id: string) => {
    const tab = tabs.find((one) => one.id === id)
    return tab?.count === undefined ? (tab?.title ?? id) : `${tab.title} (${tab.count})`
  }
  const openMenu = (id: string) => (event: MouseEvent<HTMLElement>) => {
    event.preventDefault()
    event.stopPropagation()
    setMenu({ id, ...placeOf(event) })
  }
  return (
    <Tabs value={current} onChange={(id) => id && onChoose(id)} keepMounted={false}>
      <Group wrap="nowrap" gap={4} mb="sm" align="end" ref={row}>
        <Tabs.List aria-label={label} style={{ flexWrap: 'nowrap', flexGrow: 1 }}>
          {inRow.map((id) => (
            <Tabs.Tab key={id} value={id} data-tab={id} onContextMenu={openMenu(id)} style={{ whiteSpace: 'nowrap' }}>
              {titleOf(id)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {below.length > 0 && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`${texts.more}: ${label}`} title={texts.more}>
                <IconChevronDown size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {below.map((id) => (
                <Menu.Item key={id} onClick={() => onChoose(id)}>
                  {titleOf(id)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`${texts.choose}: ${label}`}
          title={texts.choose}
          onClick={choosing.open}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Group>
      {tabs.map(({ id, panel }) => (
        <Tabs.Panel key={id} value={id}>
          <Suspense fallback={<Skeleton height={120} />}>{panel}</Suspense>
        </Tabs.Panel>
      ))}
      {menu && (
        <TabMenu
          at={menu}
          close={() => setMenu(null)}
          address={addressOf(menu.id)}
          onMove={(steps) => onOrder(move(arranged, menu.id, steps))}
          onPutAway={shown.length > 1 ? () => onOrder(putAway(arranged, menu.id, true)) : undefined}
          onChooseTabs={choosing.open}
        />
      )}
      <Modal
        opened={isChoosing}
        onClose={choosing.close}
        title={`${texts.choose}: ${label}`}
        closeButtonProps={{ 'aria-label': shared.close }}
      >
        <Stack gap="xs">
          {arranged.map(({ id, isAway }, at) => (
            <Group key={id} justify="space-between">
              <Checkbox
                label={titleOf(id)}
                checked={!isAway}
                disabled={!isAway && arranged.filter((tab) => !tab.isAway).length === 1}
                onChange={(event) => onOrder(putAway(arranged, id, !event.currentTarget.checked))}
              />
              <MoveButtons
                name={titleOf(id)}
                at={at}
                count={arranged.length}
                onMove={(steps) => onOrder(move(arranged, id, steps))}
              />
            </Group>
          ))}
          <Group justify="end" mt="sm">
            <Button variant="default" disabled={!order} onClick={() => onOrder(null)}>
              {texts.usual}
            </Button>
            <Button onClick={choosing.close}>{shared.close}</Button>
          </Group>
        </Stack>
      </Modal>
    </Tabs>
  )
}

type TabMenuProps = {
  at: Place
  close: () => void
  address: string
  onMove: (steps: 1 | -1) => void
  onPutAway: (() => void) | undefined
  onChooseTabs: () => void
}

function TabMenu({ at, close, address, onMove, onPutAway, onChooseTabs }: TabMenuProps) {
  return (
    <MenuAt at={at} label={texts.choose} close={close}>
      <Menu.Item component="a" href={address} target="_blank" rel="noreferrer">
        {texts.open_in_new}
      </Menu.Item>
      <Menu.Item onClick={() => onMove(-1)}>{texts.earlier}</Menu.Item>
      <Menu.Item onClick={() => onMove(1)}>{texts.later}</Menu.Item>
      <Menu.Item disabled={!onPutAway} onClick={onPutAway}>
        {texts.put_away}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item onClick={onChooseTabs}>{texts.choose} …</Menu.Item>
    </MenuAt>
  )
}

/** Room that the arrow and the button at the end of the row take, in pixels. */
const END = 72

/** Which tabs the row has room for: each is measured once it has been drawn, and until then taken to fit. */
function useFitting(shown: string[], current: string) {
  const { ref, width } = useElementSize<HTMLDivElement>()
  const element = useRef<HTMLDivElement | null>(null)
  const [widths, setWidths] = useState<Record<string, number>>({})
  // After each drawing: a title or a counter may have become longer.
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- it is to run each time, and changes nothing where nothing changed
  useLayoutEffect(() => {
    const found = [...(element.current?.querySelectorAll<HTMLElement>('[data-tab]') ?? [])].map(
      (tab) => [tab.dataset.tab ?? '', tab.offsetWidth] as const,
    )
    if (found.some(([id, size]) => widths[id] !== size)) setWidths({ ...widths, ...Object.fromEntries(found) })
  })
  const inRow = width === 0 ? shown : fitting(shown, (id) => widths[id] ?? 0, width - END, current)
  const row = (node: HTMLDivElement | null) => {
    element.current = node
    ref(node)
  }
  return { row, inRow, below: shown.filter((id) => !inRow.includes(id)) }
}
