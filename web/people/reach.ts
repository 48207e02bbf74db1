import type { CompanyCard } from '#contract/companies.ts'
import type { Contact, PersonCard } from '#contract/people.ts'
import type { Of } from '#web/cards/of.ts'
import { texts as shared } from '#web/platform/texts.ts'
import { nameOf } from './names.ts'
import { texts } from './texts.ts'

type Place = { label: string; value: string }
type Places = { mail: Place[]; call: Place[]; sms: Place[] }
/** Where somebody is reached: all addresses, all numbers, and those that take a text message, with whose they are. */
export type Reach = Omit<Places, 'sms'> & { sms: (Place & { of: Of })[] }

type Numbers = { phone: string | null; mobile: string | null; email: string | null }

/** The places of one record, each labelled by what it is and whose. */
function placesOf(whose: string, { phone, mobile, email }: Numbers): Places {
  const place = (label: string, value: string | null) =>
    value ? [{ label: [label, whose].filter(Boolean).join(', '), value }] : []
  return {
    mail: place('', email),
    call: [...place(shared.mobile, mobile), ...place(shared.phone, phone)],
    sms: place('', mobile),
  }
}

const together = (of: Of, all: Places[]): Reach => ({
  mail: all.flatMap(({ mail }) => mail),
  call: all.flatMap(({ call }) => call),
  sms: all.flatMap(({ sms }) => sms.map((place) => ({ ...place, of }))),
})

const own = (person: Numbers & { alternative_email: string | null }) => [
  placesOf(texts.of_person, person),
  placesOf(texts.of_person_other, { phone: null, mobile: null, email: person.alternative_email }),
]

export const reachOfContact = ({ role, person, person_id: id, name }: Contact, companyName: string) =>
  together({ kind: 'person', id, name }, [placesOf(companyName, role), ...own(person)])

export const reachOfPerson = (person: PersonCard) =>
  together({ kind: 'person', id: person.id, name: nameOf(person) }, [
    ...person.roles.map((role) => placesOf(role.company_name, role)),
    ...own(person),
  ])

export function reachOfCompany(company: CompanyCard): Reach {
  const { id, name, invoice_emails, contacts } = company
  const its = together({ kind: 'company', id, name }, [
    placesOf('', company),
    ...invoice_emails.map((email) => placesOf(shared.invoice_emails, { phone: null, mobile: null, email })),
  ])
  const theirs = contacts
    .filter(({ is_primary }) => is_primary)
    .map((contact) =>
      together({ kind: 'person', id: contact.person_id, name: contact.name }, [placesOf(contact.name, contact)]),
    )
  return {
    mail: [its, ...theirs].flatMap(({ mail }) => mail),
    call: [its, ...theirs].flatMap(({ call }) => call),
    sms: [its, ...theirs].flatMap(({ sms }) => sms),
  }
}
