import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { contentSecurityPolicy } from '#server/platform/content-security.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Server } from '#server/platform/http.ts'

const dist = join(import.meta.dirname, '..', '..', 'dist')
/** As vite.config.ts has it put into the page wherever a nonce belongs. */
const NONCE_PLACE = 'nonce-of-this-page'

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
    const nonce = randomBytes(18).toString('base64url')
    const page = readFileSync(file, 'utf8').replaceAll(NONCE_PLACE, nonce)
    return reply
      .type('text/html; charset=utf-8')
      .headers({ 'cache-control': 'no-cache', 'content-security-policy': contentSecurityPolicy(nonce) })
      .send(page)
  })
}
