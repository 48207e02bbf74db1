import { z } from 'zod'
import { addresses } from '#contract/addresses.ts'
import { apiKeys } from '#contract/api-keys.ts'
import { companies } from '#contract/companies.ts'
import { companyList } from '#contract/company-list.ts'
import { imports } from '#contract/imports.ts'
import { customFields } from '#contract/custom-fields.ts'
import type { Endpoint, Endpoints } from '#contract/endpoint.ts'
import { firm } from '#contract/firm.ts'
import { mails } from '#contract/mails.ts'
import { preferences } from '#contract/preferences.ts'
import { profile } from '#contract/profile.ts'
import { savedSearches } from '#contract/saved-searches.ts'
import { search } from '#contract/search.ts'
import { session } from '#contract/session.ts'
import { users } from '#contract/users.ts'
import type { Server } from '#server/platform/http.ts'

const groups: Record<string, Endpoints> = {
  session,
  profile,
  users,
  api_keys: apiKeys,
  preferences,
  firm,
  mails,
  addresses,
  custom_fields: customFields,
  companies,
  company_list: companyList,
  imports,
  search,
  saved_searches: savedSearches,
}

/** The contract as OpenAPI 3.1, made from the same objects that validate. */
export function openApi() {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [tag, endpoints] of Object.entries(groups)) {
    for (const [name, endpoint] of Object.entries(endpoints)) {
      const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
      paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(tag, name, endpoint) }
    }
  }
  return { openapi: '3.1.0', info: { title: 'Kundebok', version: '0.1.0' }, paths }
}

function operation(tag: string, name: string, endpoint: Endpoint) {
  const file = { content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }
  const success = endpoint.sends_file
    ? { '200': { description: 'The file', ...file } }
    : endpoint.reply
      ? {
          [endpoint.method === 'POST' ? '201' : '200']: {
            description: 'Done',
            content: json(endpoint.reply, 'output'),
          },
        }
      : { '204': { description: 'Done' } }
  return {
    tags: [tag],
    operationId: `${tag}.${name}`,
    summary: endpoint.title,
    'x-access': endpoint.access,
    parameters: [...parameters('path', endpoint.params), ...parameters('query', endpoint.query)],
    ...(endpoint.body ? { requestBody: { required: true, content: json(endpoint.body, 'input') } } : {}),
    responses: { ...success, default: { description: 'Problem details (RFC 9457)' } },
  }
}

function json(schema: z.ZodType, io: 'input' | 'output') {
  return { 'application/json': { schema: z.toJSONSchema(schema, { io, unrepresentable: 'any' }) } }
}

function parameters(place: 'path' | 'query', schema: z.ZodObject | undefined) {
  if (!schema) return []
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: property,
  }))
}

export function serveOpenApi({ app }: Server) {
  const document = openApi()
  app.get('/api/openapi.json', async () => document)
}
