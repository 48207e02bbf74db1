import { Button, Modal, Paper, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ListedNote, notes, type NoteVersion } from '#contract/notes.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { formatDay, formatMoment, type TextKey, texts as common } from '#web/platform/texts.ts'
import { NoteBody } from './note-body.tsx'
import { texts } from './texts.ts'

/** How a note was before: who changed what, old and new beside each other. */
export function VersionsDialog({ note: { id, subject }, onClose }: { note: ListedNote; onClose: () => void }) {
  const pages = useInfiniteQuery({
    queryKey: ['note-versions', id],
    queryFn: ({ pageParam }) => call(notes.versions, { params: { id }, query: pageParam ? { before: pageParam } : {} }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  const versions = pages.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${texts.versions}: ${subject}`}
      size="xl"
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <Stack gap="md">
        {pages.error && (
          <Text c="var(--mantine-color-error)" role="alert">
            {sentenceOf(pages.error)}
          </Text>
        )}
        {pages.isPending && <Skeleton height={120} />}
        {versions.map((version) => (
          <Version key={version.id} version={version} />
        ))}
        {pages.hasNextPage && (
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            {common.more}
          </Button>
        )}
      </Stack>
    </Modal>
  )
}

function Version({ version: { at, user_name, action, changes } }: { version: NoteVersion }) {
  const { subject, body, noted_on, is_private, pinned_at } = changes
  const isFirst = action === 'created'
  return (
    <section aria-label={formatMoment(at)}>
      <Text size="sm" fw={600}>
        {[action in common ? common[action as TextKey] : action, formatMoment(at), user_name]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      <Line label={texts.subject} pair={subject} />
      <Line
        label={texts.date}
        pair={noted_on && [noted_on[0] && formatDay(noted_on[0]), noted_on[1] && formatDay(noted_on[1])]}
      />
      <Line label={texts.is_private} pair={is_private && [yesOrNo(is_private[0]), yesOrNo(is_private[1])]} />
      <Line label={texts.pinned} pair={pinned_at && [yesOrNo(pinned_at[0] !== null), yesOrNo(pinned_at[1] !== null)]} />
      {body && (
        <SimpleGrid cols={{ base: 1, sm: isFirst ? 1 : 2 }} mt={4} spacing="xs">
          {!isFirst && <Wording label={texts.before} body={body[0]} />}
          <Wording label={isFirst ? texts.text : texts.after} body={body[1]} />
        </SimpleGrid>
      )}
    </section>
  )
}

const yesOrNo = (value: boolean | null) => (value ? common.yes : common.no)

function Line({ label, pair }: { label: string; pair: (string | null)[] | undefined }) {
  if (!pair) return null
  const [old, now] = pair
  return (
    <Text size="sm" className="field-value">
      <Text span c="dimmed" size="sm">
        {label}:
      </Text>{' '}
      {old ? `${old} → ` : ''}
      {now || common.empty}
    </Text>
  )
}

function Wording({ label, body }: { label: string; body: unknown }) {
  return (
    <Paper withBorder p="xs">
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm" component="div">
        {body === null ? common.empty : <NoteBody body={body} />}
      </Text>
    </Paper>
  )
}
