// How a firm sends text messages. What opens its account is encrypted, and never leaves the server again.
import type { z } from 'zod'
import type { SmsProvider, SmsSettings, SmsSettingsInput } from '#contract/sms-settings.ts'
import { longestSms } from '#contract/sms.ts'
import type { Services } from '#server/platform/config.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Server, Who } from '#server/platform/http.ts'
import { judgeAddress } from '#server/platform/outgoing.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { callbackAddress, makeCallbackSecret, renewAddresses, showAddresses } from './addresses.ts'
import type { Account, Provider } from './provider.ts'
import { providers, serviceOf } from './providers.ts'

type Site = Pick<Server, 'secrets' | 'public_url' | 'services'>
type Input = z.output<typeof SmsSettingsInput>
type Firm = Pick<Who, 'tenant_id'>

const placeOf = ({ tenant_id }: Firm) => `sms_setting.provider_secret.${tenant_id}`

const findSetting = (db: Read, { tenant_id }: Firm) =>
  db.selectFrom('sms_setting').selectAll().where('tenant_id', '=', tenant_id).executeTakeFirst()

export async function readSettings(db: Read, who: Firm, site: Site): Promise<SmsSettings> {
  const row = await findSetting(db, who)
  if (!row)
    return {
      ...{ version: 0, provider: null, address: null, username: null, partner_id: null, gate_id: null },
      ...{ has_secret: false, sender: null, price_ore: null, opt_out_text: null },
      ...{ report_address: null, reply_address: null, renewed_at: null, former_ends_at: null },
    }
  const addresses = showAddresses(row, who, site)
  return { ...row, ...addresses, provider: row.provider as SmsProvider, has_secret: row.provider_secret !== null }
}

/** What would be refused with each message is refused here, where it can be put right. Asks for the host's address. */
export async function checkAddress({ provider, address }: Pick<Input, 'provider' | 'address'>, services: Services) {
  const service = provider === 'kannel' && address ? serviceOf(provider, address, services) : null
  const verdict = service ? await judgeAddress(service) : 'yes'
  if (verdict !== 'yes') throw new AppError('invalid', { field: 'address', message: `address_${verdict}` })
}

export async function changeSettings(tx: Write, who: Who, input: Input, version: number, site: Site) {
  const before = await findSetting(tx, who)
  const { secret, ...fields } = input
  if (fields.provider === 'kannel' && !serviceOf('kannel', fields.address, site.services))
    throw new AppError('invalid', { field: 'address', message: 'required' })
  // A password that was given for one place is not carried to another.
  const isSamePlace = before?.provider === fields.provider && before.address === fields.address
  const keepsSecret = secret === null && isSamePlace && before.provider_secret !== null
  if (fields.provider !== 'log' && secret === null && !keepsSecret)
    throw new AppError('invalid', { field: 'secret', message: 'required' })
  const provider_secret = secret === null ? null : site.secrets.encrypt(secret, placeOf(who))
  const written = before
    ? await tx
        .updateTable('sms_setting')
        .set({ ...fields, ...(keepsSecret ? {} : { provider_secret }) })
        .where('tenant_id', '=', who.tenant_id)
        .where('version', '=', version)
        .executeTakeFirst()
        .then(({ numUpdatedRows }) => numUpdatedRows)
    : version === 0 && (await insertSetting(tx, who, { ...fields, provider_secret }, site))
  const current = await readSettings(tx, who, site)
  if (!written) throw new AppError('stale', { current })
  return current
}

async function insertSetting(
  tx: Write,
  who: Firm,
  fields: Omit<Input, 'secret'> & { provider_secret: string | null },
  { secrets }: Site,
) {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('sms_setting')
    .values({ tenant_id: who.tenant_id, ...fields, ...makeCallbackSecret(who, secrets) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows
}

export async function renewSettings(tx: Write, who: Who, ends_now: boolean, version: number, site: Site) {
  const isDone = await renewAddresses(tx, who, { ends_now, version }, site.secrets)
  const current = await readSettings(tx, who, site)
  if (current.version === 0) throw new AppError('not_found')
  if (!isDone) throw new AppError('stale', { current })
  return current
}

const ownOptOut = {
  nb: 'Svar STOP for å slippe flere meldinger.',
  en: 'Answer STOP to get no more messages.',
}

/** What whoever writes a message needs to know. */
export async function readState(db: Read, who: Firm) {
  const row = await findSetting(db, who)
  const { language } = await db
    .selectFrom('firm')
    .select('language')
    .where('tenant_id', '=', who.tenant_id)
    .executeTakeFirstOrThrow()
  return {
    is_set: row !== undefined,
    provider: row?.provider ?? null,
    sender: row?.sender ?? null,
    price_ore: row?.price_ore ?? null,
    longest: row ? providers[row.provider as SmsProvider].longest : longestSms,
    opt_out_text: row?.opt_out_text ?? ownOptOut[language === 'en' ? 'en' : 'nb'],
  }
}

export type Sending = { name: SmsProvider; provider: Provider; account: Account; report_url: (id: string) => string }

/** The firm's provider with all that it needs; null when it is not set up, or lacks something. */
export async function readAccount(
  db: Read,
  who: Firm,
  { secrets, services, public_url }: { secrets: Secrets; services: Services; public_url: string },
): Promise<Sending | null> {
  const row = await findSetting(db, who)
  const name = row?.provider as SmsProvider
  const service = row && serviceOf(name, row.address, services)
  if (!row || !service) return null
  const secret = row.provider_secret === null ? '' : secrets.decrypt(row.provider_secret, placeOf(who))
  const address = callbackAddress(row, who, { secrets, public_url })
  const { username, partner_id, gate_id, sender } = row
  return {
    name,
    provider: providers[name],
    account: {
      ...{ service, secret, username: username ?? '', partner_id: partner_id ?? '', gate_id: gate_id ?? '' },
      sender: sender ?? '',
    },
    report_url: (id) => `${address}/reports?ref=${id}`,
  }
}
