// Where the register has come to say something else than a card: pure rules.
import type { Company } from '#contract/companies.ts'
import type { RegisterFact } from '#contract/register-changes.ts'
import { effectiveAddress, foldName } from '#contract/rules.ts'
import type { Facts } from './facts.ts'

type Address = Record<string, string | null | undefined> | null
type Addresses = Record<'postal_address' | 'visiting_address' | 'delivery_address' | 'invoice_address', Address>
export type Card = Pick<
  Company,
  'name' | 'industry' | 'employees' | 'share_capital_ore' | 'founded_on' | 'vat_number'
> &
  Addresses

/** The fields of a card that the register speaks of for as long as it stands. Telephones and the like are ours to keep. */
const asCard = (facts: Facts) => ({
  name: facts.legal_name.slice(0, 200),
  postal_address: facts.postal_address as Address,
  visiting_address: facts.visiting_address as Address,
  industry: facts.nace[0]?.replace(/^[\d.]+ /, '').slice(0, 100) ?? null,
  employees: facts.employees,
  share_capital_ore: facts.capital_currency === 'NOK' ? facts.capital_ore : null,
  founded_on: facts.founded_on,
  vat_number: facts.is_vat_registered && !facts.is_sub_unit ? `NO${facts.org_number}MVA` : null,
})
type CardField = keyof ReturnType<typeof asCard>

export type Difference = {
  field: string
  old_value: unknown
  new_value: unknown
  /** It came with what the register says now, and was not there before. */
  isFresh: boolean
}

/**
 * All that differs now. The first time (no `before`) all of it is fresh; later what the register has changed. What somebody
 * wrote otherwise than the register, which did not change since, is her own choice: it is told of no more than once.
 */
export function differencesOf(card: Card, before: Facts | null, now: Facts): Difference[] {
  const [then, today] = [before && asCard(before), asCard(now)]
  const found = (Object.keys(today) as CardField[]).flatMap((field) => {
    // Of a unit that is struck off the register tells little more than that.
    if (now.deleted_on !== null && field !== 'name') return []
    const new_value = today[field]
    if (new_value === null && (field !== 'vat_number' || !then?.vat_number)) return []
    if (isSame(field, valueOf(card, field), new_value)) return []
    // Most firms have words of their own for what a customer does.
    if (field === 'industry' && card.industry !== null && card.industry !== then?.industry) return []
    return [{ field, old_value: card[field], new_value, isFresh: !then || !isSame(field, then[field], new_value) }]
  })
  return [...found, ...factsThatCame(before, now)]
}

function factsThatCame(before: Facts | null, now: Facts): Difference[] {
  const isWindingUp = (facts: Facts | null) => Boolean(facts?.is_winding_up || facts?.is_forced_winding_up)
  const [leaderBefore, leader] = [before?.managing_director ?? null, now.managing_director]
  const isSameLeader = !leader || !leaderBefore || foldName(leader) === foldName(leaderBefore)
  const came: (Omit<Difference, 'field'> & { field: RegisterFact; is: boolean })[] = [
    ...(['is_bankrupt', 'is_winding_up'] as const).map((field) => {
      const [was, is] =
        field === 'is_bankrupt'
          ? [Boolean(before?.is_bankrupt), now.is_bankrupt]
          : [isWindingUp(before), isWindingUp(now)]
      return { field, is, old_value: false, new_value: true, isFresh: !was }
    }),
    {
      ...{ field: 'deleted_on', is: now.deleted_on !== null, old_value: null, new_value: now.deleted_on },
      isFresh: !before?.deleted_on,
    },
    {
      ...{ field: 'managing_director', is: !isSameLeader, old_value: leaderBefore, new_value: leader },
      isFresh: true,
    },
  ]
  return came.flatMap(({ is, ...difference }) => (is ? [difference] : []))
}

/** Of an address the one that is used: a card without a visiting address means the postal one. */
function valueOf(card: Card, field: CardField) {
  if (field === 'postal_address') return effectiveAddress('postal', card)
  return field === 'visiting_address' ? effectiveAddress('visiting', card) : card[field]
}

function isSame(field: CardField, one: unknown, other: unknown) {
  if (field === 'name') return String(one).trim().toLowerCase() === String(other).trim().toLowerCase()
  return field.endsWith('_address') ? lineOf(one as Address) === lineOf(other as Address) : one === other
}

/** However it is broken into lines, and with Norway named or not. */
function lineOf(address: Address) {
  const { country } = address ?? {}
  const text = ['street', 'street2', 'postal_code', 'city'].map((line) => address?.[line] ?? '').join(' ')
  return `${foldName(text)} ${country && country !== 'NO' ? country : ''}`
}
