import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { AppError } from '#server/platform/errors.ts'
import type { Server } from '#server/platform/http.ts'

const dist = join(import.meta.dirname, '..', '..', 'dist')

/** The built web client. Its files carry their hash in the name; every other address is the page, whose router decides. */
export async function serveWeb({ app }: Server) {
  if (existsSync(join(dist, 'assets')))
    await app.register(fastifyStatic, {
      root: join(dist, 'assets'),
      prefix: '/assets/',
      immutable: true,
      maxAge: '365d',
      index: false,
      preCompressed: true,
    })
  app.setNotFoundHandler((request, reply) => {
    const file = join(dist, 'index.html')
    if (request.method !== 'GET' || /^\/(api|assets)(\/|$)/.test(request.url) || !existsSync(file))
      throw new AppError('not_found')
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(readFileSync(file))
  })
}
