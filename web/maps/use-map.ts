import { useQuery } from '@tanstack/react-query'
import { places } from '#calls/places.ts'
import { call } from '#web/platform/api.ts'

/** What maps are drawn with; it stays as long as the program runs. */
export const useMap = () =>
  useQuery({ queryKey: ['map-settings'], queryFn: () => call(places.settings), staleTime: Infinity })
