import { Anchor, Badge, Group, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, Suspense, useState } from 'react'
import type { CompanyCard } from '#contract/companies.ts'
import { registerCompanies } from '#contract/register-companies.ts'
import type { RegisterHit } from '#contract/register.ts'
import { formatOrgNumber } from '#contract/rules.ts'
import { call } from '#web/platform/api.ts'
import { fill } from '#web/platform/texts.ts'
import { lazily } from '#web/ui/lazily.tsx'
import { texts } from './texts.ts'

const AddDialog = lazily(async () => (await import('./add-dialog.tsx')).AddDialog)

/** The units above the company, itself, and below it its units and branches. Nothing where it stands alone. */
export function Family({ company }: { company: CompanyCard }) {
  const { data } = useQuery({
    queryKey: ['register', company.id, 'tree'],
    queryFn: () => call(registerCompanies.tree, { params: { id: company.id } }),
  })
  const [adding, setAdding] = useState<RegisterHit | null>(null)
  if (!data || data.above.length + data.units.length + data.branches.length === 0) return null
  const { above, units, branches, branch_count } = data
  const itself = (
    <Node name={company.name} details={company.org_number && formatOrgNumber(company.org_number)} isHere>
      {units.length + branches.length > 0 && (
        <ul>
          {[...units, ...branches].map((hit) => (
            <Unit key={hit.org_number} hit={hit} onAdd={setAdding} />
          ))}
          {branch_count > branches.length && (
            <li>
              <Text size="sm" c="dimmed">
                {fill(texts.more_branches, { count: String(branch_count - branches.length) })}
              </Text>
            </li>
          )}
        </ul>
      )}
    </Node>
  )
  const tree = above.toReversed().reduce<ReactNode>(
    (below, hit) => (
      <Unit key={hit.org_number} hit={hit} onAdd={setAdding}>
        <ul>{below}</ul>
      </Unit>
    ),
    itself,
  )
  return (
    <section aria-label={texts.family}>
      <Title order={3} size="h6" mb={4}>
        {texts.family}
      </Title>
      <ul className="family">{tree}</ul>
      {adding && (
        <Suspense>
          <AddDialog unit={adding} onClose={() => setAdding(null)} />
        </Suspense>
      )}
    </section>
  )
}

type UnitProps = { hit: RegisterHit; onAdd: (hit: RegisterHit) => void; children?: ReactNode }

function Unit({ hit, onAdd, children }: UnitProps) {
  const { org_number, name, city, company_id, is_sub_unit } = hit
  const details = [is_sub_unit && texts.branch, city, formatOrgNumber(org_number).replaceAll(' ', '\u00a0')]
    .filter(Boolean)
    .join(' · ')
  const way = company_id ? (
    <Anchor component={Link} size="sm" to={`/companies/${company_id}/info`}>
      {name}
    </Anchor>
  ) : (
    <Anchor component="button" type="button" size="sm" c="dimmed" ta="start" onClick={() => onAdd(hit)}>
      {name}
    </Anchor>
  )
  return (
    <Node name={way} details={details} note={company_id ? null : texts.add}>
      {children}
    </Node>
  )
}

type NodeProps = {
  name: ReactNode
  details: string | null
  note?: string | null
  isHere?: boolean
  children?: ReactNode
}

const Node = ({ name, details, note, isHere, children }: NodeProps) => (
  <li>
    <Group gap={8} wrap="nowrap" justify="space-between" align="baseline">
      <span>
        <Text span size="sm" fw={isHere ? 600 : 400} aria-current={isHere ? 'true' : undefined}>
          {name}
        </Text>{' '}
        <Text span size="xs" c="dimmed">
          {details}
        </Text>
      </span>
      {note && (
        <Badge size="xs" variant="light" style={{ flexShrink: 0 }}>
          {note}
        </Badge>
      )}
    </Group>
    {children}
  </li>
)
