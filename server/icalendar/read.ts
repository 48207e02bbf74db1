// The one reader of iCalendar: what comes from outside is measured before it is parsed, and what can not be understood
// wholly is refused in words. Nothing here knows of the database.
import ICAL from 'ical.js'
import { AppError } from '#server/platform/errors.ts'
import type { JCalComponent } from './jcal.ts'
import { readEvent, type ReadEvent } from './read-event.ts'
import { readTask, type ReadTask } from './read-task.ts'
import { refusal, type Zones } from './read-values.ts'
import { zoneNamed } from './zone-names.ts'

/** Of one calendar: octets, lines, components in all, components in one another, characters of a line. */
const MOST = { octets: 1_000_000, lines: 20_000, components: 1_000, depth: 4, line: 100_000 }

export type ReadCalendar = { method: string | null; events: ReadEvent[]; tasks: ReadTask[] }

/** `zone`: for times that name none. */
export function readCalendar(text: string, zone: string): ReadCalendar {
  measure(text)
  try {
    const calendar = parse(text)
    const zones = namedZones(calendar, zone)
    const parts = (name: string) => calendar[2].filter((part) => part[0] === name)
    return {
      method: textOf(calendar, 'method'),
      events: parts('vevent').map((part) => readEvent(part, zones)),
      tasks: parts('vtodo').map((part) => readTask(part, zones)),
    }
  } catch (error) {
    throw error instanceof AppError ? error : refusal('calendar_unreadable')
  }
}

/** In one pass, so that no text can make the parser work without end. */
function measure(text: string) {
  if (Buffer.byteLength(text) > MOST.octets) throw new AppError('too_large')
  const lines = text.split(/\r\n|\r|\n/)
  if (lines.length > MOST.lines) throw refusal('calendar_too_large')
  let depth = 0
  let components = 0
  let length = 0
  for (const line of lines) {
    const isFolded = line.startsWith(' ') || line.startsWith('\t')
    length = isFolded ? length + line.length : line.length
    if (/^begin:/i.test(line)) {
      depth++
      components++
    }
    if (/^end:/i.test(line)) depth--
    if (depth > MOST.depth || components > MOST.components || length > MOST.line) throw refusal('calendar_too_large')
  }
  if (components === 0 || depth !== 0) throw refusal('calendar_unreadable')
}

function parse(text: string): JCalComponent {
  const parsed = ICAL.parse(text.replace(/\r\n|\r(?!\n)/g, '\n').replace(/\n+/g, '\r\n')) as unknown
  const [name] = parsed as JCalComponent
  if (name !== 'vcalendar') throw refusal('calendar_unreadable')
  return parsed as JCalComponent
}

function namedZones(calendar: JCalComponent, own: string): Zones {
  const told = new Map(
    calendar[2]
      .filter(([name]) => name === 'vtimezone')
      .map((zone) => [textOf(zone, 'tzid') ?? '', textOf(zone, 'x-lic-location') ?? '']),
  )
  const named = (name: string) => {
    const zone = zoneNamed(name) ?? zoneNamed(told.get(name) ?? '')
    if (!zone) throw refusal('calendar_zone')
    return zone
  }
  return { own, named }
}

function textOf([, properties]: JCalComponent, name: string) {
  const value = properties.find(([property]) => property === name)?.[3]
  return typeof value === 'string' && value !== '' ? value : null
}
