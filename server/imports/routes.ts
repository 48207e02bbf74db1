import { imports, PIECE } from '#contract/imports.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { beginImport, keepPiece, readImport, readImports } from './imports.ts'
import { planImport } from './plan.ts'
import { decideRow, forgetImport, readRows } from './rows.ts'
import { goOn, pauseWork, startReading, startWork, stopCheck } from './work.ts'

export function serveImports(server: Server) {
  server.app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: PIECE + 1_000 },
    (_request, body, done) => done(null, body),
  )
  serve(server, imports, {
    list: async ({ db, who }) => ({ items: await readImports(db, who) }),
    create: async ({ db, who, body }) => beginImport(db, who, body),
    piece: async ({ db, who, params, request }) => keepPiece(db, who, params.id, params.number, request.body),
    read: async ({ db, who, params, language }) => startReading(db, who, params.id, language),
    get: async ({ db, who, params }) => readImport(db, who, params.id),
    plan: async ({ db, who, params, body, version }) => planImport(db, who, params.id, body, version),
    rows: async ({ db, who, params, query }) => readRows(db, who, params.id, query),
    decide: async ({ db, who, params, body }) => decideRow(db, who, params, body.decision),
    start: async ({ db, who, params, body, language }) => startWork(db, who, params.id, body.work, language),
    pause: async ({ db, who, params }) => pauseWork(db, who, params.id),
    go_on: async ({ db, who, params, language }) => goOn(db, who, params.id, language),
    stop: async ({ db, who, params }) => stopCheck(db, who, params.id),
    delete: async ({ db, who, params }) => forgetImport(db, who, params.id),
  })
}
