import { notes } from '#contract/notes.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { listNotes, readVersions } from './list.ts'
import { createNote, deleteNote, pinNote, readNote, restoreNote, unpinNote, updateNote } from './notes.ts'

export function serveNotes(server: Server) {
  serve(server, notes, {
    list: async ({ db, who, query }) => listNotes(db, who, query),
    get: async ({ db, who, params }) => readNote(db, who, params.id),
    create: async ({ db, who, body }) => createNote(db, who, body),
    update: async ({ db, who, params, body, version }) => updateNote(db, who, params.id, body, version),
    pin: async ({ db, who, params, version }) => pinNote(db, who, params.id, version),
    unpin: async ({ db, who, params, version }) => unpinNote(db, who, params.id, version),
    delete: async ({ db, who, params, version }) => deleteNote(db, who, params.id, version),
    restore: async ({ db, who, params }) => restoreNote(db, who, params.id),
    versions: async ({ db, who, params, query }) => readVersions(db, who, params.id, query),
  })
}
