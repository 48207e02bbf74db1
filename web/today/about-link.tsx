import { Link } from '@tanstack/react-router'
import type { TodaysTask } from '#contract/today.ts'

/** The company or person that something is about, as a way to its card. */
export function AboutLink({ about }: { about: TodaysTask['about'] }) {
  if (!about) return null
  return (
    <Link
      className="plain-link"
      to={about.kind === 'company' ? '/companies/$id/$tab' : '/persons/$id/$tab'}
      params={{ id: about.id, tab: 'info' }}
    >
      {about.name}
    </Link>
  )
}
