// jCal (RFC 7265), the form in which ical.js knows a calendar, and the one place where it becomes text.
import ICAL from 'ical.js'

/** Name, parameters, type, values. */
export type JCalProperty = [string, Record<string, string>, string, ...unknown[]]
export type JCalComponent = [string, JCalProperty[], JCalComponent[]]

export const serialise = (component: JCalComponent) => `${lines(component).join('\r\n')}\r\n`

/** What no line of a calendar can hold is taken out; a line break stays one, to be escaped. */
export const clean = (text: string) =>
  text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/(?![\n\t])\p{Cc}|\ufeff/gu, '')
    .toWellFormed()

/** In a parameter there are no line breaks, and quotation marks end it. */
export const cleanParameter = (text: string) => clean(text).replace(/\s+/g, ' ').replaceAll('"', "'").trim()

function lines([name, properties, components]: JCalComponent): string[] {
  const set = ICAL.design.getDesignSet(name)
  return [
    `BEGIN:${name.toUpperCase()}`,
    ...properties.map((property) => fold(ICAL.stringify.property(property, set, true))),
    ...components.flatMap(lines),
    `END:${name.toUpperCase()}`,
  ]
}

/** RFC 5545, 3.1: at most 75 octets a line, and no character is cut. */
function fold(line: string): string {
  if (Buffer.byteLength(line) <= 75) return line
  const parts: string[] = []
  let part = ''
  let size = 0
  for (const character of line) {
    const octets = Buffer.byteLength(character)
    // A continuation begins with a space, which counts.
    if (size + octets > (parts.length === 0 ? 75 : 74)) {
      parts.push(part)
      part = ''
      size = 0
    }
    part += character
    size += octets
  }
  return [...parts, part].join('\r\n ')
}
