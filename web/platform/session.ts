import { getRouteApi } from '@tanstack/react-router'

const inside = getRouteApi('/inside')

/** Who is signed in, in which firm, with which rights. */
export const useSession = () => inside.useLoaderData()
