import { useQuery } from '@tanstack/react-query'
import { directories } from '#calls/directories.ts'
import { call } from '#web/platform/api.ts'

/** The directories of the firm; they change seldom. */
export const useDirectories = () =>
  useQuery({ queryKey: ['directories'], queryFn: () => call(directories.list), staleTime: 600_000 })
