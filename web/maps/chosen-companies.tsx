import { CloseButton, Group, Paper, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { fill, texts as shared } from '#web/platform/texts.ts'
import { pageTexts as texts } from './page-texts.ts'
import type { Placed } from './read-points.ts'

const MOST = 50

type Props = { data: Placed; members: number[]; onClose: () => void }

/** Who is at the chosen place, each with the way to its card. */
export function ChosenCompanies({ data, members, onClose }: Props) {
  return (
    <Paper
      className="map-chosen"
      withBorder
      p="xs"
      shadow="sm"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={600} role="status">
          {members.length === 1 ? data.names[members[0] ?? 0] : fill(texts.chosen, { count: String(members.length) })}
        </Text>
        <CloseButton size="sm" aria-label={shared.close} onClick={onClose} />
      </Group>
      <ul className="rows">
        {members.slice(0, MOST).map((at, row) => (
          <li key={data.ids[at]}>
            <Link
              className="plain-link"
              to="/companies/$id/$tab"
              params={{ id: data.ids[at] ?? '', tab: 'info' }}
              ref={row === 0 ? (link: HTMLAnchorElement | null) => link?.focus() : null}
            >
              {data.names[at]}
            </Link>
          </li>
        ))}
      </ul>
      {members.length > MOST && (
        <Text size="sm" c="dimmed">
          {fill(texts.more, { count: String(members.length - MOST) })}
        </Text>
      )}
    </Paper>
  )
}
