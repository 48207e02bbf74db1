import { sql } from 'kysely'
import type { Language } from '#contract/messages.ts'
import { queueMail } from '#server/mail/mail.ts'
import { type Database, inTransaction, type Write } from '#server/platform/db.ts'
import { readPreferences } from '#server/preferences/routes.ts'
import { writeLetter } from './letter.ts'
import { readNotifications } from './notifications.ts'

type Member = { tenant_id: string; user_id: string }
const MOST_NAMED = 50

/** Writes to each member who wants one letter a day and has something new and unread. */
export async function mailDailyDigests(db: Database, publicUrl: string) {
  const firms = await db.selectFrom('auth.tenant').select('tenant_id').execute()
  for (const { tenant_id } of firms) {
    const wanting = await inTransaction(db, { tenant_id, via: 'job' }, (tx) =>
      tx
        .selectFrom('member_preference')
        .select('user_id')
        .where('tenant_id', '=', tenant_id)
        .where('key', '=', 'notification_mail')
        .where('value', '=', '"daily"')
        .execute(),
    )
    for (const { user_id } of wanting) await mailUnread(db, { tenant_id, user_id }, 'daily', publicUrl)
  }
}

/** One letter about all that was not told by e-mail yet and is unread, read as she may see it now. */
export async function mailUnread(db: Database, member: Member, wish: 'daily' | 'at_once', publicUrl: string) {
  await inTransaction(db, { ...member, via: 'job' }, async (tx) => {
    const { notification_mail, language } = await readPreferences(tx, member)
    const to = await addressOf(tx, member)
    if (notification_mail !== wish || !to) return
    // Who tells of it in one letter holds the rows: of two jobs at once the second finds them told.
    const { rows: untold } = await sql<{ id: string }>`
      update notification set mailed_at = now() where tenant_id = ${member.tenant_id} and user_id = ${member.user_id}
        and read_at is null and mailed_at is null returning id`.execute(tx)
    if (untold.length === 0) return
    const ids = untold.map(({ id }) => id)
    const seen = await readNotifications(tx, member, [sql`x.id = any (${ids}::uuid[])`], MOST_NAMED + 1)
    if (seen.length === 0) return
    const told = seen.slice(0, MOST_NAMED).toReversed()
    const letter = writeLetter(told, seen.length > MOST_NAMED, language ?? to.language, publicUrl)
    await queueMail(tx, { tenant_id: member.tenant_id, to: to.email, language: language ?? to.language, ...letter })
  })
}

/** Her own address and the firm's language; nothing for who is deactivated or may not see the customers. */
async function addressOf(tx: Write, { tenant_id, user_id }: Member) {
  const { rows } = await sql<{ email: string; language: Language }>`
    select m.email, case f.language when 'en' then 'en' else 'nb' end as language
    from member m join firm f on f.tenant_id = m.tenant_id
    where m.tenant_id = ${tenant_id} and m.user_id = ${user_id} and m.deactivated_at is null
      and (m.role = 'administrator' or m.rights ->> 'crm' in ('read', 'change'))`.execute(tx)
  return rows[0]
}
