import { Alert, Group, SegmentedControl, Text } from '@mantine/core'
import type { Company } from '#contract/companies.ts'
import { texts } from '#web/platform/texts.ts'
import { type CompanyForm, toForm } from './company-fields.ts'

type Field = keyof CompanyForm
export type Conflict = { field: Field; mine: CompanyForm[Field]; theirs: CompanyForm[Field] }

const isSame = (one: CompanyForm[Field], other: CompanyForm[Field]) => JSON.stringify(one) === JSON.stringify(other)

/** My form on top of what a colleague saved meanwhile: fields that I did not touch are theirs, the rest is mine, and those that both changed are named. */
export function mergeForms(mine: CompanyForm, base: Company, current: Company) {
  const [before, theirs] = [toForm(base), toForm(current)]
  const fields = Object.keys(before) as Field[]
  const touched = fields.filter((field) => !isSame(mine[field], before[field]))
  const form: CompanyForm = { ...theirs, ...Object.fromEntries(touched.map((field) => [field, mine[field]])) }
  const conflicts: Conflict[] = touched
    .filter((field) => !isSame(theirs[field], before[field]) && !isSame(theirs[field], mine[field]))
    .map((field) => ({ field, mine: mine[field], theirs: theirs[field] }))
  return { form, conflicts }
}

type Props = { conflicts: Conflict[]; form: CompanyForm; onChoose: (choice: Partial<CompanyForm>) => void }

/** Both versions of what two people changed at once; each field by choice. */
export function ConflictPanel({ conflicts, form, onChoose }: Props) {
  return (
    <Alert color="orange" role="alert">
      {conflicts.length === 0 ? texts.stale_merged : texts.stale}
      {conflicts.map(({ field, mine, theirs }) => (
        <Group key={field} mt="xs" gap="xs">
          <Text size="sm" fw={600}>
            {texts[field]}
          </Text>
          <SegmentedControl
            aria-label={texts[field]}
            size="xs"
            value={isSame(form[field], theirs) ? 'theirs' : 'mine'}
            onChange={(side) => onChoose({ [field]: side === 'theirs' ? theirs : mine })}
            data={[
              { value: 'mine', label: `${texts.mine}: ${show(mine)}` },
              { value: 'theirs', label: `${texts.theirs}: ${show(theirs)}` },
            ]}
          />
        </Group>
      ))}
    </Alert>
  )
}

function show(value: CompanyForm[Field]) {
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  return (typeof value === 'object' ? Object.values(value ?? {}).join(' ') : value).trim() || texts.empty
}
