// The secret address of a calendar. Like an API key it is 32 random bytes and the firm's id, which tells where to look.
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { hashToken } from '#server/platform/authenticate.ts'
import { type Actor, type Database, inTransaction, type Read, type Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { SentFile, Who } from '#server/platform/http.ts'
import { asUuid } from '#server/platform/key-owner.ts'
import { listEventIds, type Owner, readEvents } from '#server/icalendar/events.ts'
import { writeCalendar } from '#server/icalendar/write.ts'

const DAY = 86_400_000
const PERIOD = { back: 92 * DAY, ahead: 366 * DAY }
const MOST = 5_000

/** Makes a new address; one that was made before ends with it. */
export async function makeFeed(tx: Write, who: Who, publicUrl: string) {
  await revokeFeed(tx, who)
  const firm = Buffer.from(who.tenant_id.replaceAll('-', ''), 'hex')
  const token = Buffer.concat([randomBytes(32), firm]).toString('base64url')
  const { created_at } = await tx
    .insertInto('calendar_feed')
    .values({ tenant_id: who.tenant_id, user_id: who.user_id, token_hash: hashToken(token) })
    .returning('created_at')
    .executeTakeFirstOrThrow()
  return { created_at, address: `${publicUrl}/api/calendar-feed/${token}.ics` }
}

export async function revokeFeed(tx: Write, who: Who) {
  await tx
    .updateTable('calendar_feed')
    .set({ revoked_at: sql<string>`now()` })
    .where('tenant_id', '=', who.tenant_id)
    .where('user_id', '=', who.user_id)
    .where('revoked_at', 'is', null)
    .execute()
}

export async function describeFeed(db: Read, who: Who) {
  const feed = await db
    .selectFrom('calendar_feed')
    .select('created_at')
    .where('tenant_id', '=', who.tenant_id)
    .where('user_id', '=', who.user_id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return feed ?? null
}

/** The calendar at an address, as its owner sees it now. Every address that opens nothing answers the same. */
export async function readFeed(db: Database, file: string): Promise<SentFile> {
  const token = file.slice(0, -'.ics'.length)
  const tenant_id = asUuid(Buffer.from(token, 'base64url').subarray(32))
  const owner = await inTransaction(db, { tenant_id, via: 'api' }, (tx) => findOwner(tx, tenant_id, token))
  if (!owner) throw new AppError('not_found')
  const actor: Actor = { ...owner, via: 'api' }
  const events = await inTransaction(db, actor, (tx) => eventsOf(tx, owner))
  const bytes = Buffer.from(writeCalendar({ name: 'Kundebok', events }))
  return { media_type: 'text/calendar; charset=utf-8', bytes, etag: createHash('sha256').update(bytes).digest('hex') }
}

async function eventsOf(db: Read, owner: Owner) {
  const at = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString()
  return readEvents(db, owner, await listEventIds(db, owner, at(-PERIOD.back), at(PERIOD.ahead), MOST))
}

/** Who is no active member any more, or may not see customers, has no calendar to show. */
async function findOwner(db: Read, tenant_id: string, token: string): Promise<Owner | undefined> {
  return db
    .selectFrom('calendar_feed')
    .innerJoin('member', (join) =>
      join
        .onRef('member.tenant_id', '=', 'calendar_feed.tenant_id')
        .onRef('member.user_id', '=', 'calendar_feed.user_id')
        .on('member.deactivated_at', 'is', null),
    )
    .select(['calendar_feed.tenant_id', 'calendar_feed.user_id'])
    .where('calendar_feed.tenant_id', '=', tenant_id)
    .where('token_hash', '=', hashToken(token))
    .where('revoked_at', 'is', null)
    .where(sql<boolean>`(role = 'administrator' or rights ->> 'crm' in ('read', 'change'))`)
    .executeTakeFirst()
}
