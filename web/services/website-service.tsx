import { Group, Text } from '@mantine/core'
import { IconWorld } from '@tabler/icons-react'
import { texts as shared } from '#web/platform/texts.ts'
import { OutsideLink } from './outside-link.tsx'
import { ServiceCard } from './service-card.tsx'
import type { ServiceProps } from './services.ts'
import { texts } from './texts.ts'

export function WebsiteService({ company: { website }, onFill }: ServiceProps) {
  return (
    <ServiceCard
      title={shared.website}
      icon={IconWorld}
      state={website ? { is: 'ready' } : { is: 'lacking', fields: ['website'] }}
      onFill={onFill}
    >
      {website && (
        <Group justify="space-between">
          <Text size="sm" className="field-value">
            {website.replace(/^https?:\/\//, '')}
          </Text>
          <OutsideLink href={website}>{texts.open_website}</OutsideLink>
        </Group>
      )}
    </ServiceCard>
  )
}
