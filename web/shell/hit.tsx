import { IconUser } from '@tabler/icons-react'
import type { Hit } from '#contract/search.ts'
import { texts } from '#web/platform/texts.ts'

/** The card that a hit opens. */
export const cardOf = ({ kind, id }: Pick<Hit, 'kind' | 'id'>) =>
  ({ to: kind === 'person' ? '/persons/$id/$tab' : '/companies/$id/$tab', params: { id, tab: 'info' } }) as const

export const PersonMark = () => <IconUser size={14} aria-label={texts.person} className="person-mark" />
