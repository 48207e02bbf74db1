import { useQuery } from '@tanstack/react-query'
import { session } from '#calls/session.ts'
import { call } from '#web/platform/api.ts'

/** Colleagues, to choose from and to name. */
export function useMembers() {
  const { data } = useQuery({ queryKey: ['members'], queryFn: () => call(session.members) })
  const members = data?.items ?? []
  return { members, memberName: (id: string) => members.find((member) => member.id === id)?.name }
}
