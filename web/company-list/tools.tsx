import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import { Suspense } from 'react'
import { companyList, type Selection } from '#contract/company-list.ts'
import { Refusal } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { readLanguage } from '#web/platform/texts.ts'
import { MenuButton } from '#web/ui/menu-button.tsx'
import { lazily } from '#web/ui/lazily.tsx'
import type { Column, SortColumn } from './columns.ts'
import { texts } from './texts.ts'

const ColumnsDialog = lazily(async () => (await import('./columns-dialog.tsx')).ColumnsDialog)

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
      <MenuButton
        position="bottom-end"
        renderButton={(target) => (
          <Button variant="default" rightSection={<IconChevronDown size={16} />} {...target}>
            {texts.export}
          </Button>
        )}
        entries={[
          { heading: 'ids' in selection ? texts.exporting_chosen : texts.exporting_all },
          { label: texts.as_xlsx, onChoose: () => download('xlsx') },
          { label: texts.as_csv, onChoose: () => download('csv') },
        ]}
      />
      {isChoosing && (
        <Suspense fallback={null}>
          <ColumnsDialog columns={columns} wanted={wanted} onColumns={onColumns} onClose={choosing.close} />
        </Suspense>
      )}
    </>
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
