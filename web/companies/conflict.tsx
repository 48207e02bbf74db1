import type { Company } from '#contract/companies.ts'
import type { CustomField } from '#contract/custom-fields.ts'
import { noAddress } from '#web/addresses/address-fields.tsx'
import { addressText, countryName } from '#web/addresses/show.ts'
import { type Conflict, type Fields, merge, type Value } from '#web/platform/record-form.ts'
import { languageName, texts } from '#web/platform/texts.ts'
import { ConflictPanel } from '#web/ui/conflict-panel.tsx'
import { type CompanyForm, labelOf, toForm } from './company-fields.ts'

/** Own fields beside the others, as custom.<id>. */
function apart({ custom, ...others }: CompanyForm): Fields {
  const own = Object.entries(custom).map(([id, value]) => [`custom.${id}`, value] as const)
  return { ...others, ...Object.fromEntries(own) }
}

/** The form with one field as it is in one of the versions. */
function withField(form: CompanyForm, field: string, value: Value): CompanyForm {
  if (!field.startsWith('custom.')) return { ...form, [field]: value }
  return { ...form, custom: { ...form.custom, [field.slice('custom.'.length)]: String(value ?? '') } }
}

/** What I typed on top of what a colleague saved meanwhile. */
export function mergeForms(mine: CompanyForm, base: Company, current: Company, definitions: CustomField[]) {
  const theirs = toForm(current, definitions)
  const { merged, conflicts } = merge(apart(mine), apart(toForm(base, definitions)), apart(theirs))
  const form = Object.entries(merged).reduce((whole, [field, value]) => withField(whole, field, value), theirs)
  return { form, conflicts }
}

type Props = {
  conflicts: Conflict[]
  form: CompanyForm
  definitions: CustomField[]
  memberName: (id: string) => string | undefined
  onChoose: (form: CompanyForm) => void
}

export function CompanyConflicts({ conflicts, form, definitions, memberName, onChoose }: Props) {
  return (
    <ConflictPanel
      conflicts={conflicts}
      labelOf={(field) => labelOf(field, definitions)}
      show={(field, value) => showTyped(field, value, definitions, memberName)}
      chosen={(field) => apart(form)[field]}
      onChoose={(field, value) => onChoose(withField(form, field, value))}
    />
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
