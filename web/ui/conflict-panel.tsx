import { Alert, Group, Radio, Stack } from '@mantine/core'
import { type Conflict, isSame, type Value } from '#web/platform/record-form.ts'
import { texts } from '#web/platform/texts.ts'

type Props = {
  conflicts: Conflict[]
  labelOf: (field: string) => string
  /** What is in the form, as a person reads it. */
  show: (field: string, value: Value) => string
  /** What the field has now. */
  chosen: (field: string) => Value
  onChoose: (field: string, value: Value) => void
}

/** Both versions of what two people changed at once; each field by choice. */
export function ConflictPanel({ conflicts, labelOf, show, chosen, onChoose }: Props) {
  return (
    <Alert color="orange" role="alert">
      {conflicts.length === 0 ? texts.stale_merged : texts.stale}
      <Stack gap="xs" mt={conflicts.length > 0 ? 'xs' : 0}>
        {conflicts.map(({ field, mine, theirs }) => (
          <Radio.Group
            key={field}
            label={labelOf(field)}
            value={isSame(chosen(field), theirs) ? 'theirs' : 'mine'}
            onChange={(side) => onChoose(field, side === 'theirs' ? theirs : mine)}
          >
            <Group gap="md" mt={4}>
              <Radio value="mine" label={`${texts.mine}: ${show(field, mine)}`} />
              <Radio value="theirs" label={`${texts.theirs}: ${show(field, theirs)}`} />
            </Group>
          </Radio.Group>
        ))}
      </Stack>
    </Alert>
  )
}
