import { ActionIcon } from '@mantine/core'
import { IconStar, IconStarFilled } from '@tabler/icons-react'
import { texts } from '#web/platform/texts.ts'

/** The star of a card. */
export function FavouriteMark({ isFavourite, onToggle }: { isFavourite: boolean; onToggle: () => unknown }) {
  return (
    <ActionIcon
      variant="subtle"
      color={isFavourite ? 'yellow.7' : 'gray'}
      onClick={onToggle}
      aria-pressed={isFavourite}
      aria-label={texts.favourite}
      title={texts.favourite}
    >
      {isFavourite ? <IconStarFilled size={18} /> : <IconStar size={18} />}
    </ActionIcon>
  )
}
