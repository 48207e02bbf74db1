import type { z } from 'zod'
import type { AddressReply } from '#contract/fields.ts'
import { addressLines } from '#contract/rules.ts'
import { readLanguage } from '#web/platform/texts.ts'

const names = new Intl.DisplayNames(readLanguage(), { type: 'region' })
export const countryName = (code: string) => names.of(code) ?? code

/** An address on one line; the country only when it is not Norway. */
export function addressText(address: NonNullable<z.output<typeof AddressReply>>): string {
  const { country } = address
  return [...addressLines(address), ...(country && country !== 'NO' ? [countryName(country)] : [])].join(', ')
}

/** The address as a map service finds it: without whose it is, and with the country. */
export function placeText(address: NonNullable<z.output<typeof AddressReply>>): string {
  return [...addressLines({ ...address, name: null }), countryName(address.country ?? 'NO')].join(', ')
}
