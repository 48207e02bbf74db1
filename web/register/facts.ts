import type { RegisterUnit } from '#contract/register.ts'
import { formatKroner } from '#web/platform/texts.ts'
import { texts } from './texts.ts'

/** The other registers that it stands in, in words. */
export function registersOf({
  is_vat_registered,
  is_in_business_register,
}: Pick<RegisterUnit, 'is_vat_registered' | 'is_in_business_register'>): string {
  const named = [is_in_business_register && texts.in_business, is_vat_registered && texts.in_vat].filter(Boolean)
  return named.join(', ') || texts.in_none
}

export const capitalText = (amountOre: number, currency: string) => `${formatKroner(amountOre)} ${currency}`
