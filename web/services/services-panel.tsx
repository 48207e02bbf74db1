import { SimpleGrid, Skeleton, Stack } from '@mantine/core'
import { Suspense } from 'react'
import { services, type ServiceProps } from './services.ts'

/**
 * The tab Tjenester: each service with how it stands. The long one, what the register says, has a side of its own, so that no
 * other is drawn out to its height.
 */
export function ServicesPanel(props: ServiceProps) {
  const { country, org_number } = props.company
  const first = country === 'NO' && org_number ? 1 : 3
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
      {[services.slice(0, first), services.slice(first)].map((side, at) => (
        <Stack key={at} gap="sm">
          {side.map(({ id, Service }) => (
            <Suspense key={id} fallback={<Skeleton height={120} />}>
              <Service {...props} />
            </Suspense>
          ))}
        </Stack>
      ))}
    </SimpleGrid>
  )
}
