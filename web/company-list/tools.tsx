import { ActionIcon, Button, Checkbox, Group, Menu, Modal, ScrollArea, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp, IconChevronDown } from '@tabler/icons-react'
import { companyList, type Selection } from '#contract/company-list.ts'
import { Refusal } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { fill, readLanguage, texts as shared } from '#web/platform/texts.ts'
import { type Column, type SortColumn, usualColumns } from './columns.ts'
import { texts } from './texts.ts'

type Props = {
  columns: Column[]
  wanted: string[]
  onColumns: (fields: string[] | null) => void
  selection: Selection
  shown: Column[]
  sort: SortColumn
  order: 'asc' | 'desc'
}

export function Tools({ columns, wanted, onColumns, selection, shown, sort, order }: Props) {
  const [isChoosing, choosing] = useDisclosure()
  const download = (format: 'csv' | 'xlsx') =>
    attempt(() =>
      exportFile({ selection, format, sort, order, columns: shown.map(({ field, label }) => ({ field, label })) }),
    )
  return (
    <>
      <Button variant="default" onClick={choosing.open} visibleFrom="sm">
        {texts.columns}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={16} />}>
            {texts.export}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{'ids' in selection ? texts.exporting_chosen : texts.exporting_all}</Menu.Label>
          <Menu.Item onClick={() => download('xlsx')}>{texts.as_xlsx}</Menu.Item>
          <Menu.Item onClick={() => download('csv')}>{texts.as_csv}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={isChoosing}
        onClose={choosing.close}
        title={texts.columns}
        closeButtonProps={{ 'aria-label': shared.close }}
        scrollAreaComponent={ScrollArea.Autosize}
      >
        <Columns columns={columns} wanted={wanted} onColumns={onColumns} />
        <Group justify="end" mt="md">
          <Button variant="default" disabled={wanted.join() === usualColumns.join()} onClick={() => onColumns(null)}>
            {texts.usual}
          </Button>
          <Button onClick={choosing.close}>{shared.close}</Button>
        </Group>
      </Modal>
    </>
  )
}

/** Those that are shown first, in their order; then the others. */
function Columns({ columns, wanted, onColumns }: Pick<Props, 'columns' | 'wanted' | 'onColumns'>) {
  const shown = wanted.filter((field) => columns.some((column) => column.field === field))
  const inOrder = [
    ...shown.flatMap((field) => columns.find((column) => column.field === field) ?? []),
    ...columns.filter(({ field }) => !shown.includes(field)),
  ]
  const move = (at: number, steps: 1 | -1) => {
    const field = shown[at]
    if (field) onColumns(shown.toSpliced(at, 1).toSpliced(at + steps, 0, field))
  }
  return (
    <Stack gap={6}>
      {inOrder.map(({ field, label }, at) => (
        <Group key={field} justify="space-between" mih={30}>
          <Checkbox
            label={label}
            checked={shown.includes(field)}
            onChange={(event) =>
              onColumns(event.currentTarget.checked ? [...shown, field] : shown.filter((other) => other !== field))
            }
          />
          {at < shown.length && (
            <Group gap={4}>
              {([-1, 1] as const).map((steps) => (
                <ActionIcon
                  key={steps}
                  variant="subtle"
                  color="gray"
                  disabled={steps < 0 ? at === 0 : at === shown.length - 1}
                  aria-label={fill(steps < 0 ? texts.up : texts.down, { column: label })}
                  onClick={() => move(at, steps)}
                >
                  {steps < 0 ? <IconArrowUp size={16} /> : <IconArrowDown size={16} />}
                </ActionIcon>
              ))}
            </Group>
          )}
        </Group>
      ))}
    </Stack>
  )
}

/** Has the file made and keeps it as the browser keeps downloads. */
async function exportFile(body: Record<string, unknown> & { format: string }) {
  const reply = await fetch(companyList.export.path, {
    method: 'POST',
    headers: { 'kundebok-client': 'web', 'accept-language': readLanguage(), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Refusal({ status: 0, code: 'offline', title: 'offline' })
  })
  if (!reply.ok) throw new Refusal((await reply.json()) as Refusal & { title: string })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await reply.blob())
  link.download = `${texts.companies.toLocaleLowerCase()}.${body.format}`
  link.click()
  URL.revokeObjectURL(link.href)
}
