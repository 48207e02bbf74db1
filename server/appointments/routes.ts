import { appointments } from '#contract/appointments.ts'
import { serve, type Server } from '#server/platform/http.ts'
import {
  answerInvitation,
  createAppointment,
  deleteAppointment,
  moveAppointment,
  noteSeen,
  readAppointment,
  restoreAppointment,
  updateAppointment,
} from './appointments.ts'
import { findConflicts, readCalendar } from './calendar.ts'
import { listAppointments } from './list.ts'

export function serveAppointments(server: Server) {
  serve(server, appointments, {
    create: async ({ db, who, body }) => createAppointment(db, who, body),
    read: async ({ db, who, params }) => readAppointment(db, who, params.id),
    update: async ({ db, who, params, body, version, query }) =>
      updateAppointment(db, who, params.id, body, version, { ...query, site: server }),
    move: async ({ db, who, params, body, version, query }) =>
      moveAppointment(db, who, params.id, body, version, { ...query, site: server }),
    delete: async ({ db, who, params, version, query }) => deleteAppointment(db, who, params.id, version, query),
    restore: async ({ db, who, params, query }) => restoreAppointment(db, who, params.id, query),
    open: async ({ db, who, params }) => noteSeen(db, who, params.id),
    answer: async ({ db, who, params, body }) => answerInvitation(db, who, params.id, body.state),
    calendar: async ({ db, who, query }) => ({ items: await readCalendar(db, who, query) }),
    conflicts: async ({ db, who, query }) => ({ items: await findConflicts(db, who, query) }),
    list: async ({ db, who, query }) => listAppointments(db, who, query),
  })
}
