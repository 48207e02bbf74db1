// The addresses that a firm's provider calls. A secret stands in them, which can be made anew: what is on its way reports to
// the address before, which is let in for a while, unless somebody knows it who should not.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { SmsSettings } from '#contract/sms-settings.ts'
import { hashToken } from '#server/platform/authenticate.ts'
import type { Read, Write } from '#server/platform/db.ts'
import type { Server, Who } from '#server/platform/http.ts'
import { asUuid } from '#server/platform/key-owner.ts'
import type { Secrets } from '#server/platform/secrets.ts'

type Firm = Pick<Who, 'tenant_id'>
type Row = {
  provider: string
  callback_secret: string
  renewed_at: string | null
  former_ends_at: string | null
}

const SECRET_BYTES = 32
const placeOf = ({ tenant_id }: Firm) => `sms_setting.callback_secret.${tenant_id}`

/** Like the address of a calendar: random bytes, and the firm's id, which tells where to look. */
export function makeCallbackSecret({ tenant_id }: Firm, secrets: Secrets) {
  const firm = Buffer.from(tenant_id.replaceAll('-', ''), 'hex')
  const token = Buffer.concat([randomBytes(SECRET_BYTES), firm]).toString('base64url')
  return { callback_secret: secrets.encrypt(token, placeOf({ tenant_id })), callback_hash: hashToken(token) }
}

/** Where a firm's provider calls. */
export const callbackAddress = (row: Row, who: Firm, { secrets, public_url }: Pick<Server, 'secrets' | 'public_url'>) =>
  `${public_url}/sms-callbacks/${secrets.decrypt(row.callback_secret, placeOf(who))}`

export function showAddresses(row: Row, who: Firm, site: Pick<Server, 'secrets' | 'public_url'>) {
  const address = callbackAddress(row, who, site)
  return {
    // Kannel fills in who wrote, what and how it is written, and its own id of it (User's Guide, "SMS-service group": get-url).
    reply_address: `${address}/replies${row.provider === 'kannel' ? '?from=%p&text=%b&charset=%C&id=%I' : ''}`,
    report_address: `${address}/reports`,
    renewed_at: row.renewed_at,
    former_ends_at: row.former_ends_at && Date.parse(row.former_ends_at) > Date.now() ? row.former_ends_at : null,
  } satisfies Partial<SmsSettings>
}

/** Networks try for two or three days to deliver a message, and report then. */
const GRACE = sql<string>`now() + interval '3 days'`

type Renewal = { version: number; ends_now: boolean }

/** Whether there was that version of the settings to do it to. */
export async function renewAddresses(tx: Write, who: Who, { version, ends_now }: Renewal, secrets: Secrets) {
  const { numUpdatedRows } = await tx
    .updateTable('sms_setting')
    .set({
      ...makeCallbackSecret(who, secrets),
      renewed_at: sql<string>`now()`,
      former_hash: ends_now ? null : sql<Buffer>`callback_hash`,
      former_ends_at: ends_now ? null : GRACE,
    })
    .where('tenant_id', '=', who.tenant_id)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** The firm that an address belongs to by its form; '' where it has none. */
export function firmOf(token: string) {
  const bytes = Buffer.from(token, 'base64url')
  return bytes.length === SECRET_BYTES + 16 ? asUuid(bytes.subarray(SECRET_BYTES)) : ''
}

export async function isAddressOf(db: Read, { tenant_id }: Firm, token: string) {
  const row = await db
    .selectFrom('sms_setting')
    .select('callback_hash')
    .select(sql<Buffer | null>`case when former_ends_at > now() then former_hash end`.as('former_hash'))
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirst()
  const hash = hashToken(token)
  return row?.callback_hash.equals(hash) === true || row?.former_hash?.equals(hash) === true
}
