// The XML of WebDAV: read with its namespaces resolved and nothing of its document type, written by hand.
import { XMLParser } from 'fast-xml-parser'
import { AppError } from '#server/platform/errors.ts'

const spaces = {
  D: 'DAV:',
  C: 'urn:ietf:params:xml:ns:caldav',
  CS: 'http://calendarserver.org/ns/',
  A: 'http://apple.com/ns/ical/',
} as const

/** `name` with its prefix as in `spaces`; of another namespace: {namespace}name. */
export type Node = { name: string; attributes: Record<string, string>; children: Node[]; text: string }

const MOST = { depth: 20, nodes: 5_000 }

// Entities stay as they are written: those five that XML itself has are read below, all others are none of ours.
const parser = new XMLParser({
  ...{ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false },
  ...{
    parseAttributeValue: false,
    trimValues: true,
    processEntities: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
  },
})

/** The outermost element; null for an empty body. */
export function readXml(text: string): Node | null {
  if (text.trim() === '') return null
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new AppError('malformed')
  const budget = { nodes: MOST.nodes }
  try {
    const [root] = (parser.parse(text) as Raw[]).flatMap((raw) => elementsOf(raw, new Map(), 0, budget))
    if (root) return root
  } catch {
    // Told of below: whatever was wrong with it.
  }
  throw new AppError('malformed')
}

type Raw = Record<string, unknown>

function elementsOf(raw: Raw, inherited: Map<string, string>, depth: number, budget: { nodes: number }): Node[] {
  const tag = Object.keys(raw).find((key) => key !== ':@' && key !== '#text')
  if (tag === undefined) return []
  if (depth > MOST.depth || --budget.nodes < 0) throw new AppError('malformed')
  const own = Object.entries((raw[':@'] ?? {}) as Record<string, unknown>).map(
    ([key, value]) => [key, String(value)] as const,
  )
  const prefixes = new Map(inherited)
  for (const [key, value] of own) {
    if (key === 'xmlns') prefixes.set('', decode(value))
    if (key.startsWith('xmlns:')) prefixes.set(key.slice(6), decode(value))
  }
  const inner = Array.isArray(raw[tag]) ? (raw[tag] as Raw[]) : []
  return [
    {
      name: resolve(tag, prefixes),
      attributes: Object.fromEntries(own.map(([key, value]) => [key, decode(value)])),
      children: inner.flatMap((child) => elementsOf(child, prefixes, depth + 1, budget)),
      text: decode(inner.flatMap((child) => ('#text' in child ? [String(child['#text'])] : [])).join('')),
    },
  ]
}

function resolve(tag: string, prefixes: Map<string, string>) {
  const [prefix, local] = tag.includes(':') ? tag.split(':', 2) : ['', tag]
  const space = prefixes.get(prefix ?? '') ?? ''
  const known = Object.entries(spaces).find(([, uri]) => uri === space)?.[0]
  return known ? `${known}:${local}` : `{${space}}${local}`
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const decode = (text: string) =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name) return entities[String(name).toLowerCase()] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(String(hex), 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })

/** An element in writing; its content is XML already, `escape` makes text so. */
export function element(name: string, ...content: string[]): string {
  const other = /^\{([^}]*)\}(.+)$/.exec(name)
  const [open, close] = other ? [`X:${other[2]} xmlns:X="${escape(other[1] ?? '')}"`, `X:${other[2]}`] : [name, name]
  return content.length > 0 ? `<${open}>${content.join('')}</${close}>` : `<${open}/>`
}

export const escape = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/(?![\n\t\r])\p{Cc}|[\ufffe\uffff]/gu, '')
    .replaceAll('\r', '&#13;')

export const document = (name: string, ...content: string[]) => {
  const declared = Object.entries(spaces).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`)
  return `<?xml version="1.0" encoding="utf-8"?>\n<${name}${declared.join('')}>${content.join('')}</${name}>`
}

export const childOf = (node: Node | null | undefined, name: string) =>
  node?.children.find((child) => child.name === name)
