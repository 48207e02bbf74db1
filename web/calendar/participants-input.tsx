import { ActionIcon, Badge, Combobox, InputBase, Loader, Text, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconBuilding, IconUser, IconUsers, IconX } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { foldName } from '#contract/rules.ts'
import { search } from '#contract/search.ts'
import { useMembers } from '#web/companies/members.ts'
import { call } from '#web/platform/api.ts'
import { fill } from '#web/platform/texts.ts'
import type { Participant } from './appointment-fields.ts'
import { formTexts } from './texts.ts'

type Props = {
  value: Participant[]
  organizerId: string
  onChange: (participants: Participant[]) => void
  error: string | undefined
}

const icons = { user: IconUsers, person: IconUser, company: IconBuilding }

/** Who takes part: found as one types, each once. */
export function ParticipantsInput({ value, organizerId, onChange, error }: Props) {
  return (
    <div>
      <Finder value={value} onAdd={(one) => onChange([...value, one])} error={error} />
      <ul className="participants" aria-label={formTexts.participants}>
        {value.map((one) => {
          const Icon = icons[one.kind]
          return (
            <li key={one.kind + one.id}>
              <Icon size={16} aria-hidden />
              <Text size="sm" truncate className="row-text">
                {one.name}
              </Text>
              {one.id === organizerId && (
                <Text size="xs" c="dimmed">
                  {formTexts.organizer}
                </Text>
              )}
              {one.kind !== 'user' && one.email === null && (
                <Text size="xs" c="dimmed">
                  {formTexts.no_email}
                </Text>
              )}
              {one.state && one.id !== organizerId && (
                <Badge size="sm" variant="default" tt="none">
                  {formTexts[one.state]}
                </Badge>
              )}
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={fill(formTexts.remove, { name: one.name })}
                onClick={() => onChange(value.filter((other) => other !== one))}
              >
                <IconX size={14} />
              </ActionIcon>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

type FinderProps = { value: Participant[]; onAdd: (one: Participant) => void; error: string | undefined }

function Finder({ value, onAdd, error }: FinderProps) {
  const [words, setWords] = useState('')
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() })
  const { colleagues, others, isFetching } = useFound(words)
  const isTaken = (one: Participant) => value.some(({ kind, id }) => kind === one.kind && id === one.id)
  const all = [...colleagues, ...others]
  const add = (key: string) => {
    const one = all.find(({ kind, id }) => `${kind} ${id}` === key)
    if (one && !isTaken(one)) onAdd(one)
    setWords('')
    box.closeDropdown()
  }
  const options = (found: Participant[]) =>
    found.map((one) => (
      <Combobox.Option key={one.kind + one.id} value={`${one.kind} ${one.id}`} disabled={isTaken(one)}>
        {one.name}
      </Combobox.Option>
    ))
  return (
    <Combobox store={box} onOptionSubmit={add}>
      <Combobox.Target>
        <InputBase
          label={formTexts.add_participant}
          placeholder={formTexts.add_hint}
          value={words}
          error={error}
          autoComplete="off"
          rightSection={isFetching ? <Loader size={14} /> : null}
          onChange={(event) => {
            setWords(event.currentTarget.value)
            box.openDropdown()
            box.selectFirstOption()
          }}
          onClick={() => box.openDropdown()}
          onBlur={() => box.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={300} className="side-scroller">
          {colleagues.length > 0 && <Combobox.Group label={formTexts.colleagues}>{options(colleagues)}</Combobox.Group>}
          {others.length > 0 && <Combobox.Group label={formTexts.persons_companies}>{options(others)}</Combobox.Group>}
          {all.length === 0 && <Combobox.Empty>{formTexts.no_hits}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

/** Colleagues by any part of the name, persons and companies as the search finds them. */
function useFound(words: string) {
  const { members } = useMembers()
  const [settled] = useDebouncedValue(words.trim(), 120)
  const { data, isFetching } = useQuery({
    queryKey: ['search', 'participants', settled],
    queryFn: () => call(search.find, { query: { q: settled } }),
    enabled: settled !== '',
    placeholderData: keepPreviousData,
  })
  const colleagues: Participant[] = members
    .filter(({ name }) => foldName(name).includes(foldName(words)))
    .slice(0, 8)
    .map(({ id, name }) => ({ kind: 'user', id, name, email: undefined }))
  const others: Participant[] = (words.trim() ? (data?.items ?? []) : [])
    .slice(0, 12)
    .map(({ kind, id, name }) => ({ kind, id, name, email: undefined }))
  return { colleagues, others, isFetching }
}
