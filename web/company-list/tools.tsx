import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import { Suspense } from 'react'
import { Refusal } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { readLanguage } from '#web/platform/texts.ts'
import { MenuButton, type MenuEntry } from '#web/ui/menu-button.tsx'
import { lazily } from '#web/ui/lazily.tsx'
import { texts } from './texts.ts'

const ColumnsDialog = lazily(async () => (await import('./columns-dialog.tsx')).ColumnsDialog)

type Named = { field: string; label: string }
type Props = {
  columns: Named[]
  wanted: string[]
  usual: string[]
  onColumns: (fields: string[] | null) => void
  /** Where the file is made, and what it is called. */
  path: string
  fileName: string
  selection: object
  shown: Named[]
  sort: string
  order: 'asc' | 'desc'
  /** Other kinds of file. */
  more?: MenuEntry[]
}

export function Tools({
  columns,
  wanted,
  usual,
  onColumns,
  path,
  fileName,
  selection,
  shown,
  sort,
  order,
  more = [],
}: Props) {
  const [isChoosing, choosing] = useDisclosure()
  const download = (format: 'csv' | 'xlsx') =>
    attempt(() =>
      exportFile(path, `${fileName}.${format}`, {
        selection,
        format,
        sort,
        order,
        columns: shown.map(({ field, label }) => ({ field, label })),
      }),
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
          ...more,
        ]}
      />
      {isChoosing && (
        <Suspense fallback={null}>
          <ColumnsDialog
            columns={columns}
            wanted={wanted}
            usual={usual}
            onColumns={onColumns}
            onClose={choosing.close}
          />
        </Suspense>
      )}
    </>
  )
}

/** Has the file made and keeps it as the browser keeps downloads. */
export async function exportFile(path: string, fileName: string, body: object) {
  const reply = await fetch(path, {
    method: 'POST',
    headers: { 'kundebok-client': 'web', 'accept-language': readLanguage(), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Refusal({ status: 0, code: 'offline', title: 'offline' })
  })
  if (!reply.ok) throw new Refusal((await reply.json()) as Refusal & { title: string })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await reply.blob())
  link.download = fileName
  link.click()
  URL.revokeObjectURL(link.href)
}
