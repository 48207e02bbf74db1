import { getRouteApi } from '@tanstack/react-router'
import type { Module } from '#contract/endpoint.ts'

const inside = getRouteApi('/inside')

/** Who is signed in, in which firm, with which rights. */
export const useSession = () => inside.useLoaderData()

/** What the one who is signed in may do. The server judges again; this is so that nobody is shown what would be refused. */
export function useRights() {
  const { rights, user } = useSession()
  return {
    mayChange: (module: Module) => rights[module] === 'change',
    mayRead: (module: Module) => rights[module] !== 'none',
    isAdministrator: user.role === 'administrator',
  }
}
