import { Button, Group, Text } from '@mantine/core'
import { IconAddressBook } from '@tabler/icons-react'
import { directoryLink, usualDirectories } from '#contract/directories.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, texts as shared } from '#web/platform/texts.ts'
import { OutsideLink } from './outside-link.tsx'
import { ServiceCard } from './service-card.tsx'
import type { ServiceProps } from './services.ts'
import { texts } from './texts.ts'

/** Nummersøk: the company in the directories that the firm uses. */
export function DirectoriesService({ company, onFill }: ServiceProps) {
  const { mayChange } = useRights()
  const links = usualDirectories.map(({ name, template }) => ({ name, ...directoryLink(template, company) }))
  return (
    <ServiceCard title={texts.directories} icon={IconAddressBook} state={{ is: 'ready' }} onFill={onFill}>
      <Group gap="xs">
        {links.map(
          (link) =>
            'href' in link && (
              <OutsideLink key={link.name} href={link.href}>
                {link.name}
              </OutsideLink>
            ),
        )}
      </Group>
      {links.map(
        (link) =>
          'lacks' in link && (
            <Group key={link.name} justify="space-between">
              <Text size="sm" c="dimmed">
                {fill(texts.for_it, { name: link.name, field: shared[link.lacks].toLocaleLowerCase() })}
              </Text>
              {mayChange('crm') && (
                <Button size="compact-sm" variant="subtle" onClick={() => onFill(link.lacks)}>
                  {fill(texts.fill_in, { field: shared[link.lacks].toLocaleLowerCase() })}
                </Button>
              )}
            </Group>
          ),
      )}
    </ServiceCard>
  )
}
