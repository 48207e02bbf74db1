import { Badge, Group, Text } from '@mantine/core'
import type { RegisterHit } from '#contract/register.ts'
import { formatOrgNumber } from '#contract/rules.ts'
import { Marked } from '#web/shell/marked.tsx'
import { factTexts } from './fact-texts.ts'
import { texts } from './texts.ts'

type Props = {
  units: RegisterHit[]
  query: string
  /** The place of the first of them in the whole list. */
  first: number
  chosen: number
  /** What a field's aria-activedescendant calls the one at a place. */
  idOf: (at: number) => string
  onOpen: (at: number) => void
  /** Where the pointer chooses as the keys do. */
  onHover?: (at: number) => void
}

/** What the register has, below our own hits and in the same list: those that we have open, the others can be added. */
export function RegisterRows({ units, first, chosen, ...shared }: Props) {
  return (
    <div role="group" aria-label={texts.from_register} className="register-hits">
      <Text size="xs" c="dimmed" px={10} mt={6} mb={2} aria-hidden>
        {texts.from_register}
      </Text>
      {units.map((unit, index) => {
        const at = first + index
        return <UnitRow key={unit.org_number} at={at} unit={unit} isChosen={at === chosen} {...shared} />
      })}
    </div>
  )
}

type RowProps = Omit<Props, 'units' | 'first' | 'chosen'> & { at: number; unit: RegisterHit; isChosen: boolean }

function UnitRow({ at, unit, query, isChosen, idOf, onOpen, onHover }: RowProps) {
  const details = [unit.is_sub_unit && texts.branch, unit.city, formatOrgNumber(unit.org_number)]
    .filter(Boolean)
    .join(' · ')
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are those of the field that the list belongs to
    <div
      id={idOf(at)}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      className="hit"
      onMouseMove={() => !isChosen && onHover?.(at)}
      onClick={() => onOpen(at)}
    >
      <Group gap={6} wrap="nowrap" justify="space-between">
        <Text size="sm" fw={500} truncate>
          <Marked text={unit.name} query={query} />
        </Text>
        <Badge size="xs" variant={unit.company_id ? 'default' : 'light'} style={{ flexShrink: 0 }}>
          {unit.company_id ? texts.exists : texts.add}
        </Badge>
      </Group>
      <Group gap={6} wrap="nowrap" justify="space-between">
        <Text size="xs" c="dimmed" truncate>
          <Marked text={details} query={query} />
        </Text>
        {(unit.is_bankrupt || unit.is_winding_up) && (
          <Badge size="xs" color="red.9" style={{ flexShrink: 0 }}>
            {unit.is_bankrupt ? factTexts.is_bankrupt : factTexts.is_winding_up}
          </Badge>
        )}
      </Group>
    </div>
  )
}
