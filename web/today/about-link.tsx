import { Link } from '@tanstack/react-router'
import type { TodaysAppointment } from '#contract/today.ts'

/** The company or person that something is about, as a way to its card. */
export function AboutLink({ about }: { about: TodaysAppointment['about'] }) {
  if (!about) return null
  return (
    <Link
      className="quiet-link"
      to={about.kind === 'company' ? '/companies/$id/$tab' : '/persons/$id/$tab'}
      params={{ id: about.id, tab: 'info' }}
    >
      {about.name}
    </Link>
  )
}
