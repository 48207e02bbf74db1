// What a request to /dav/ is, and what is answered: a status, headers, XML or a calendar.
import type { Read, Write } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import { document, element, escape, type Node } from './xml.ts'
import type { Place } from './places.ts'

export type Asked = {
  who: Who
  place: Place
  /** The body of PROPFIND and REPORT. */
  xml: Node | null
  /** The body of PUT. */
  text: string
  depth: '0' | '1' | 'infinity'
  if_match: string | undefined
  if_none_match: string | undefined
}
export type Answer = { status: number; headers?: Record<string, string>; body?: string }
export type Reading = (db: Read, asked: Asked) => Promise<Answer>
export type Writing = (tx: Write, asked: Asked) => Promise<Answer>

/** Why not, by the name that the standard has for it (RFC 4918, 16). */
export const refuse = (status: number, condition: string, sentence = ''): Answer => ({
  status,
  headers: { 'content-type': 'application/xml; charset=utf-8' },
  body: document('D:error', element(condition), sentence ? element('D:responsedescription', escape(sentence)) : ''),
})

export const multistatus = (...content: string[]): Answer => ({
  status: 207,
  headers: { 'content-type': 'application/xml; charset=utf-8' },
  body: document('D:multistatus', ...content),
})

/** One resource with the properties that were found and the names of those that were not. */
export function propertiesAt(href: string, found: string[], missing: string[], missingStatus = '404 Not Found') {
  const part = (properties: string[], status: string) =>
    properties.length > 0
      ? element('D:propstat', element('D:prop', ...properties), element('D:status', `HTTP/1.1 ${status}`))
      : ''
  return element(
    'D:response',
    element('D:href', escape(href)),
    // A response says something of at least one (RFC 4918, 14.24).
    part(found, '200 OK') ||
      (missing.length > 0 ? '' : element('D:propstat', element('D:prop'), element('D:status', 'HTTP/1.1 200 OK'))),
    part(
      missing.map((name) => element(name)),
      missingStatus,
    ),
  )
}

export const goneAt = (href: string) =>
  element('D:response', element('D:href', escape(href)), element('D:status', 'HTTP/1.1 404 Not Found'))
