import { Text, Title } from '@mantine/core'
import { titleOf } from '#contract/register-rules.ts'
import type { RegisterRole } from '#contract/register.ts'
import { formatOrgNumber } from '#contract/rules.ts'
import { texts } from './texts.ts'

/** Who holds which role, as the register has it now. */
export function Roles({ roles }: { roles: RegisterRole[] | null }) {
  return (
    <section aria-label={texts.roles}>
      <Title order={3} size="h6" mb={4}>
        {texts.roles}
      </Title>
      {!roles?.length && (
        <Text size="sm" c="dimmed">
          {roles ? texts.no_roles : texts.roles_unknown}
        </Text>
      )}
      <ul className="plain-list role-list">
        {roles?.map((role, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- one may hold the same role twice
          <li key={at}>
            <Text size="xs" c="dimmed">
              {titleOf(role)}
            </Text>
            <Text size="sm" className="field-value">
              {holderOf(role)}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  )
}

function holderOf({ person, unit, share }: RegisterRole): string {
  const name = person ? `${person.first_name} ${person.last_name}`.trim() : (unit?.name ?? '')
  // A number stays on one line.
  const number = unit && formatOrgNumber(unit.org_number).replaceAll(' ', '\u00a0')
  const more = [number, person?.is_dead && texts.is_dead, share].filter(Boolean)
  return more.length > 0 ? `${name} (${more.join(', ')})` : name
}
