import { Alert, Group, Radio, Stack } from '@mantine/core'
import type { Company } from '#contract/companies.ts'
import type { CustomField } from '#contract/custom-fields.ts'
import { noAddress } from '#web/addresses/address-fields.tsx'
import { addressText, countryName } from '#web/addresses/show.ts'
import { languageName, texts } from '#web/platform/texts.ts'
import { type CompanyForm, labelOf, toForm } from './company-fields.ts'

type Value = CompanyForm[Exclude<keyof CompanyForm, 'custom'>] | undefined
/** `field` is a field of the form, or custom.<id>. */
export type Conflict = { field: string; mine: Value; theirs: Value }

const isSame = (one: Value, other: Value) => JSON.stringify(one) === JSON.stringify(other)

/** Own fields beside the others, as custom.<id>. */
function apart({ custom, ...others }: CompanyForm): Record<string, Value> {
  const own = Object.entries(custom).map(([id, value]) => [`custom.${id}`, value] as const)
  return { ...others, ...Object.fromEntries(own) }
}

/** The form with one field as it is in one of the versions. */
function withField(form: CompanyForm, field: string, value: Value): CompanyForm {
  if (!field.startsWith('custom.')) return { ...form, [field]: value }
  return { ...form, custom: { ...form.custom, [field.slice('custom.'.length)]: String(value ?? '') } }
}

/** My form on top of what a colleague saved meanwhile: fields that I did not touch are theirs, the rest is mine, and those that both changed are named. */
export function mergeForms(mine: CompanyForm, base: Company, current: Company, definitions: CustomField[]) {
  const before = apart(toForm(base, definitions))
  const theirForm = toForm(current, definitions)
  const [my, theirs] = [apart(mine), apart(theirForm)]
  const touched = Object.keys(before).filter((field) => !isSame(my[field], before[field]))
  const form = touched.reduce((merged, field) => withField(merged, field, my[field]), theirForm)
  const conflicts: Conflict[] = touched
    .filter((field) => !isSame(theirs[field], before[field]) && !isSame(theirs[field], my[field]))
    .map((field) => ({ field, mine: my[field], theirs: theirs[field] }))
  return { form, conflicts }
}

type Props = {
  conflicts: Conflict[]
  form: CompanyForm
  definitions: CustomField[]
  memberName: (id: string) => string | undefined
  onChoose: (form: CompanyForm) => void
}

/** Both versions of what two people changed at once; each field by choice. */
export function ConflictPanel({ conflicts, form, definitions, memberName, onChoose }: Props) {
  const show = (field: string, value: Value) => showTyped(field, value, definitions, memberName)
  return (
    <Alert color="orange" role="alert">
      {conflicts.length === 0 ? texts.stale_merged : texts.stale}
      <Stack gap="xs" mt={conflicts.length > 0 ? 'xs' : 0}>
        {conflicts.map(({ field, mine, theirs }) => (
          <Radio.Group
            key={field}
            label={labelOf(field, definitions)}
            value={isSame(apart(form)[field], theirs) ? 'theirs' : 'mine'}
            onChange={(side) => onChoose(withField(form, field, side === 'theirs' ? theirs : mine))}
          >
            <Group gap="md" mt={4}>
              <Radio value="mine" label={`${texts.mine}: ${show(field, mine)}`} />
              <Radio value="theirs" label={`${texts.theirs}: ${show(field, theirs)}`} />
            </Group>
          </Radio.Group>
        ))}
      </Stack>
    </Alert>
  )
}

/** What is in the form, as a person reads it. */
function showTyped(field: string, value: Value, definitions: CustomField[], memberName: Props['memberName']): string {
  if (value === undefined || value === null || value === '') return texts.empty
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  if (Array.isArray(value)) return value.join(', ') || texts.empty
  if (typeof value === 'object') return addressText({ ...noAddress, ...value }) || texts.empty
  if (field === 'owner_id') return memberName(value) ?? texts.unknown
  if (field === 'country') return countryName(value)
  if (field === 'language') return languageName(value)
  const own = definitions.find(({ id }) => field === `custom.${id}`)
  if (own?.kind === 'yes_no') return value === 'true' ? texts.yes : texts.no
  return value
}
