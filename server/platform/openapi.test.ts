import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp } from '#server/platform/test.ts'

let server: Awaited<ReturnType<typeof testApp>>
beforeAll(async () => {
  server = await testApp()
})
afterAll(() => server.stop())

test('every endpoint that is served is in the contract’s document, and says who may call it', async () => {
  const { body: document } = await server.client()('GET', '/api/openapi.json')
  const described = Object.entries<Record<string, { 'x-access': unknown; security: unknown }>>(document.paths).flatMap(
    ([path, methods]) => Object.entries(methods).map(([method, about]) => ({ at: `${method} ${path}`, ...about })),
  )
  const routes = routesOf(server.app.printRoutes({ commonPrefix: false }))
  expect(routes.length).toBeGreaterThan(50)
  const outside = /^\/api\/(health|docs|openapi)/
  for (const { method, path } of routes)
    if (path.startsWith('/api/') && !outside.test(path))
      expect(described.map(({ at }) => at)).toContain(`${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`)
  expect(described.length).toBeGreaterThan(50)
  for (const { at, security, ...about } of described) {
    expect(about['x-access'], at).toBeTruthy()
    expect(security, at).toEqual(about['x-access'] === 'public' ? [] : expect.arrayContaining([{ session: [] }]))
  }
})

test('the document tells of versions, repeated calls, keys and problems', async () => {
  const { body } = await server.client()('GET', '/api/openapi.json')
  const update = body.paths['/api/companies/{id}'].put
  expect(update.parameters).toContainEqual(expect.objectContaining({ name: 'If-Match', in: 'header', required: true }))
  expect(update.responses['200'].headers.ETag).toBeTruthy()
  const create = body.paths['/api/companies'].post
  expect(create.parameters).toContainEqual(expect.objectContaining({ name: 'Idempotency-Key', required: false }))
  expect(create.security).toEqual([{ api_key: [] }, { session: [] }])
  expect(body.paths['/api/users'].get.security).toEqual([{ session: [] }])
  expect(create.responses.default.content['application/problem+json'].schema.$ref).toBe('#/components/schemas/Problem')
  expect(Object.keys(body.components.schemas.Problem.properties)).toEqual([
    ...['type', 'title', 'status', 'code', 'errors', 'current'],
  ])
})

test('the page of the API is served from here, and nothing else of that folder', async () => {
  const page = await server.app.inject('/api/docs')
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(page.body).not.toMatch(/https?:\/\//)
  for (const [, file] of page.body.matchAll(/(?:src|href)="([^"]+)"/g))
    expect((await server.app.inject(file ?? '')).statusCode, file).toBe(200)
  for (const other of ['package.json', 'swagger-ui.js', 'index.html'])
    expect((await server.app.inject(`/api/docs/${other}`)).statusCode).toBe(404)
})

test('no style element may be put into a page but by its nonce', async () => {
  const { headers } = await server.app.inject('/api/docs')
  expect(headers['content-security-policy']).toContain("style-src 'self';")
  expect(headers['content-security-policy']).toContain("style-src-attr 'unsafe-inline'")
})

/** Reads the tree that Fastify prints: four characters a level, the methods in brackets. */
function routesOf(tree: string) {
  const above: string[] = []
  return tree.split('\n').flatMap((line) => {
    const found = /^([│├└─ ]+)(\S*)(?: \(([^)]+)\))?$/.exec(line)
    if (!found) return []
    const depth = (found[1] ?? '').length / 4
    above.length = depth
    above[depth] = found[2] ?? ''
    const methods = (found[3] ?? '').split(', ').filter((method) => method && method !== 'HEAD')
    return methods.map((method) => ({ method, path: above.join('') }))
  })
}
