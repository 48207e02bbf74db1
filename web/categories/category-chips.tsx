import { Badge, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { TiedCategory } from '#contract/categories.ts'
import { fill, texts } from '#web/platform/texts.ts'

type Props = {
  categories: TiedCategory[]
  size?: 'xs' | 'md' | 'lg'
  /** How many are shown where there is little room; the others are counted. */
  most?: number
  /** Each leads to the list of all companies that have it. */
  leadsToList?: boolean
}

/** Categories as coloured chips. */
export function CategoryChips({ categories, size = 'md', most = categories.length, leadsToList = false }: Props) {
  const hidden = categories.slice(most)
  const names = hidden.map(({ name }) => name).join(', ')
  return (
    <Group component="span" gap={4} wrap={most < categories.length ? 'nowrap' : 'wrap'} className="category-chips">
      {categories.slice(0, most).map(({ id, name, colour }) => {
        const shared = { size, color: colour, variant: 'light', className: 'category-chip', title: name } as const
        return leadsToList ? (
          <Badge
            key={id}
            {...shared}
            renderRoot={(props) => <Link {...props} to="/companies" search={{ category_ids: id }} />}
          >
            {name}
          </Badge>
        ) : (
          <Badge key={id} {...shared} component="span">
            {name}
          </Badge>
        )
      })}
      {hidden.length > 0 && (
        <Badge size={size} variant="default" component="span" title={names} className="category-chip">
          <span aria-hidden>+{hidden.length}</span>
          <span className="unseen">{fill(texts.and_more, { count: String(hidden.length), names })}</span>
        </Badge>
      )}
    </Group>
  )
}
