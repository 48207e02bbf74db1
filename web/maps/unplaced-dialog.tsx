import { Alert, Button, Modal, Skeleton, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { places, type PlaceState } from '#contract/places.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { texts as shared } from '#web/platform/texts.ts'
import { pageTexts as texts } from './page-texts.ts'

const why = (state: PlaceState) => (state === 'waiting' ? texts.waiting_one : state === 'known' ? '' : texts[state])

/** The companies that are on no map, and what each lacks. */
export function UnplacedDialog({ filter, onClose }: { filter: Record<string, string>; onClose: () => void }) {
  const pages = useInfiniteQuery({
    queryKey: ['companies', 'unplaced', filter],
    queryFn: ({ pageParam }) =>
      call(places.unplaced, { query: { ...filter, size: 100, ...(pageParam ? { after: pageParam } : {}) } }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Modal
      opened
      onClose={onClose}
      title={texts.unplaced_title}
      size="lg"
      closeButtonProps={{ 'aria-label': shared.close }}
    >
      {pages.error && <Alert color="red">{sentenceOf(pages.error)}</Alert>}
      {pages.isPending && <Skeleton height={200} />}
      <ul className="rows">
        {rows.map(({ id, name, city, why: state }) => (
          <li key={id}>
            <span className="row-text">
              <Link className="plain-link" to="/companies/$id/$tab" params={{ id, tab: 'info' }}>
                {name}
              </Link>
              {city && (
                <Text size="xs" c="dimmed">
                  {city}
                </Text>
              )}
            </span>
            <Text size="sm" c="dimmed">
              {why(state)}
            </Text>
          </li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button mt="sm" variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
          {texts.more_rows}
        </Button>
      )}
    </Modal>
  )
}
