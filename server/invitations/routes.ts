import { invitations } from '#contract/invitations.ts'
import type { Read } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import { serve, type Server, type Who } from '#server/platform/http.ts'
import { answerByLink, viewInvitation } from './answers.ts'
import { previewInvitations, queueInvitations } from './invitations.ts'
import { readParticipants } from './participants.ts'
import { changeTemplate, listTemplates } from './templates.ts'

export function serveInvitations(server: Server) {
  serve(server, invitations, {
    preview: async ({ db, who, params, query }) =>
      previewInvitations(db, who, { ...query, appointment_id: params.id }, server),
    send: async ({ db, who, params, body }) =>
      queueInvitations(db, who, { ...body, appointment_id: params.id }, server),
    sent: async ({ db, who, params }) => ({ items: await listSent(db, who, params.id) }),
    templates: async ({ db, who }) => ({ items: await listTemplates(db, who.tenant_id) }),
    change_template: async ({ db, who, params, body, version }) => changeTemplate(db, who, params, body, version),
    // The link tells which firm it is: without acting for that one nothing of it can be read.
    view: async ({ db, params }) => viewInvitation(db, params.token),
    answer: async ({ db, params, body }) => answerByLink(db, params.token, body.state),
  })
}

async function listSent(db: Read, who: Who, id: string) {
  const there = await db
    .selectFrom('appointment')
    .select('id')
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!there) throw new AppError('not_found')
  const all = await readParticipants(db, who, id)
  return all.flatMap(({ kind, id: of, sent_to, sent_sequence }) =>
    sent_to === null ? [] : [{ kind, id: of, sent_to, sent_sequence: sent_sequence ?? 0 }],
  )
}
