import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconLock, IconPlus, IconRepeat } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { appointments } from '#contract/appointments.ts'
import type { Of } from '#web/cards/of.ts'
import { call, type Reply } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { texts as common } from '#web/platform/texts.ts'
import { formTexts, texts } from './texts.ts'
import { whenText } from './written.ts'

/** What is agreed with a company or a person: coming appointments first, past ones on demand. */
export function AppointmentsPanel({ of }: { of: Of }) {
  const [showsPast, past] = useDisclosure()
  const navigate = useNavigate()
  const { mayChange } = useRights()
  const make = () =>
    navigate({ to: '/calendar/$id', params: { id: 'new' }, search: { [of.kind]: of.id, name: of.name } })
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Button variant="subtle" size="compact-sm" onClick={past.toggle} aria-expanded={showsPast}>
          {showsPast ? formTexts.hide_past : formTexts.show_past}
        </Button>
        <Button
          size="compact-md"
          variant="light"
          leftSection={<IconPlus size={16} />}
          disabled={!mayChange('crm')}
          title={mayChange('crm') ? undefined : texts.no_change}
          onClick={make}
        >
          {common.new_appointment}
        </Button>
      </Group>
      <Rows of={of} when="upcoming" />
      {showsPast && (
        <section aria-label={formTexts.past}>
          <Text size="sm" fw={600} mb={4}>
            {formTexts.past}
          </Text>
          <Rows of={of} when="past" />
        </section>
      )}
    </Stack>
  )
}

function Rows({ of, when }: { of: Of; when: 'upcoming' | 'past' }) {
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['appointments', of.kind, of.id, when],
    queryFn: ({ pageParam }) =>
      call(appointments.list, { query: { [`${of.kind}_id`]: of.id, when, ...(pageParam && { after: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  })
  if (error && !data) return <Alert color="red">{sentenceOf(error)}</Alert>
  if (!data) return <Skeleton height={64} />
  const items = data.pages.flatMap((page) => page.items)
  if (items.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {when === 'upcoming' ? formTexts.no_upcoming : formTexts.no_past}
      </Text>
    )
  return (
    <>
      <ul className="rows" aria-label={formTexts[when]}>
        {items.map((item) => (
          <Row key={item.id} item={item} />
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="default" size="compact-md" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {common.more}
        </Button>
      )}
    </>
  )
}

type Item = Reply<typeof appointments.list>['items'][number]

function Row({ item }: { item: Item }) {
  const { id, title, place, recurrence, original_starts_at, is_private, organizer_name } = item
  const search = recurrence && original_starts_at ? { at: original_starts_at } : {}
  return (
    <li>
      <div className="row-text">
        <Link to="/calendar/$id" params={{ id }} search={search} className="plain-link">
          {title}
        </Link>
        <Text size="sm" c="dimmed" className="field-value">
          {[whenText(item), place, organizer_name].filter(Boolean).join(' · ')}
        </Text>
      </div>
      {is_private && <IconLock size={16} aria-label={texts.private} />}
      {recurrence && <IconRepeat size={16} aria-label={texts.series} />}
    </li>
  )
}
