import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { notifications } from '#calls/notifications.ts'
import type { Notification } from '#contract/notifications.ts'
import { call } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'

const queryKey = ['notifications']

/** How many wait; asked again each minute for where nothing tells of new ones. */
export function useUnreadCount() {
  const { data } = useQuery({
    queryKey: [...queryKey, 'count'],
    queryFn: () => call(notifications.unread),
    refetchInterval: 60_000,
  })
  return data?.count ?? 0
}

export function useNotifications(is: 'any' | 'unread') {
  return useInfiniteQuery({
    queryKey: [...queryKey, 'list', is],
    queryFn: ({ pageParam }) =>
      call(notifications.list, { query: { is, ...(pageParam ? { before: pageParam } : {}) } }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
}

/** Marks as read and unread; what is on the screen follows. */
export function useMarking() {
  const queries = useQueryClient()
  const mark = async (work: () => Promise<unknown>) => {
    await attempt(work)
    await queries.invalidateQueries({ queryKey })
  }
  return {
    toggle: ({ id, read_at }: Notification) =>
      mark(() => call(read_at ? notifications.unread_again : notifications.read, { params: { id } })),
    /** What was opened was read. */
    read: ({ id, read_at }: Notification) => {
      if (!read_at) void mark(() => call(notifications.read, { params: { id } }))
    },
    readAll: (newest: Notification) => mark(() => call(notifications.read_all, { body: { up_to: newest.id } })),
  }
}
