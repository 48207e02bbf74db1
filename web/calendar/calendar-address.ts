// What the address of the calendar, and of an appointment, may say.

export type CalendarAddress = { view?: 'day' | 'week' | 'month' | 'agenda'; on?: string }

/** Which view, on which day (yyyy-mm-dd). */
export function readCalendarAddress({ view, on }: Record<string, unknown>): CalendarAddress {
  return {
    ...((view === 'day' || view === 'week' || view === 'month' || view === 'agenda') && { view }),
    ...(typeof on === 'string' && /^[12]\d{3}-\d\d-\d\d$/.test(on) && !Number.isNaN(Date.parse(on)) && { on }),
  }
}

export type AppointmentAddress = {
  /** Of a series: when the occurrence begins. */
  at?: string
  /** Of a new one: its times, in whose calendar it is, and with whom. */
  starts?: string
  ends?: string
  user?: string
  company?: string
  person?: string
  /** Of the company or the person. */
  name?: string
}

export function readAppointmentAddress(search: Record<string, unknown>): AppointmentAddress {
  const isMoment = (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value))
  const isId = (value: unknown) => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value)
  const rules = {
    ...{ at: isMoment, starts: isMoment, ends: isMoment, user: isId, company: isId, person: isId },
    name: (value: unknown) => typeof value === 'string',
  }
  return Object.fromEntries(Object.entries(rules).flatMap(([key, is]) => (is(search[key]) ? [[key, search[key]]] : [])))
}
