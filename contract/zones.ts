// Local times and moments, by the IANA time zone database that every browser and Node bring along. Pure.

/** The zone of a Norwegian firm: that in which the program shows times. */
export const homeZone = 'Europe/Oslo'

const clocks = new Map<string, Intl.DateTimeFormat>()
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known) return known
  const clock = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  })
  clocks.set(zone, clock)
  return clock
}

/** A zone by its name, as Europe/Oslo or UTC; a bare offset is none: it knows nothing of summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/.test(name) || name.length > 60) return false
  try {
    return Boolean(clockOf(name))
  } catch {
    return false
  }
}

/** What the clock shows there at this moment: yyyy-mm-ddThh:mm:ss. */
export const localOf = (moment: string | number, zone: string) =>
  clockOf(zone).format(new Date(moment)).replace(' ', 'T')

/**
 * The moment at which the clock there shows a local time (yyyy-mm-ddThh:mm, with seconds or without), as ISO 8601 in UTC. A time
 * that the clocks pass over is as much later, one that comes twice is the first (RFC 5545 §3.3.5).
 */
export function momentOf(local: string, zone: string): string {
  const wall = Date.parse(`${local}Z`)
  const offsetAt = (at: number) => Date.parse(`${localOf(at, zone)}Z`) - Math.floor(at / 1_000) * 1_000
  const day = 86_400_000
  const [before, after] = [offsetAt(wall - day), offsetAt(wall + day)]
  const fits = [wall - before, wall - after].filter((at) => at + offsetAt(at) === wall)
  return new Date(fits.length > 0 ? Math.min(...fits) : wall - before).toISOString()
}

/** The moment at which a day (yyyy-mm-dd) begins there. */
export const startOfDay = (day: string, zone: string) => momentOf(`${day}T00:00`, zone)

/** yyyy-mm-dd, so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
