import type { CompanyCard } from '#contract/companies.ts'
import type { Contact, PersonCard } from '#contract/people.ts'
import { texts as shared } from '#web/platform/texts.ts'
import { texts } from './texts.ts'

type Place = { label: string; value: string }
/** Where somebody is reached: all addresses, all numbers, and those that take a text message. */
export type Reach = { mail: Place[]; call: Place[]; sms: Place[] }

type Numbers = { phone: string | null; mobile: string | null; email: string | null }

/** The places of one record, each labelled by what it is and whose. */
function placesOf(whose: string, { phone, mobile, email }: Numbers): Reach {
  const place = (label: string, value: string | null) =>
    value ? [{ label: [label, whose].filter(Boolean).join(', '), value }] : []
  return {
    mail: place('', email),
    call: [...place(shared.mobile, mobile), ...place(shared.phone, phone)],
    sms: place('', mobile),
  }
}

const together = (all: Reach[]): Reach => ({
  mail: all.flatMap(({ mail }) => mail),
  call: all.flatMap(({ call }) => call),
  sms: all.flatMap(({ sms }) => sms),
})

const own = (person: Numbers & { alternative_email: string | null }) => [
  placesOf(texts.of_person, person),
  placesOf(texts.of_person_other, { phone: null, mobile: null, email: person.alternative_email }),
]

export const reachOfContact = ({ role, person }: Contact, companyName: string) =>
  together([placesOf(companyName, role), ...own(person)])

export const reachOfPerson = (person: PersonCard) =>
  together([...person.roles.map((role) => placesOf(role.company_name, role)), ...own(person)])

export const reachOfCompany = (company: CompanyCard) =>
  together([
    placesOf('', company),
    ...company.invoice_emails.map((email) => placesOf(shared.invoice_emails, { phone: null, mobile: null, email })),
    ...company.contacts
      .filter(({ is_primary }) => is_primary)
      .map(({ name, phone, mobile, email }) => placesOf(name, { phone, mobile, email })),
  ])
