import { z } from 'zod'
import { addresses } from '#contract/addresses.ts'
import { apiKeys } from '#contract/api-keys.ts'
import { calendarAccess } from '#contract/calendar-access.ts'
import { categories } from '#contract/categories.ts'
import { appointments } from '#contract/appointments.ts'
import { companies } from '#contract/companies.ts'
import { companyList } from '#contract/company-list.ts'
import { communications } from '#contract/communications.ts'
import { history } from '#contract/history.ts'
import { imports } from '#contract/imports.ts'
import { consents } from '#contract/consents.ts'
import { customFields } from '#contract/custom-fields.ts'
import { directories } from '#contract/directories.ts'
import type { Endpoint, Endpoints } from '#contract/endpoint.ts'
import { firm } from '#contract/firm.ts'
import { live, liveStream } from '#contract/live.ts'
import { invitations } from '#contract/invitations.ts'
import { mails } from '#contract/mails.ts'
import { notes } from '#contract/notes.ts'
import { notifications } from '#contract/notifications.ts'
import { people } from '#contract/people.ts'
import { personList } from '#contract/person-list.ts'
import { places } from '#contract/places.ts'
import { preferences } from '#contract/preferences.ts'
import { profile } from '#contract/profile.ts'
import { registerCompanies } from '#contract/register-companies.ts'
import { register } from '#contract/register.ts'
import { savedSearches } from '#contract/saved-searches.ts'
import { search } from '#contract/search.ts'
import { session } from '#contract/session.ts'
import { today } from '#contract/today.ts'
import { smsMessages } from '#contract/sms.ts'
import { smsSettings } from '#contract/sms-settings.ts'
import { tasks } from '#contract/tasks.ts'
import { users } from '#contract/users.ts'
import { vcards } from '#contract/vcards.ts'
import type { Server } from '#server/platform/http.ts'

const groups: Record<string, Endpoints> = {
  session,
  profile,
  users,
  api_keys: apiKeys,
  calendar_access: calendarAccess,
  preferences,
  firm,
  invitations,
  mails,
  addresses,
  register,
  custom_fields: customFields,
  categories,
  companies,
  company_list: companyList,
  sms: smsMessages,
  sms_settings: smsSettings,
  consents,
  notifications,
  tasks,
  notes,
  appointments,
  people,
  person_list: personList,
  vcards,
  register_companies: registerCompanies,
  places,
  directories,
  history,
  communications,
  imports,
  search,
  saved_searches: savedSearches,
  today,
  live: { stream: liveStream, ...live },
}

const about = `A call comes from a person with a session or from a program with an API key (\`Authorization: Bearer kb_…\`, made
at Min profil → API-nøkler). Changes with a session need the header \`kundebok-client\`. A refusal is a problem (RFC 9457) with
one entry per faulty field, in Norwegian or, with \`Accept-Language: en\`, in English. 429 and 503 say in \`Retry-After\` when to
come back.`

/** The contract as OpenAPI 3.1, made from the same objects that validate. */
export function openApi() {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [tag, endpoints] of Object.entries(groups)) {
    for (const [name, endpoint] of Object.entries(endpoints)) {
      const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
      paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(tag, name, endpoint) }
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Kundebok', version: '0.1.0', description: about },
    tags: Object.keys(groups).map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: z.toJSONSchema(Problem) },
      securitySchemes: {
        api_key: { type: 'http', scheme: 'bearer', description: 'A key that its owner has made; it begins with kb_.' },
        session: {
          ...{ type: 'apiKey', in: 'cookie', name: 'kundebok_session' },
          description: 'A person who has signed in; over https the name is __Host-kundebok_session.',
        },
      },
    },
  }
}

/** RFC 9457 problem details, as `problem` in errors.ts makes them. */
const Problem = z.object({
  type: z.literal('about:blank'),
  title: z.string().describe('What went wrong, in a sentence'),
  status: z.int(),
  code: z.string(),
  errors: z
    .array(z.object({ field: z.string(), code: z.string(), message: z.string() }))
    .describe('One entry per faulty field'),
  current: z.unknown().optional().describe('With 412: the row as it is now'),
})

function operation(tag: string, name: string, endpoint: Endpoint) {
  return {
    tags: [tag],
    operationId: `${tag}.${name}`,
    summary: endpoint.title,
    'x-access': endpoint.access,
    security: securityOf(endpoint),
    parameters: [
      ...parameters('path', endpoint.params),
      ...parameters('query', endpoint.query),
      ...headersOf(endpoint),
    ],
    ...(endpoint.body ? { requestBody: { required: true, content: json(endpoint.body, 'input') } } : {}),
    responses: {
      ...success(endpoint),
      default: {
        description: 'Refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function success(endpoint: Endpoint) {
  const file = { content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }
  if (endpoint.sends_file) return { '200': { description: 'The file', ...file } }
  const events = { content: { 'text/event-stream': { schema: { type: 'string' } } } }
  if (endpoint.streams) return { '200': { description: 'Events, as long as the stream is open', ...events } }
  if (!endpoint.reply) return { '204': { description: 'Done' } }
  const content = json(endpoint.reply, 'output')
  const isVersioned = endpoint.reply instanceof z.ZodObject && 'version' in endpoint.reply.shape
  const etag = { description: 'The version, for If-Match', schema: { type: 'string', examples: ['"3"'] } }
  const headers = isVersioned ? { headers: { ETag: etag } } : {}
  return { [endpoint.method === 'POST' ? '201' : '200']: { description: 'Done', ...headers, content } }
}

function securityOf({ access, for_keys }: Endpoint) {
  if (access === 'public') return []
  return typeof access === 'object' || for_keys ? [{ api_key: [] }, { session: [] }] : [{ session: [] }]
}

function headersOf({ method, access, if_match, shows_secret, sends_file }: Endpoint) {
  const version = {
    ...{ name: 'If-Match', in: 'header', required: true, schema: { type: 'string', examples: ['"3"'] } },
    description: 'The version that was seen, as its ETag; 412 when there is a newer one',
  }
  const key = {
    ...{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 } },
    description: 'Makes the call safe to repeat for 24 hours: the same key answers with the first answer',
  }
  const isKept = method === 'POST' && access !== 'public' && !shows_secret && !sends_file
  return [...(if_match ? [version] : []), ...(isKept ? [key] : [])]
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
