import { Button, Checkbox, Group, Popover, ScrollArea, Stack, TextInput } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import { foldName } from '#contract/rules.ts'
import { texts } from './texts.ts'

type Person = { id: string; name: string; colour: string }
type Props = { people: Person[]; mine: string; chosen: string[]; onChoose: (ids: string[]) => void }

/** Whose calendars are shown. */
export function PeopleChoice({ people, mine, chosen, onChoose }: Props) {
  const [words, setWords] = useState('')
  const toggle = (id: string) => {
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]
    onChoose(next.length > 0 ? next : [mine])
  }
  const found = people.filter(({ name }) => foldName(name).includes(foldName(words)))
  return (
    <Popover position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconUsers size={16} />}>
          {texts.colleagues} ({chosen.length})
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.colleagues}>
        <Stack gap="xs" w={260}>
          <Group gap="xs" grow>
            <Button size="compact-sm" variant="light" onClick={() => onChoose([mine])}>
              {texts.only_me}
            </Button>
            <Button
              size="compact-sm"
              variant="light"
              onClick={() => onChoose(people.map(({ id }) => id).slice(0, 100))}
            >
              {texts.all}
            </Button>
          </Group>
          {people.length > 8 && (
            <TextInput
              size="xs"
              aria-label={texts.find_colleague}
              placeholder={texts.find_colleague}
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
          )}
          <ScrollArea.Autosize mah={320} type="auto">
            <Stack gap={6} p={2}>
              {found.map(({ id, name, colour }) => (
                <Checkbox
                  key={id}
                  checked={chosen.includes(id)}
                  onChange={() => toggle(id)}
                  label={
                    <>
                      <span className="user-dot" style={{ background: `var(--mantine-color-${colour}-6)` }} />
                      {id === mine ? `${name} (${texts.me})` : name}
                    </>
                  }
                />
              ))}
            </Stack>
          </ScrollArea.Autosize>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
