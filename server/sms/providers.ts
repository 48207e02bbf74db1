import type { SmsProvider } from '#contract/sms-settings.ts'
import type { Services } from '#server/platform/config.ts'
import type { Service } from '#server/platform/outgoing.ts'
import { kannel } from './kannel.ts'
import { link } from './link.ts'
import { log } from './log.ts'
import type { Provider } from './provider.ts'
import { sveve } from './sveve.ts'
import { twilio } from './twilio.ts'

export const providers: Record<SmsProvider, Provider> = { kannel, twilio, link, sveve, log }

/** Where a provider is; null when nobody has said so. Kannel stands where the firm says, or where the operator has set it. */
export function serviceOf(provider: SmsProvider, address: string | null, services: Services): Service | null {
  if (provider === 'log') return { name: 'log', base_url: 'log:', is_operators: false }
  if (provider !== 'kannel') return services[provider]
  if (!address || address === services.kannel?.base_url) return services.kannel
  return { name: 'Kannel', base_url: address, is_operators: false, private_ranges: services.private_ranges }
}
