import { ActionIcon } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { IconBolt } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { texts } from '#web/platform/texts.ts'
import { lazily } from '#web/ui/lazily.tsx'
import type { DialogOfNew } from './new-records.ts'

const load = () => import('./palette.tsx')
const NewDialog = lazily(async () => (await import('./new-dialog.tsx')).NewDialog)
const Palette = lazily(async () => (await load()).Palette)

/** The command palette, by Ctrl+K from everywhere or by its button; its code comes when it is first wanted. */
export function PaletteButton({ focusSearch }: { focusSearch: () => void }) {
  const [isOpen, { open, close }] = useDisclosure()
  const [making, setMaking] = useState<DialogOfNew | null>(null)
  // Also while one types: the key is no letter.
  useHotkeys([['mod+K', open]], [], true)
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={texts.palette}
        title={`${texts.palette} (Ctrl+K)`}
        aria-keyshortcuts="Control+K"
        onClick={open}
        onPointerEnter={() => void load().catch(() => undefined)}
      >
        <IconBolt size={20} />
      </ActionIcon>
      <Suspense>
        {isOpen && <Palette onClose={close} focusSearch={focusSearch} openDialog={setMaking} />}
        {making && <NewDialog what={making} onClose={() => setMaking(null)} />}
      </Suspense>
    </>
  )
}
