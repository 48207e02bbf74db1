import { VisuallyHidden } from '@mantine/core'
import { IconLock, IconRepeat } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { CSSProperties, KeyboardEvent, ReactNode } from 'react'
import type { Occurrence } from '#contract/appointments.ts'
import { texts } from './texts.ts'
import { timesText } from './written.ts'

type Props = {
  occurrence: Occurrence
  state: Occurrence['users'][number]['state']
  /** Whose it is. */
  name: string
  colour: string
  /** Where the day is not told by where it stands. */
  day?: string
  style?: CSSProperties
  /** There is room for the title alone. */
  isShort?: boolean
  /** What it stands in opens it: it is only seen. */
  isMark?: boolean
  blockKey?: string
  onKeyDown?: (event: KeyboardEvent) => void
  children?: ReactNode
}

/** One occurrence as it stands in the calendar: a way to its page; of a hidden one, that somebody is busy. */
export function Event({
  occurrence,
  state,
  name,
  colour,
  day,
  style,
  isShort,
  isMark,
  blockKey,
  onKeyDown,
  children,
}: Props) {
  const { appointment_id, title, place, original_starts_at, series_id } = occurrence
  const looks = {
    className: 'event',
    style: { ...style, '--event': `var(--mantine-color-${colour}-6)` } as CSSProperties,
    'data-state': state,
    'data-free': occurrence.is_busy ? undefined : true,
    'data-short': isShort || undefined,
  }
  const said = [day, timesText(occurrence), title ?? texts.busy, place, name, stateText(state)]
    .filter(Boolean)
    .join(', ')
  if (!appointment_id)
    return (
      <div {...looks} data-hidden>
        <VisuallyHidden>{said}</VisuallyHidden>
        <span aria-hidden className="event-title">
          {texts.busy}
        </span>
      </div>
    )
  if (isMark)
    return (
      <div {...looks} data-block={blockKey} aria-hidden>
        <span className="event-title">{title}</span>
      </div>
    )
  // One that was changed by itself is an appointment of its own.
  const isOfSeries = series_id === appointment_id && original_starts_at
  return (
    <Link
      to="/calendar/$id"
      params={{ id: appointment_id }}
      search={isOfSeries ? { at: original_starts_at } : {}}
      preload={false}
      draggable={false}
      {...looks}
      data-block={blockKey}
      aria-label={said}
      onKeyDown={onKeyDown}
    >
      <span className="event-title">
        {occurrence.is_private && <IconLock size={11} aria-label={texts.private} />}
        {series_id && <IconRepeat size={11} aria-label={texts.series} />}
        {title}
      </span>
      <span className="event-more">
        {timesText(occurrence)}
        {place && ` · ${place}`}
      </span>
      {children}
    </Link>
  )
}

function stateText(state: Props['state']) {
  if (state === 'declined') return texts.declined
  return state === 'unseen' || state === 'seen' ? texts.unanswered : null
}

const palette = [
  'teal',
  'blue',
  'grape',
  'orange',
  'pink',
  'lime',
  'indigo',
  'yellow',
  'cyan',
  'red',
  'violet',
  'green',
]

/** Each colleague's own colour, the same on every screen of the firm: by her place among all of them. */
export function colourOf(members: { id: string }[], id: string): string {
  const at = members
    .map((member) => member.id)
    .toSorted()
    .indexOf(id)
  return palette[Math.max(0, at) % palette.length] ?? 'teal'
}
