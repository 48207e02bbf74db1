import { Box, SimpleGrid, Skeleton } from '@mantine/core'
import { Suspense } from 'react'
import { services, type ServiceProps } from './services.ts'

/** The tab Tjenester: each service with how it stands. */
export function ServicesPanel(props: ServiceProps) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
      {services.map(({ id, Service, isWide }) => (
        <Box key={id} className={isWide ? 'whole-row' : 'service-cell'}>
          <Suspense fallback={<Skeleton height={120} />}>
            <Service {...props} />
          </Suspense>
        </Box>
      ))}
    </SimpleGrid>
  )
}
