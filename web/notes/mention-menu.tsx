import { Paper, Text } from '@mantine/core'
import type { Editor } from '@tiptap/core'
import type { MentionNodeAttrs } from '@tiptap/extension-mention'
import { ReactRenderer } from '@tiptap/react'
import type { SuggestionKeyDownProps, SuggestionOptions, SuggestionProps } from '@tiptap/suggestion'
import { foldLetters } from '#contract/rules.ts'
import { texts } from './texts.ts'

export type Colleague = { id: string; name: string }
type Props = SuggestionProps<Colleague, MentionNodeAttrs>

const ID = 'mention-menu'
const optionId = (at: number) => `${ID}-${at}`

/** Colleagues by any beginning of a part of their names; opened by an @, chosen by mouse, arrows and Enter. */
export function mentionSuggestion(
  colleagues: () => Colleague[],
): Omit<SuggestionOptions<Colleague, MentionNodeAttrs>, 'editor'> {
  return {
    char: '@',
    items: ({ query }) => fitting(colleagues(), foldLetters(query)).slice(0, 8),
    render: makeMenu,
  }
}

/** First those whose name begins so, then those of whom another part of it does. */
function fitting(colleagues: Colleague[], query: string): Colleague[] {
  const found = colleagues.filter(({ name }) => ` ${foldLetters(name)}`.includes(` ${query}`))
  const begins = ({ name }: Colleague) => foldLetters(name).startsWith(query)
  return [...found.filter(begins), ...found.filter((one) => !begins(one))]
}

function makeMenu() {
  let menu: ReactRenderer<unknown, MenuProps> | undefined
  let props: Props | undefined
  let current = 0
  let unmount: (() => void) | undefined
  const choose = (at: number) => {
    const colleague = props?.items[at]
    if (colleague) props?.command({ id: colleague.id, label: colleague.name })
  }
  const show = (next: Props) => {
    props = next
    current = Math.min(current, Math.max(0, next.items.length - 1))
    menu?.updateProps({ items: next.items, current, choose })
    pointAt(next.editor, next.items.length > 0 ? optionId(current) : null)
  }
  return {
    onStart: (started: Props) => {
      current = 0
      menu = new ReactRenderer<unknown, MenuProps>(MentionMenu, {
        props: { items: started.items, current, choose },
        editor: started.editor,
        className: 'mention-menu',
      })
      unmount = started.mount(menu.element)
      show(started)
    },
    onUpdate: show,
    onKeyDown: ({ event }: SuggestionKeyDownProps) => {
      const count = props?.items.length ?? 0
      if (!props || count === 0) return false
      if (event.key === 'Enter' || event.key === 'Tab') choose(current)
      else if (event.key === 'ArrowDown') current = (current + 1) % count
      else if (event.key === 'ArrowUp') current = (current + count - 1) % count
      else return false
      if (event.key.startsWith('Arrow')) show(props)
      return true
    },
    onExit: ({ editor }: Props) => {
      pointAt(editor, null)
      unmount?.()
      menu?.destroy()
      menu = undefined
      props = undefined
    },
  }
}

/** The focus stays in the text; who listens is told which colleague the arrows are at. */
function pointAt({ view }: Editor, option: string | null) {
  if (option) {
    view.dom.setAttribute('aria-activedescendant', option)
    view.dom.setAttribute('aria-controls', ID)
    // Esc closes the menu, and not the dialog that the text is in.
    view.dom.setAttribute('data-mantine-stop-propagation', 'true')
  } else {
    view.dom.removeAttribute('aria-activedescendant')
    view.dom.removeAttribute('aria-controls')
    view.dom.removeAttribute('data-mantine-stop-propagation')
  }
}

type MenuProps = { items: Colleague[]; current: number; choose: (at: number) => void }

function MentionMenu({ items, current, choose }: MenuProps) {
  return (
    <Paper withBorder shadow="md" p={4} miw={200} maw={320}>
      {items.length === 0 ? (
        <Text size="sm" c="dimmed" px="xs" py={4} role="status">
          {texts.nobody}
        </Text>
      ) : (
        <div role="listbox" id={ID} aria-label={texts.colleagues}>
          {items.map(({ id, name }, at) => (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are the editor's, which keeps the focus
            <div
              key={id}
              id={optionId(at)}
              role="option"
              tabIndex={-1}
              aria-selected={at === current}
              className="hit"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(at)}
            >
              {name}
            </div>
          ))}
        </div>
      )}
    </Paper>
  )
}
