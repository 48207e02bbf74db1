import { sql } from 'kysely'
import type { z } from 'zod'
import { type Mail, mails } from '#contract/mails.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import { serve, type Server, type Who } from '#server/platform/http.ts'
import { sendJob } from '#server/platform/jobs.ts'

const PAGE = 50

export function serveMails(server: Server) {
  serve(server, mails, {
    list: async ({ db, who, query }) => ({ is_set: server.has_mail, ...(await listMails(db, who, query)) }),
    retry: async ({ db, who, params }) => retryMail(db, who, params.id),
  })
}

const ofFirm = (db: Read, who: Who) =>
  db
    .selectFrom('mail')
    .select(['id', 'recipient', 'subject', 'attempts', 'error', 'created_at', 'sent_at'])
    .select(sql<Mail['state']>`state`.as('state'))
    .select(sql<boolean>`state = 'failed' and body is not null`.as('can_retry'))
    .where('tenant_id', '=', who.tenant_id)

async function listMails(db: Read, who: Who, { state, before }: z.output<typeof mails.list.query>) {
  const items = await ofFirm(db, who)
    .$if(state !== undefined, (mails) => mails.where('state', '=', state ?? ''))
    .$if(before !== undefined, (mails) => mails.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(PAGE + 1)
    .execute()
  const shown = items.slice(0, PAGE)
  return { items: shown, next: items.length > PAGE ? (shown.at(-1)?.id ?? null) : null }
}

async function retryMail(tx: Write, who: Who, id: string) {
  const taken = await tx
    .updateTable('mail')
    .set({ state: 'queued', error: null })
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .where('state', '=', 'failed')
    .where('body', 'is not', null)
    .executeTakeFirst()
  const mail = await ofFirm(tx, who).where('id', '=', id).executeTakeFirst()
  if (!mail) throw new AppError('not_found')
  if (taken.numUpdatedRows === 0n) throw new AppError('conflict')
  await sendJob(tx, 'send_mail', { mail_id: id })
  return mail
}
