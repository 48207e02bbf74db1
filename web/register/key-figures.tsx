import { ActionIcon, Alert, Group, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core'
import { IconBuildingBank, IconRefresh } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CompanyCard } from '#contract/companies.ts'
import { registerCompanies } from '#contract/register-companies.ts'
import { register, type RegisterUnit } from '#contract/register.ts'
import { addressText } from '#web/addresses/show.ts'
import { call, type Reply } from '#web/platform/api.ts'
import { attempt, sentenceOf } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, formatDay, formatMoment, texts as common } from '#web/platform/texts.ts'
import { ServiceCard, type ServiceState } from '#web/services/service-card.tsx'
import type { ServiceProps } from '#web/services/services.ts'
import { Field } from '#web/ui/field.tsx'
import { Accounts } from './accounts.tsx'
import { Changes } from './changes.tsx'
import { Family } from './family.tsx'
import { capitalText, registersOf } from './facts.ts'
import { Roles } from './roles.tsx'
import { factTexts } from './fact-texts.ts'
import { texts } from './texts.ts'
import { useRegister } from './use-register.ts'

/** Nøkkelopplysninger: what the official register says of the company, its people and its last accounts. */
export function KeyFigures({ company, onFill }: ServiceProps) {
  const org_number = company.country === 'NO' ? company.org_number : null
  if (!org_number)
    return (
      <ServiceCard
        title={texts.key_figures}
        icon={IconBuildingBank}
        state={{ is: 'lacking', fields: ['org_number'] }}
        onFill={onFill}
      />
    )
  return <OfNumber company={company} org_number={org_number} onFill={onFill} />
}

function OfNumber({ company, org_number, onFill }: ServiceProps & { org_number: string }) {
  const params = { org_number }
  const unit = useQuery({
    queryKey: ['register', company.id, 'unit', org_number],
    queryFn: () => call(register.unit, { params }),
  })
  const accounts = useQuery({
    queryKey: ['register', company.id, 'accounts', org_number],
    queryFn: () => call(register.accounts, { params }),
  })
  const { data: kept } = useRegister(company.id)
  const { refresh, isRefreshing } = useRefresh(company, org_number)
  const state = stateOf(unit.data, unit.error, refresh)
  return (
    <ServiceCard title={texts.key_figures} icon={IconBuildingBank} state={state} onFill={onFill}>
      {unit.data?.unit && (
        <Stack gap="md">
          <Group gap={4}>
            <Text size="xs" c="dimmed" role="status">
              {unit.data.fetched_at && fill(texts.fetched_at, { at: formatMoment(unit.data.fetched_at) })}
              {unit.data.state !== 'ready' && ` ${texts.shown_as_was}`}
            </Text>
            <ActionIcon
              variant="subtle"
              size="sm"
              loading={isRefreshing}
              aria-label={texts.refresh}
              title={texts.refresh}
              onClick={refresh}
            >
              <IconRefresh size={15} />
            </ActionIcon>
          </Group>
          {kept && kept.changes.length > 0 && (
            <Alert color="yellow" title={texts.differs} p="sm">
              <Changes company={company} changes={kept.changes} />
            </Alert>
          )}
          <LegalFacts unit={unit.data.unit} />
          <LongFacts unit={unit.data.unit} />
          <Roles roles={unit.data.roles} />
          {accounts.data ? <Accounts items={accounts.data.items} /> : <Skeleton height={140} />}
          <Family company={company} />
        </Stack>
      )}
    </ServiceCard>
  )
}

type Found = Reply<typeof register.unit>

function stateOf(found: Found | undefined, error: Error | null, onAgain: () => unknown): ServiceState {
  if (!found) return error ? { is: 'failed', why: sentenceOf(error), onAgain } : { is: 'working' }
  if (found.found === 'no') return { is: 'failed', why: texts.is_unknown, onAgain }
  if (found.found === 'removed') return { is: 'failed', why: texts.is_removed }
  if (found.unit) return { is: 'ready' }
  const at = found.retry_at ? ` ${fill(texts.retry_at, { at: formatMoment(found.retry_at) })}` : ''
  return { is: 'failed', why: texts.no_answer + at, onAgain }
}

