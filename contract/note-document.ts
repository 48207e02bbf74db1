// The text of a note: the document of the editor (ProseMirror JSON), of which only the parts below are known. It is never
// HTML, and what is no part of it is refused, so that a note shows only what its writer could have made in the editor.
import { z } from 'zod'
import { isCleanText } from '#contract/rules.ts'

const limits = { characters: 100_000, bytes: 300_000, parts: 20_000, depth: 24 }

/** http, https, mailto and tel only: no other scheme may be opened from a note. */
function isLink(href: string): boolean {
  // Nothing that hides: white space, and signs that an address writes in another way (RFC 3986).
  if (href.length > 2_000 || !isCleanText(href) || /[\s\\<>"]/.test(href)) return false
  if (/^(mailto|tel):[^/]+$/i.test(href)) return true
  return /^https?:\/\/[^/]/i.test(href) && URL.canParse(href)
}

/** An address that was written without a scheme is one of the web. */
const withScheme = (href: string) => (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(href) ? href : `https://${href}`)
const link = z.string().transform(withScheme).refine(isLink, 'link')
/** Whether what was typed as a link becomes one. */
export const mayBeLink = (href: string) => link.safeParse(href).success

const plainMarks = ['bold', 'italic', 'underline', 'strike', 'code'] as const
const Mark = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(plainMarks) }),
  z.strictObject({ type: z.literal('link'), attrs: z.object({ href: link }) }),
])
export type Mark = z.output<typeof Mark>
const marks = z.array(Mark).max(10).optional()

const Text = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1).refine(isCleanText, 'unusable_character'),
  marks,
})
const Break = z.strictObject({ type: z.literal('hardBreak'), marks })
/** A colleague; the label is her name, which the server writes. */
const Mention = z.strictObject({
  type: z.literal('mention'),
  attrs: z.object({ id: z.uuid(), label: z.string().max(200).refine(isCleanText, 'unusable_character').nullable() }),
  marks,
})
const Inline = z.discriminatedUnion('type', [Text, Break, Mention])
export type Inline = z.output<typeof Inline>
const inline = z.array(Inline).optional()

const Heading = z.strictObject({
  type: z.literal('heading'),
  attrs: z.object({ level: z.int().min(1).max(3) }),
  content: inline,
})
const flat = [
  z.strictObject({ type: z.literal('paragraph'), attrs: z.object({}).optional(), content: inline }),
  Heading,
  z.strictObject({ type: z.literal('codeBlock'), attrs: z.object({}).optional(), content: z.array(Text).optional() }),
  z.strictObject({ type: z.literal('horizontalRule') }),
] as const

type Flat = z.output<(typeof flat)[number]>
type Item = { type: 'listItem'; content: Block[] }
export type Block =
  | Flat
  | { type: 'blockquote'; content: Block[] }
  | { type: 'bulletList'; content: Item[] }
  | { type: 'orderedList'; attrs?: { start: number } | undefined; content: Item[] }

const Block: z.ZodType<Block> = z.lazy(() =>
  z.discriminatedUnion('type', [
    ...flat,
    z.strictObject({ type: z.literal('blockquote'), content: z.array(Block) }),
    z.strictObject({ type: z.literal('bulletList'), content: z.array(Item) }),
    z.strictObject({
      type: z.literal('orderedList'),
      attrs: z.object({ start: z.int().min(0).max(1_000_000) }).optional(),
      content: z.array(Item),
    }),
  ]),
)
const Item = z.strictObject({ type: z.literal('listItem'), content: z.array(Block) })

export type NoteDocument = { type: 'doc'; content: Block[] }
const Document: z.ZodType<NoteDocument> = z.strictObject({ type: z.literal('doc'), content: z.array(Block) })

/** At most 100,000 characters of text, 300 kB as JSON, lists and quotations 24 deep. */
export const NoteDocument = z
  .unknown()
  // Looked at before it is parsed: a document that is too deep or too large costs no more than this look.
  .refine((value) => measure(value).characters <= limits.characters, { error: 'note_long', abort: true })
  .refine((value) => measure(value).depth <= limits.depth, { error: 'note_deep', abort: true })
  .refine((value) => measure(value).parts <= limits.parts, { error: 'note_long', abort: true })
  .pipe(Document)
  .refine((value) => JSON.stringify(value).length <= limits.bytes, 'note_long')

export const emptyDocument: NoteDocument = { type: 'doc', content: [{ type: 'paragraph' }] }

/** How much there is of a document that nobody has looked at yet; stops where it is too much in any case. */
function measure(value: unknown) {
  const found = { characters: 0, parts: 0, depth: 0 }
  const waiting: { part: unknown; depth: number }[] = [{ part: value, depth: 0 }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { part, depth } = next
    found.parts++
    found.depth = Math.max(found.depth, depth)
    if (found.parts > limits.parts || found.depth > limits.depth) break
    if (typeof part !== 'object' || part === null) continue
    const { text, content } = part as { text?: unknown; content?: unknown }
    if (typeof text === 'string') found.characters += text.length
    if (Array.isArray(content)) for (const inner of content) waiting.push({ part: inner, depth: depth + 1 })
  }
  return found
}

/** The text alone, a line for each paragraph. */
export function textOf({ content }: NoteDocument): string {
  return content.flatMap(linesOf).join('\n').trim()
}

function linesOf(block: Block): string[] {
  switch (block.type) {
    case 'horizontalRule':
      return []
    case 'blockquote':
      return block.content.flatMap(linesOf)
    case 'bulletList':
      return block.content.flatMap((item) => marked('- ', item))
    case 'orderedList':
      return block.content.flatMap((item, at) => marked(`${(block.attrs?.start ?? 1) + at}. `, item))
    default:
      return (block.content ?? []).map(wordsOf).join('').split('\n')
  }
}

const marked = (mark: string, item: Item) =>
  item.content.flatMap(linesOf).map((line, at) => (at === 0 ? mark : ' '.repeat(mark.length)) + line)

function wordsOf(part: Inline): string {
  if (part.type === 'text') return part.text
  return part.type === 'hardBreak' ? '\n' : `@${part.attrs.label ?? ''}`
}

/** The same document with each mention as `change` makes it. */
export function withMentions(document: NoteDocument, change: (mention: Mention) => Mention): NoteDocument {
  const inBlock = (block: Block): Block => {
    if (block.type === 'paragraph' || block.type === 'heading')
      return block.content ? { ...block, content: block.content.map(inLine) } : block
    if (block.type === 'blockquote') return { ...block, content: block.content.map(inBlock) }
    if (block.type !== 'bulletList' && block.type !== 'orderedList') return block
    return { ...block, content: block.content.map((item) => ({ ...item, content: item.content.map(inBlock) })) }
  }
  const inLine = (part: Inline): Inline => (part.type === 'mention' ? change(part) : part)
  return { ...document, content: document.content.map(inBlock) }
}
type Mention = z.output<typeof Mention>

/** Who is mentioned, each once. */
export function mentionedIn(document: NoteDocument): string[] {
  const found = new Set<string>()
  withMentions(document, (mention) => {
    found.add(mention.attrs.id)
    return mention
  })
  return [...found]
}
