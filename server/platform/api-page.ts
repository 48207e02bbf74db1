import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Server } from '#server/platform/http.ts'

const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
/** Swagger UI's own colours are too pale to read (WCAG 2.2, 1.4.3). */
const colours = `.swagger-ui .info .title small, .swagger-ui .info .title small.version-stamp { background: #3b4151; }
.swagger-ui .info a, .swagger-ui .info .url { color: #0b5cad; }
.swagger-ui .btn.authorize { color: #1f6b45; border-color: #1f6b45; }
.swagger-ui .btn.authorize svg { fill: #1f6b45; }
.swagger-ui .opblock.opblock-get .opblock-summary-method { background: #1b5e97; }
.swagger-ui .opblock.opblock-post .opblock-summary-method { background: #1f6b45; }
.swagger-ui .opblock.opblock-put .opblock-summary-method, .swagger-ui .opblock.opblock-patch .opblock-summary-method { background: #8a4b00; }
.swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #b3261e; }
.swagger-ui .parameter__in, .swagger-ui .prop-format, .swagger-ui .parameter__type { color: #3b4151; }
.swagger-ui .opblock-body pre.microlight, .swagger-ui .opblock-body pre.microlight span { color: #fff !important; }
`

const files = {
  'page.css': 'text/css; charset=utf-8',
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
    <link rel="stylesheet" href="/api/docs/page.css" />
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
  docExpansion: 'none',
  filter: true,
  validatorUrl: null,
  requestInterceptor: (request) => {
    request.headers['kundebok-client'] = 'api-page'
    return request
  },
})
`

const own: Record<string, string> = { 'page.css': colours, 'page.js': script }

/** /api/docs: the contract to read and to try, all of it from here. */
export function serveApiPage({ app }: Server) {
  const packed = new Map<string, Buffer>()
  app.get('/api/docs', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page))
  for (const [file, type] of Object.entries(files))
    app.get(`/api/docs/${file}`, async (_request, reply) => {
      const bytes = packed.get(file) ?? gzipSync(own[file] ?? readFileSync(join(swagger, file)))
      packed.set(file, bytes)
      return reply
        .type(type)
        .headers({ 'content-encoding': 'gzip', 'cache-control': 'public, max-age=3600' })
        .send(bytes)
    })
}
