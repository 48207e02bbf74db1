import { Alert, Group, Paper, Radio, Stack } from '@mantine/core'
import { texts as common } from '#web/platform/texts.ts'
import { NoteBody } from './note-body.tsx'
import type { Merged, NoteField, NoteForm } from './note-fields.ts'
import { texts } from './texts.ts'

const labels: Record<NoteField, string> = {
  subject: texts.subject,
  body: texts.text,
  noted_on: texts.date,
  is_private: texts.is_private,
}

type Props = { merged: Merged; form: NoteForm; onChoose: (field: NoteField, value: NoteForm[NoteField]) => void }

/** Both versions of a note that two people changed at once; each field by choice. */
export function NoteConflict({ merged: { conflicts, mine, theirs }, form, onChoose }: Props) {
  return (
    <Alert color="orange" role="alert">
      {conflicts.length === 0 ? common.stale_merged : common.stale}
      <Stack gap="xs" mt={conflicts.length > 0 ? 'xs' : 0}>
        {conflicts.map((field) => (
          <Radio.Group
            key={field}
            label={labels[field]}
            value={JSON.stringify(form[field]) === JSON.stringify(theirs[field]) ? 'theirs' : 'mine'}
            onChange={(side) => onChoose(field, (side === 'theirs' ? theirs : mine)[field])}
          >
            <Group gap="md" mt={4} align="start">
              <Version side="mine" field={field} value={mine[field]} />
              <Version side="theirs" field={field} value={theirs[field]} />
            </Group>
          </Radio.Group>
        ))}
      </Stack>
    </Alert>
  )
}

type VersionProps = { side: 'mine' | 'theirs'; field: NoteField; value: NoteForm[NoteField] }

function Version({ side, field, value }: VersionProps) {
  if (field !== 'body') {
    const shown = typeof value === 'boolean' ? (value ? common.yes : common.no) : String(value) || common.empty
    return <Radio value={side} label={`${common[side]}: ${shown}`} />
  }
  return (
    <Stack gap={4} flex="1 1 220px">
      <Radio value={side} label={common[side]} />
      <Paper withBorder p="xs" mah={180} className="side-scroller">
        <NoteBody body={value} />
      </Paper>
    </Stack>
  )
}
