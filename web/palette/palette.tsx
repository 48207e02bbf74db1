import { Kbd, Modal, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { attempt } from '#web/platform/attempt.ts'
import { texts as shared } from '#web/platform/texts.ts'
import { RegisterRows } from '#web/register/register-rows.tsx'
import { texts as registerTexts } from '#web/register/texts.ts'
import { Marked } from '#web/shell/marked.tsx'
import { type Command, useCommands, useRecords } from './commands.tsx'
import type { DialogOfNew } from './new-records.ts'
import { type RegisterCommand, useRegisterCommands } from './register-commands.ts'
import { texts } from './texts.ts'

type PaletteProps = { onClose: () => void; focusSearch: () => void; openDialog: (what: DialogOfNew) => void }

/**
 * Ctrl+K: every record and every action by its name. Arrow keys choose, Enter does it, Esc closes. A combobox like the search
 * panel (WAI-ARIA), and not Mantine's Spotlight: that moves among buttons and tells assistive technology nothing of it.
 */
export function Palette({ onClose, focusSearch, openDialog }: PaletteProps) {
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const { records, isSearching, awaitFirst } = useRecords(typed)
  const { foremost, others } = useCommands(focusSearch, openDialog)
  const register = useRegisterCommands(typed, !isSearching, openDialog)
  // What comes last stands last: nothing moves away below the pointer.
  const own = arrange(foremost, records, others, typed)
  const all: Command[] = [...own, ...register.commands]
  const at = Math.min(chosen, all.length - 1)
  const [before] = useState(() => document.activeElement as HTMLElement | null)
  const cancel = () => {
    onClose()
    setTimeout(() => before?.focus())
  }
  const run = (command: Command | undefined) => {
    if (!command) return
    onClose()
    // When the dialog is gone, and the focus free.
    setTimeout(() => void command.onChoose())
  }
  /** Where Enter comes before the hits of what was typed, the first of them is meant, and none of those before. */
  const enter = async () => {
    const command = all[at]
    run(isSearching && (!command || records.includes(command)) ? await awaitFirst() : command)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setChosen((at + 1) % Math.max(all.length, 1))
    else if (event.key === 'ArrowUp') setChosen((at - 1 + all.length) % Math.max(all.length, 1))
    else if (event.key === 'Enter') void attempt(enter)
    else return
    event.preventDefault()
  }
  return (
    <Modal
      opened
      onClose={cancel}
      withCloseButton={false}
      padding={0}
      size={620}
      yOffset="10dvh"
      aria-label={shared.palette}
      transitionProps={{ duration: 100 }}
    >
      <TextInput
        data-autofocus
        variant="unstyled"
        size="md"
        className="palette-field"
        aria-label={shared.palette}
        placeholder={texts.hint}
        leftSection={<IconSearch size={18} />}
        value={typed}
        maxLength={200}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setChosen(0)
        }}
        onKeyDown={onKey}
        role="combobox"
        aria-expanded
        aria-controls="commands"
        aria-activedescendant={all[at] ? idOf(all[at]) : undefined}
        autoComplete="off"
      />
      <Commands
        own={own}
        registered={register.commands}
        at={at}
        typed={typed}
        onHover={setChosen}
        onChoose={(place) => run(all[place])}
      />
      {all.length === 0 && !isSearching && !register.isAsking && (
        <Text size="sm" c="dimmed" px="md" pb="md" role="status">
          {texts.nothing}
        </Text>
      )}
      {register.isDown && (
        <Text size="xs" c="dimmed" px="md" pb={8} role="status">
          {registerTexts.register_down}
        </Text>
      )}
      <Text size="xs" c="dimmed" px="md" py={8} className="palette-foot" visibleFrom="sm">
        {texts.keys}
      </Text>
    </Modal>
  )
}

const idOf = (command: Command | undefined) => `command-${command?.id.replace(/[^\w-]/g, '-')}`

/** With nothing typed what one does most often; else the commands that begin so, what is found, and the other commands. */
function arrange(foremost: Command[], records: Command[], others: Command[], typed: string) {
  const wanted = typed.trim().toLocaleLowerCase('nb')
  if (wanted === '') return [...foremost, ...records, ...others]
  const named = [...foremost, ...others].filter(({ label, group }) => isNamed(`${group} ${label}`, wanted))
  const beginsSo = ({ label }: Command) => label.toLocaleLowerCase('nb').startsWith(wanted)
  return [...named.filter(beginsSo), ...records, ...named.filter((command) => !beginsSo(command))]
}

/** Each word that is typed begins a word of it. */
function isNamed(name: string, typed: string) {
  const words = name.toLocaleLowerCase('nb').split(/[^\p{L}\p{N}]+/u)
  return typed.split(/\s+/).every((part) => words.some((word) => word.startsWith(part)))
}

type Props = {
  own: Command[]
  /** Below our own. */
  registered: RegisterCommand[]
  at: number
  typed: string
  onHover: (at: number) => void
  onChoose: (at: number) => void
}

function Commands({ own, registered, at, typed, onHover, onChoose }: Props) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  })
  const groups = [...new Set(own.map(({ group }) => group))]
  return (
    <div id="commands" role="listbox" aria-label={texts.results} className="palette-list" ref={list}>
      {groups.map((group) => (
        <div key={group} role="group" aria-label={group}>
          <Text size="xs" c="dimmed" px={10} pt={8} pb={2} aria-hidden>
            {group}
          </Text>
          {own.map(
            (command, place) =>
              command.group === group && (
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the focus and the keys (WAI-ARIA, combobox)
                <div
                  key={command.id}
                  id={idOf(command)}
                  role="option"
                  aria-selected={place === at}
                  className="hit command"
                  onMouseMove={() => place !== at && onHover(place)}
                  onClick={() => onChoose(place)}
                >
                  <Text size="sm" truncate className="row-text">
                    <Marked text={command.label} query={typed} />
                    {command.detail && (
                      <Text span size="xs" c="dimmed">
                        {' '}
                        · {command.detail}
                      </Text>
                    )}
                  </Text>
                  {command.shortcut && <Kbd size="xs">{command.shortcut}</Kbd>}
                </div>
              ),
          )}
        </div>
      ))}
      {registered.length > 0 && (
        <RegisterRows
          units={registered.map(({ unit }) => unit)}
          query={typed}
          first={own.length}
          chosen={at}
          idOf={(place) => idOf(registered[place - own.length])}
          onOpen={onChoose}
          onHover={onHover}
        />
      )}
    </div>
  )
}
