// How a firm sends text messages. What opens its account is encrypted, and never leaves the server again.
import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import type { SmsProvider, SmsSettings, SmsSettingsInput } from '#contract/sms-settings.ts'
import { longestSms } from '#contract/sms.ts'
import { hashToken } from '#server/platform/authenticate.ts'
import type { Services } from '#server/platform/config.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Server, Who } from '#server/platform/http.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import type { Account, Provider } from './provider.ts'
import { providers, serviceOf } from './providers.ts'

type Site = Pick<Server, 'secrets' | 'public_url' | 'services'>
type Input = z.output<typeof SmsSettingsInput>
type Firm = Pick<Who, 'tenant_id'>

const placeOf = (column: 'provider_secret' | 'callback_secret', { tenant_id }: Firm) =>
  `sms_setting.${column}.${tenant_id}`

export const findSetting = (db: Read, { tenant_id }: Firm) =>
  db.selectFrom('sms_setting').selectAll().where('tenant_id', '=', tenant_id).executeTakeFirst()
type Row = NonNullable<Awaited<ReturnType<typeof findSetting>>>

export async function readSettings(db: Read, who: Firm, site: Site): Promise<SmsSettings> {
  const row = await findSetting(db, who)
  if (!row)
    return {
      ...{ version: 0, provider: null, address: null, username: null, partner_id: null, gate_id: null },
      ...{ has_secret: false, sender: null, price_ore: null, opt_out_text: null },
      ...{ report_address: null, reply_address: null },
    }
  const address = callbackAddress(row, who, site)
  return {
    ...row,
    provider: row.provider as SmsProvider,
    has_secret: row.provider_secret !== null,
    // Kannel fills in who wrote, what and how it is written, and its own id of it (User's Guide, "SMS-service group": get-url).
    reply_address: `${address}/replies${row.provider === 'kannel' ? '?from=%p&text=%b&charset=%C&id=%I' : ''}`,
    report_address: `${address}/reports`,
  }
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
  const provider_secret = secret === null ? null : site.secrets.encrypt(secret, placeOf('provider_secret', who))
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
  // Like the address of a calendar: 32 random bytes and the firm's id, which tells where to look.
  const firm = Buffer.from(who.tenant_id.replaceAll('-', ''), 'hex')
  const token = Buffer.concat([randomBytes(32), firm]).toString('base64url')
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('sms_setting')
    .values({
      ...{ tenant_id: who.tenant_id, ...fields },
      ...{ callback_secret: secrets.encrypt(token, placeOf('callback_secret', who)), callback_hash: hashToken(token) },
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows
}

/** Where a firm's provider calls. */
function callbackAddress(row: Row, who: Firm, { secrets, public_url }: Pick<Site, 'secrets' | 'public_url'>) {
  return `${public_url}/sms-callbacks/${secrets.decrypt(row.callback_secret, placeOf('callback_secret', who))}`
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
  const secret =
    row.provider_secret === null ? '' : secrets.decrypt(row.provider_secret, placeOf('provider_secret', who))
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
