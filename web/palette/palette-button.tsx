import { ActionIcon } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { IconCommand } from '@tabler/icons-react'
import { Suspense } from 'react'
import { texts } from '#web/platform/texts.ts'
import { lazily } from '#web/ui/lazily.tsx'

const load = () => import('./palette.tsx')
const Palette = lazily(async () => (await load()).Palette)

/** The command palette, by Ctrl+K from everywhere or by its button; its code comes when it is first wanted. */
export function PaletteButton({ focusSearch }: { focusSearch: () => void }) {
  const [isOpen, { open, close }] = useDisclosure()
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
        <IconCommand size={20} />
      </ActionIcon>
      {isOpen && (
        <Suspense fallback={null}>
          <Palette onClose={close} focusSearch={focusSearch} />
        </Suspense>
      )}
    </>
  )
}
