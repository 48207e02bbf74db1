import { Button, Group, Text } from '@mantine/core'
import { IconAddressBook } from '@tabler/icons-react'
import { directoryLink } from '#contract/directories.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, texts as shared } from '#web/platform/texts.ts'
import { OutsideLink } from './outside-link.tsx'
import { ServiceCard, type ServiceState } from './service-card.tsx'
import type { ServiceProps } from './services.ts'
import { texts } from './texts.ts'
import { useDirectories } from './use-directories.ts'

/** Nummersøk: the company in the directories that the firm uses. */
export function DirectoriesService({ company, onFill }: ServiceProps) {
  const { mayChange } = useRights()
  const { data, error } = useDirectories()
  const items = data?.items ?? []
  const links = items.map(({ name, template }) => ({ name, ...directoryLink(template, company) }))
  const lacking = links.flatMap((link) => ('lacks' in link ? [link.lacks] : []))
  const [first] = lacking
  const state: ServiceState = data
    ? items.length === 0
      ? { is: 'not_set_up', why: texts.no_directories, settings: '/settings/firm' }
      : first && lacking.length === links.length
        ? { is: 'lacking', fields: [first] }
        : { is: 'ready' }
    : error
      ? { is: 'failed', why: sentenceOf(error) }
      : { is: 'working' }
  return (
    <ServiceCard title={texts.directories} icon={IconAddressBook} state={state} onFill={onFill}>
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
                {fill(texts.for_it, { name: link.name, field: shared[link.lacks].toLocaleLowerCase() }).replace(
                  '..',
                  '.',
                )}
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
