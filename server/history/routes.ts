import { communications } from '#contract/communications.ts'
import { history } from '#contract/history.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { noteCommunication } from './communications.ts'
import { readHistory } from './history.ts'

export function serveHistory(server: Server) {
  serve(server, history, {
    of_company: async ({ db, who, params, query }) => readHistory(db, who, { kind: 'company', id: params.id }, query),
    of_person: async ({ db, who, params, query }) => readHistory(db, who, { kind: 'person', id: params.id }, query),
    of_firm: async ({ db, who, query }) => readHistory(db, who, 'firm', query),
  })
  serve(server, communications, {
    note: async ({ db, who, body }) => noteCommunication(db, who, body),
  })
}
