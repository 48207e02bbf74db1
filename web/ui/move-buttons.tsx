import { ActionIcon, Group } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { fill, inLanguage } from '#web/platform/texts.ts'

const texts = inLanguage(
  { up: 'Flytt {name} opp', down: 'Flytt {name} ned' },
  { up: 'Move {name} up', down: 'Move {name} down' },
)

/** Up and down in a list of so many; the visible twin of dragging. */
export function MoveButtons({ name, at, count, onMove }: Props) {
  return (
    <Group gap={4}>
      {([-1, 1] as const).map((steps) => (
        <ActionIcon
          key={steps}
          variant="subtle"
          color="gray"
          disabled={steps < 0 ? at === 0 : at === count - 1}
          aria-label={fill(steps < 0 ? texts.up : texts.down, { name })}
          onClick={() => onMove(steps)}
        >
          {steps < 0 ? <IconArrowUp size={16} /> : <IconArrowDown size={16} />}
        </ActionIcon>
      ))}
    </Group>
  )
}

type Props = { name: string; at: number; count: number; onMove: (steps: -1 | 1) => void }
