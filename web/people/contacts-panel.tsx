import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { CompanyCard } from '#contract/companies.ts'
import { fill, texts as shared } from '#web/platform/texts.ts'
import { LinksPanel } from './links-panel.tsx'
import { reachOfContact } from './reach.ts'
import { texts } from './texts.ts'

/** Who there is in a company. */
export function ContactsPanel({ company }: { company: CompanyCard }) {
  const { id, name, contacts, contact_count } = company
  const rows = contacts.map((contact) => ({
    ...contact,
    link: {
      id: contact.id,
      version: contact.version,
      role: contact.role,
      person: { id: contact.person_id, name: contact.name },
      company: { id, name },
    },
    reach: reachOfContact(contact, name),
  }))
  return (
    <LinksPanel
      of={{ kind: 'company', id, name }}
      label={shared.contacts}
      none={texts.no_contacts}
      rows={rows}
      more={
        contact_count > contacts.length && (
          <Text size="sm">
            {fill(texts.more_contacts, { shown: String(contacts.length), count: String(contact_count) })}{' '}
            <Link className="plain-link" to="/persons" search={{ company_id: id }}>
              {texts.show_all}
            </Link>
          </Text>
        )
      }
    />
  )
}
