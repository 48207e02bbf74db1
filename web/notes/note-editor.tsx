import '@mantine/tiptap/styles.css'
import { Input } from '@mantine/core'
import { RichTextEditor, type RichTextEditorProps } from '@mantine/tiptap'
import { IconAt } from '@tabler/icons-react'
import type { JSONContent } from '@tiptap/core'
import { Mention } from '@tiptap/extension-mention'
import { useQueryClient } from '@tanstack/react-query'
import { useEditor } from '@tiptap/react'
import { StarterKit } from '@tiptap/starter-kit'
import { useEffect, useRef } from 'react'
import { mayBeLink, type NoteDocument } from '#contract/note-document.ts'
import type { session } from '#contract/session.ts'
import { useMembers } from '#web/companies/members.ts'
import type { Reply } from '#web/platform/api.ts'
import { readNonce } from '#web/platform/nonce.ts'
import { texts as common } from '#web/platform/texts.ts'
import { mentionSuggestion } from './mention-menu.tsx'
import { texts } from './texts.ts'

type Props = {
  value: NoteDocument
  onChange: (document: NoteDocument) => void
  error: string | undefined
}

/** The text of a note. What is pasted becomes what the editor knows, and nothing else. Its `key` changes when the text is another. */
export function NoteEditor({ value, onChange, error }: Props) {
  useMembers()
  const queries = useQueryClient()
  /** Those that are known when an @ is typed. */
  const colleagues = () => queries.getQueryData<Reply<typeof session.members>>(['members'])?.items ?? []
  const editor = useEditor({
    extensions: [
      StarterKit.configure({
        heading: { levels: [1, 2, 3] },
        link: { openOnClick: false, isAllowedUri: mayBeLink, defaultProtocol: 'https' },
        trailingNode: false,
      }),
      Mention.configure({
        HTMLAttributes: { class: 'mention' },
        suggestion: mentionSuggestion(colleagues),
      }),
    ],
    content: value as JSONContent,
    injectNonce: readNonce(),
    editorProps: {
      attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': texts.text, class: 'note-text' },
    },
    onUpdate: ({ editor }) => onChange(editor.getJSON() as NoteDocument),
  })
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Only the attribute: the text and where one is in it stay.
    frame.current?.querySelector('[role="textbox"]')?.setAttribute('aria-invalid', String(error !== undefined))
  }, [error])
  const mention = () => {
    const before = editor.state.selection.$from.nodeBefore?.textContent ?? ' '
    editor
      .chain()
      .focus()
      .insertContent(/\s$/.test(before) ? '@' : ' @')
      .run()
  }
  return (
    <Input.Wrapper label={texts.text} description={texts.text_hint} error={error} labelElement="div" ref={frame}>
      {/* The types of the same editor, as @mantine/tiptap finds them, are another declaration. */}
      <RichTextEditor
        editor={editor as unknown as RichTextEditorProps['editor']}
        labels={labels}
        variant="subtle"
        mt={4}
      >
        <RichTextEditor.Toolbar role="group" aria-label={texts.toolbar}>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Bold />
            <RichTextEditor.Italic />
            <RichTextEditor.Underline />
            <RichTextEditor.Strikethrough />
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.H2 />
            <RichTextEditor.BulletList />
            <RichTextEditor.OrderedList />
            <RichTextEditor.Blockquote />
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Link styles={{ linkEditorExternalControl: { display: 'none' } }} />
            <RichTextEditor.Unlink />
            <RichTextEditor.Control aria-label={texts.mention} title={texts.mention} onClick={mention}>
              <IconAt size={16} />
            </RichTextEditor.Control>
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Undo />
            <RichTextEditor.Redo />
          </RichTextEditor.ControlsGroup>
        </RichTextEditor.Toolbar>
        <RichTextEditor.Content />
      </RichTextEditor>
    </Input.Wrapper>
  )
}

const labels = {
  boldControlLabel: texts.bold,
  italicControlLabel: texts.italic,
  underlineControlLabel: texts.underline,
  strikeControlLabel: texts.strike,
  h2ControlLabel: texts.heading,
  bulletListControlLabel: texts.bullets,
  orderedListControlLabel: texts.numbers,
  blockquoteControlLabel: texts.quote,
  linkControlLabel: texts.link,
  unlinkControlLabel: texts.unlink,
  linkEditorInputLabel: texts.link_address,
  linkEditorInputPlaceholder: 'https://',
  linkEditorSave: common.save,
  undoControlLabel: texts.undo,
  redoControlLabel: texts.redo,
}
