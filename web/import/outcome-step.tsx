import { Alert, Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import type { Import } from '#contract/imports.ts'
import { attempt } from '#web/platform/attempt.ts'
import { fill, texts as shared } from '#web/platform/texts.ts'
import { Question } from '#web/ui/question.tsx'
import { downloadFaulty } from './faulty-rows.ts'
import { texts } from './texts.ts'

/** What the import did, and the way back. */
export function Outcome({ found, onUndo }: { found: Import; onUndo: () => Promise<unknown> }) {
  const [asks, question] = useDisclosure()
  const { counts, state } = found
  return (
    <Stack>
      <Title order={2} size="h4">
        {state === 'imported' ? texts.done : texts.undone_title}
      </Title>
      {state === 'imported' ? (
        <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }} component="dl" m={0}>
          {(['made', 'changed', 'persons', 'left_out', 'faulty'] as const).map((what) => (
            <Paper key={what} withBorder p="sm">
              <Text component="dt" size="xs" c="dimmed">
                {texts[what]}
              </Text>
              <Text component="dd" m={0} fw={650} size="xl">
                {counts[what]}
              </Text>
            </Paper>
          ))}
        </SimpleGrid>
      ) : (
        counts.kept > 0 && <Alert color="yellow">{fill(texts.kept, { count: String(counts.kept) })}</Alert>
      )}
      <Group>
        <Button component={Link} to="/companies">
          {shared.home}
        </Button>
        <Button component={Link} to="/import" variant="default">
          {texts.again}
        </Button>
        {counts.faulty > 0 && found.has_rows && (
          <Button variant="default" onClick={() => void attempt(() => downloadFaulty(found))}>
            {texts.download_faulty}
          </Button>
        )}
        {state === 'imported' && (
          <Button variant="subtle" color="red" onClick={question.open}>
            {texts.undo}
          </Button>
        )}
      </Group>
      {asks && <Question title={texts.undo} text={texts.undo_question} onYes={onUndo} onClose={question.close} />}
    </Stack>
  )
}
