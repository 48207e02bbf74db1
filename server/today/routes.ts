import { today } from '#contract/today.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { readToday } from './today.ts'

export function serveToday(server: Server) {
  serve(server, today, { read: async ({ db, who }) => readToday(db, who) })
}
