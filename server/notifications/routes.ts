import { notifications } from '#contract/notifications.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { countUnread, listNotifications, markAllAsRead, markAs } from './notifications.ts'

export function serveNotifications(server: Server) {
  serve(server, notifications, {
    list: async ({ db, who, query }) => listNotifications(db, who, query),
    unread: async ({ db, who }) => countUnread(db, who),
    read: async ({ db, who, params }) => markAs(db, who, params.id, true),
    unread_again: async ({ db, who, params }) => markAs(db, who, params.id, false),
    read_all: async ({ db, who, body }) => markAllAsRead(db, who, body.up_to),
  })
}
