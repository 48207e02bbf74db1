// Small buttons beside the fields of the card: what a service does, without the way to its tab.
import { ActionIcon, Group } from '@mantine/core'
import { IconAddressBook, IconMapPin, IconRoute } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { directoryLink } from '#contract/directories.ts'
import { placeText } from '#web/addresses/show.ts'
import { fill } from '#web/platform/texts.ts'
import { IconTo } from '#web/ui/field.tsx'
import { directionLinks, goalsOf } from './directions.ts'
import { texts } from './texts.ts'
import { useDirectories } from './use-directories.ts'

const noOther = { name: '', mobile: null, org_number: null }

/** The number in the first directory that goes by numbers alone; nothing where the firm has none. */
export function PhoneShortcut({ number }: { number: string }) {
  const { data } = useDirectories()
  const found = data?.items.flatMap(({ name, template }) => {
    const link = template.includes('{name}') ? null : directoryLink(template, { ...noOther, phone: number })
    return link && 'href' in link ? [{ name, href: link.href }] : []
  })
  const [directory] = found ?? []
  return (
    directory && (
      <IconTo
        href={directory.href}
        title={fill(texts.look_up_in, { name: directory.name })}
        icon={IconAddressBook}
        isElsewhere
      />
    )
  )
}

type Props = { address: NonNullable<Parameters<typeof goalsOf>[0]['postal_address']>; name: string; company_id: string }

/** The address on the map of the tab Tjenester, and the way there from where one is. To a box there is none. */
export function AddressShortcuts({ address, name, company_id }: Props) {
  const [goal] = goalsOf({ postal_address: address, visiting_address: null })
  if (!goal || goal.isBox) return null
  const [google] = directionLinks(null, { text: placeText(address) })
  const onMap = fill(texts.show_on_map, { address: name.toLocaleLowerCase() })
  return (
    <Group component="span" gap={4} wrap="nowrap" display="inline-flex">
      <ActionIcon
        variant="subtle"
        size="sm"
        aria-label={onMap}
        title={onMap}
        renderRoot={(props) => (
          <Link
            {...props}
            to="/companies/$id/$tab"
            params={{ id: company_id, tab: 'info' }}
            search={{ below: 'services' }}
          />
        )}
      >
        <IconMapPin size={15} />
      </ActionIcon>
      {google && (
        <IconTo
          href={google.href}
          title={fill(texts.way_to, { address: name.toLocaleLowerCase() })}
          icon={IconRoute}
          isElsewhere
        />
      )}
    </Group>
  )
}
