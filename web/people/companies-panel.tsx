import type { PersonCard } from '#contract/people.ts'
import { LinksPanel } from './links-panel.tsx'
import { nameOf } from './names.ts'
import { reachOfPerson } from './reach.ts'
import { texts } from './texts.ts'

/** The companies of a person, with her role in each. */
export function CompaniesPanel({ person }: { person: PersonCard }) {
  const of = { kind: 'person', id: person.id, name: nameOf(person) } as const
  const rows = person.roles.map(
    ({ id, version, person_id: _person, company_id, company_name, company_city: _city, ...role }) => ({
      ...role,
      name: company_name,
      sort_name: company_name,
      link: { id, version, role, person: of, company: { id: company_id, name: company_name } },
      reach: reachOfPerson({ ...person, roles: person.roles.filter((one) => one.id === id) }),
    }),
  )
  return <LinksPanel of={of} label={texts.companies} none={texts.no_companies} rows={rows} />
}
