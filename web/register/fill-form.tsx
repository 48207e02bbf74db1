import { Alert, Anchor, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Company } from '#contract/companies.ts'
import { registerCompanies, registerFields } from '#contract/register-companies.ts'
import { isOrgNumber, normaliseOrgNumber } from '#contract/rules.ts'
import { type CompanyForm, toForm } from '#web/companies/company-fields.ts'
import { call } from '#web/platform/api.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import type { Preview } from './add-dialog.tsx'
import { labelOf } from './show.ts'
import { texts } from './texts.ts'

type Props = {
  form: CompanyForm
  set: (change: (now: CompanyForm) => Partial<CompanyForm>) => void
  /** What is told of companies like it, when the register does not tell that it is there already. */
  children: ReactNode
}

/** A number of the register, wherever in the form it is typed, fills what is empty; and says so, with a way back. */
export function FillForm({ form, set, children }: Props) {
  const number = numberIn(form)
  const found = useQuery({
    queryKey: ['register-preview', number],
    queryFn: () => call(registerCompanies.preview, { params: { org_number: number ?? '' } }),
    enabled: number !== null,
  })
  const preview = number === null ? undefined : found.data
  const [filled, setFilled] = useState<{ number: string; before: Partial<CompanyForm> } | null>(null)
  const done = useRef<string | null>(null)
  useEffect(() => {
    if (!preview?.unit || preview.found !== 'yes' || preview.company_id || done.current === number) return
    done.current = number
    const change = whatFills(form, preview)
    const before = Object.fromEntries(Object.keys(change).map((field) => [field, form[field as keyof CompanyForm]]))
    setFilled({ number: preview.unit.org_number, before })
    set(() => change)
  }, [preview, number, form, set])
  if (preview?.company_id && preview.unit) return <Exists id={preview.company_id} name={preview.unit.name} />
  return (
    <>
      {number !== null && found.isPending && (
        <Text size="sm" c="dimmed" role="status">
          {texts.looking_up}
        </Text>
      )}
      {preview && preview.found !== 'yes' && (
        <Text size="sm" c="dimmed" role="status">
          {whyNot(preview)}
        </Text>
      )}
      {filled && filled.number === number && (
        <Told
          fields={Object.keys(filled.before)}
          onUndo={() => {
            set(() => filled.before)
            setFilled(null)
          }}
        />
      )}
      {children}
    </>
  )
}

function Exists({ id, name }: { id: string; name: string }) {
  return (
    <Alert color="yellow" p="sm" role="status">
      {fill(texts.exists_as, { name })}{' '}
      <Link className="plain-link" to="/companies/$id/$tab" params={{ id, tab: 'info' }}>
        {common.open}
      </Link>
    </Alert>
  )
}

function Told({ fields, onUndo }: { fields: string[]; onUndo: () => void }) {
  const names = fields.filter((field) => field !== 'org_number').map((field) => labelOf(field).toLocaleLowerCase())
  return (
    <Alert color="blue" p="sm" role="status">
      {fill(texts.was_filled, { fields: names.join(', ') })}{' '}
      <Anchor component="button" type="button" size="sm" onClick={onUndo}>
        {texts.undo}
      </Anchor>
    </Alert>
  )
}

const whyNot = ({ found, unit }: Preview) =>
  found === 'deleted'
    ? fill(texts.number_deleted, { name: unit?.name ?? '' })
    : found === 'removed'
      ? texts.is_removed
      : found === 'no'
        ? texts.number_unknown
        : texts.fill_down

const places = ['org_number', 'vat_number', 'name', 'nickname', 'industry', 'source', 'note'] as const

/** The number of the register that stands in a field by itself; null: none does. */
function numberIn(form: CompanyForm): string | null {
  if (form.country !== 'NO') return null
  const numbers = places.map((place) => normaliseOrgNumber(form[place], 'NO'))
  return numbers.find(isOrgNumber) ?? null
}

/** The fields of the form that are empty, as the register has them; a number in the wrong field goes to its own. */
function whatFills(form: CompanyForm, { fields, unit }: Preview): Partial<CompanyForm> {
  const typed = toForm(fields as unknown as Company, [])
  const isNumber = (text: string) => normaliseOrgNumber(text, 'NO') === unit?.org_number
  const isEmpty = (value: unknown) =>
    typeof value === 'string'
      ? value.trim() === '' || isNumber(value)
      : value === null || (typeof value === 'object' && Object.values(value).every((line) => line === ''))
  const filling = registerFields.filter((field) => field in fields && isEmpty(form[field]))
  const misplaced = places.filter((place) => !filling.some((field) => field === place) && isNumber(form[place]))
  return {
    ...Object.fromEntries(misplaced.filter((place) => place !== 'org_number').map((place) => [place, ''])),
    ...Object.fromEntries(filling.map((field) => [field, typed[field]])),
  }
}
