import { Link } from '@tanstack/react-router'
import type { TodaysTask } from '#contract/today.ts'

/** The company or person that something is about, as a way to its card. */
export function AboutLink({ about }: { about: TodaysTask['about'] }) {
  if (!about) return null
  if (about.kind === 'person') return about.name
  return (
    <Link className="plain-link" to="/companies/$id/$tab" params={{ id: about.id, tab: 'info' }}>
      {about.name}
    </Link>
  )
}
