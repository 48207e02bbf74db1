// The values of a component's properties, as appointments and tasks have them.
import type { MessageCode } from '#contract/messages.ts'
import { AppError } from '#server/platform/errors.ts'
import type { JCalComponent, JCalProperty } from './jcal.ts'

export const refusal = (message: MessageCode) => new AppError('invalid', { field: 'calendar', message })

/** How a calendar's names of zones are to be understood; those that nobody knows are refused where they are used. */
export type Zones = { own: string; named: (name: string) => string }

/** A moment as it is stored, and how it was told. */
export type ReadMoment = { at: string; zone: string; is_day: boolean }

export const propertiesOf = ([, properties]: JCalComponent, name: string) =>
  properties.filter(([property]) => property === name)

export const propertyOf = (component: JCalComponent, name: string): JCalProperty | undefined =>
  propertiesOf(component, name)[0]

/** Text with its line breaks; null when it is not there or empty. */
export function textValue(component: JCalComponent, name: string): string | null {
  const value = propertyOf(component, name)?.[3]
  return typeof value === 'string' && value.trim() !== '' ? value.replaceAll('\r\n', '\n').trim() : null
}

export function numberValue(component: JCalComponent, name: string): number | null {
  const value = propertyOf(component, name)?.[3]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export function momentValue(property: JCalProperty | undefined, zones: Zones): ReadMoment | null {
  const [first] = property ? momentsIn(property, zones) : []
  return first ?? null
}

/** Years that no calendar is about are slips. */
const isPlausible = (year: number) => year >= 1900 && year <= 2200

export function momentsIn([, parameters, type, ...values]: JCalProperty, zones: Zones): ReadMoment[] {
  const zone = parameters.tzid ? zones.named(parameters.tzid) : zones.own
  return values.map((value) => {
    if (typeof value !== 'string') throw refusal('calendar_unreadable')
    if (type === 'date')
      return { at: instantOf(Temporal.PlainDate.from(value).toPlainDateTime(), zone), zone, is_day: true }
    if (type !== 'date-time') throw refusal('calendar_unsupported')
    const local = Temporal.PlainDateTime.from(value.replace(/Z$/, ''))
    // A moment of UTC is one of the reader's own zone; only a rule of recurrence makes a difference, see read-event.ts.
    if (value.endsWith('Z')) return { at: instantOf(local, 'UTC'), zone: 'UTC', is_day: false }
    return { at: instantOf(local, zone), zone, is_day: false }
  })
}

function instantOf(local: Temporal.PlainDateTime, zone: string) {
  if (!isPlausible(local.year)) throw refusal('calendar_unreadable')
  return new Date(local.toZonedDateTime(zone).epochMilliseconds).toISOString()
}

export const localDay = (at: string, zone: string) =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString()

/** mailto:… without its scheme; null for any other kind of address. */
export function emailOf(property: JCalProperty | undefined): string | null {
  const value = property?.[3]
  return typeof value === 'string' && /^mailto:/i.test(value) ? value.slice(7).trim().toLowerCase() || null : null
}