/** Asks the register anew; who may change the card has it held against that as well. */
function useRefresh(company: CompanyCard, org_number: string) {
  const queries = useQueryClient()
  const { mayChange } = useRights()
  const [isRefreshing, setIsRefreshing] = useState(false)
  const refresh = async () => {
    setIsRefreshing(true)
    const anew = { params: { org_number }, query: { refresh: 'true' as const } }
    await attempt(async () => {
      const asked = mayChange('crm') ? await call(registerCompanies.fetch, { params: { id: company.id } }) : null
      const unit = await call(register.unit, asked ? { params: { org_number } } : anew)
      const accounts = await call(register.accounts, anew)
      queries.setQueryData(['register', company.id, 'unit', org_number], {
        ...unit,
        ...(asked && { state: asked.state }),
      })
      queries.setQueryData(['register', company.id, 'accounts', org_number], accounts)
    })
    await queries.invalidateQueries({ queryKey: ['register', company.id], exact: true })
    await queries.invalidateQueries({ queryKey: ['company', company.id] })
    setIsRefreshing(false)
  }
  return { refresh, isRefreshing }
}

function LegalFacts({ unit }: { unit: RegisterUnit }) {
  const { business_address, postal_address, capital, former_names } = unit
  return (
    <SimpleGrid component="dl" m={0} cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing={8}>
      <Field label={factTexts.legal_name}>{unit.name}</Field>
      <Field label={texts.org_form}>{unit.org_form && `${unit.org_form.name} (${unit.org_form.code})`}</Field>
      {unit.deleted_on && <Field label={factTexts.deleted_on}>{formatDay(unit.deleted_on)}</Field>}
      {unit.is_bankrupt && <Field label={factTexts.is_bankrupt}>{dayOrYes(unit.bankrupt_on)}</Field>}
      {(unit.is_winding_up || unit.is_forced_winding_up) && (
        <Field label={factTexts.is_winding_up}>{dayOrYes(unit.winding_up_on)}</Field>
      )}
      <Field label={factTexts.nace}>{unit.industries.map(({ code, name }) => `${code} ${name}`).join('\n')}</Field>
      <Field label={texts.registers}>{registersOf(unit)}</Field>
      <Field label={common.visiting_address}>{business_address && addressText(business_address)}</Field>
      <Field label={common.postal_address}>{postal_address && addressText(postal_address)}</Field>
      <Field label={common.employees}>{unit.employees?.toLocaleString('nb-NO') ?? texts.few_employees}</Field>
      <Field label={texts.capital}>{capital && capitalText(capital.amount_ore, capital.currency)}</Field>
      <Field label={common.founded_on}>{unit.founded_on && formatDay(unit.founded_on)}</Field>
      <Field label={factTexts.registered_on}>{unit.registered_on && formatDay(unit.registered_on)}</Field>
      {former_names.length > 0 && (
        <Field label={texts.former_names}>{former_names.map(({ name }) => name).join('\n')}</Field>
      )}
    </SimpleGrid>
  )
}

/** What takes a line of its own. */
function LongFacts({ unit: { purpose, remarks } }: { unit: RegisterUnit }) {
  if (!purpose && remarks.length === 0) return null
  return (
    <Stack component="dl" gap={8} m={0}>
      {purpose && <Field label={factTexts.purpose}>{purpose}</Field>}
      {remarks.length > 0 && <Field label={texts.remarks}>{remarks.map(({ text }) => text).join('\n')}</Field>}
    </Stack>
  )
}

const dayOrYes = (day: string | null) => (day ? formatDay(day) : common.yes)
