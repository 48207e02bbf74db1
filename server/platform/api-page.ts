import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Server } from '#server/platform/http.ts'

const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const files = {
  'page.js': 'text/javascript; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
}

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Kundebok API</title>
    <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
  </head>
  <body>
    <main id="api"></main>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/page.js"></script>
  </body>
</html>
`

// A call from the page is made with the session of whoever reads it, or with the key that is typed in there.
const script = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  validatorUrl: null,
  requestInterceptor: (request) => {
    request.headers['kundebok-client'] = 'api-page'
    return request
  },
})
`

/** /api/docs: the contract to read and to try, all of it from here. */
export function serveApiPage({ app }: Server) {
  const packed = new Map<string, Buffer>()
  app.get('/api/docs', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page))
  for (const [file, type] of Object.entries(files))
    app.get(`/api/docs/${file}`, async (_request, reply) => {
      const bytes = packed.get(file) ?? gzipSync(file === 'page.js' ? script : readFileSync(join(swagger, file)))
      packed.set(file, bytes)
      return reply
        .type(type)
        .headers({ 'content-encoding': 'gzip', 'cache-control': 'public, max-age=3600' })
        .send(bytes)
    })
}
