import { Anchor, Text, Title } from '@mantine/core'
import { createElement, Fragment, type ReactNode } from 'react'
import { type Block, type Inline, type Mark, NoteDocument } from '#contract/note-document.ts'
import { texts } from '#web/platform/texts.ts'

/** A note as it reads: made of elements of our own from the document, whose parts are all known. */
export function NoteBody({ body }: { body: unknown }) {
  const parsed = NoteDocument.safeParse(body)
  if (!parsed.success) return <Text c="dimmed">{texts.unknown}</Text>
  return <div className="note-body">{blocks(parsed.data.content)}</div>
}

// oxlint-disable-next-line no-array-index-key -- parts of a text have no name, and do not move
const each = (parts: ReactNode[]) => parts.map((part, at) => <Fragment key={at}>{part}</Fragment>)
const blocks = (content: Block[]): ReactNode[] => each(content.map(block))
const line = (content: Inline[] | undefined) => each((content ?? []).map(inline))

function block(part: Block): ReactNode {
  switch (part.type) {
    case 'paragraph':
      // An empty line keeps its height.
      return <p>{part.content?.length ? line(part.content) : <br />}</p>
    case 'heading':
      return (
        <Title order={part.attrs.level === 1 ? 4 : part.attrs.level === 2 ? 5 : 6} className="note-heading">
          {line(part.content)}
        </Title>
      )
    case 'codeBlock':
      return (
        <pre>
          <code>{line(part.content)}</code>
        </pre>
      )
    case 'horizontalRule':
      return <hr />
    case 'blockquote':
      return <blockquote>{blocks(part.content)}</blockquote>
    case 'bulletList':
      return <ul>{items(part.content)}</ul>
    default:
      return <ol start={part.attrs?.start ?? 1}>{items(part.content)}</ol>
  }
}

const items = (content: { content: Block[] }[]) =>
  content.map((item, at) => (
    // oxlint-disable-next-line no-array-index-key -- as above
    <li key={at}>{blocks(item.content)}</li>
  ))

function inline(part: Inline): ReactNode {
  if (part.type === 'hardBreak') return <br />
  const bare = part.type === 'text' ? part.text : <span className="mention">@{part.attrs.label ?? texts.unknown}</span>
  return (part.marks ?? []).reduce<ReactNode>(withMark, bare)
}

const tags = { bold: 'strong', italic: 'em', underline: 'u', strike: 's', code: 'code' } as const

function withMark(inner: ReactNode, mark: Mark): ReactNode {
  if (mark.type !== 'link') return createElement(tags[mark.type], null, inner)
  return (
    <Anchor href={mark.attrs.href} target="_blank" rel="noopener noreferrer nofollow" inherit underline="always">
      {inner}
    </Anchor>
  )
}
