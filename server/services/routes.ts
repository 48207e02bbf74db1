import { directories } from '#contract/directories.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { chooseDirectories, readDirectories } from './directories.ts'

export function serveServices(server: Server) {
  serve(server, directories, {
    list: async ({ db, who }) => readDirectories(db, who),
    change: async ({ db, who, body, version }) => chooseDirectories(db, who, body, version),
  })
}
