import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { inject } from 'vitest'
import { makeApp } from '#server/app.ts'
import { jobHandlers } from '#server/jobs.ts'
import { readConfig } from '#server/platform/config.ts'
import { connect } from '#server/platform/db.ts'
import { type JobSettings, runWaitingJobs } from '#server/platform/jobs.ts'
import { makeSecrets } from '#server/platform/secrets.ts'

type Reply = { status: number; body: any; headers: Record<string, unknown> } // oxlint-disable-line no-explicit-any -- tests look into replies freely

/** A client that keeps its cookie and speaks JSON, as the browser does. */
export type Client = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Reply>

let made = 0

/** A fresh database cloned from the migrated template, the real server on it, and a way in. */
export async function testApp() {
  const { superuser_url, app_url } = inject('cluster')
  const name = `test_${process.pid}_${++made}`
  const admin = new pg.Client({ connectionString: superuser_url })
  await admin.connect()
  await admin.query(`create database ${name} template template_kundebok owner kundebok_owner`)
  await admin.query(`grant connect on database ${name} to kundebok_app`)
  const at = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href
  const db = connect(at(app_url))
  const settings = { ...testSettings, database_url: at(app_url) }
  const app = await makeApp(db, settings)
  const stop = async () => {
    await app.close()
    await db.destroy()
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  }
  /** Runs every job that waits, also those that wait for another try; tells of each how it ended. */
  const runJobs = (settings: Partial<JobSettings> = {}) =>
    runWaitingJobs(db, jobHandlers, { ...testSettings, mail: null, ...settings })
  return {
    app,
    db,
    settings,
    secrets: testSettings.secrets,
    superuser_url: at(superuser_url),
    app_url: at(app_url),
    runJobs,
    /** At this server, or at another on the same database. */
    client: (of = app) => makeClient(of),
    stop,
  }
}

function makeClient(app: FastifyInstance): Client {
  let cookie = ''
  return async (method, url, body, headers = {}) => {
    const reply = await app.inject({
      method,
      url,
      headers: { 'kundebok-client': 'test', ...(cookie ? { cookie } : {}), ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    })
    const set = reply.headers['set-cookie']
    if (typeof set === 'string') cookie = set.split(';')[0] ?? ''
    return { status: reply.statusCode, body: reply.body ? reply.json() : null, headers: reply.headers }
  }
}

export const testSettings = {
  is_secure: false,
  public_url: 'http://kundebok.localhost',
  /** Of the database that a test makes; nobody listens to this one. */
  database_url: 'postgres://localhost/none',
  secrets: makeSecrets([randomBytes(32)]),
  rate_limit: 0,
  trust_proxy: undefined,
  has_mail: false,
  /** Nobody is there: a test that needs a service starts its fake and names its address. */
  services: readConfig({ REGISTER_URL: 'http://127.0.0.1:1', ACCOUNTS_URL: 'http://127.0.0.1:1' }).services,
  maps: { geocoder: null, tiles: null },
  log_level: 'silent',
}

export const firmInput = {
  firm_name: 'Testfirma AS',
  org_number: '974760673',
  name: 'Kari Nordmann',
  email: 'kari@testfirma.example',
  password: 'en lang og god setning',
}

/** Lets a colleague in, who has signed in at `client` then. */
export async function addColleague(
  administrator: Client,
  client: Client,
  name: string,
  crm: 'none' | 'read' | 'change' = 'change',
) {
  const email = `${name.toLowerCase()}@testfirma.example`
  const invited = { email, name, role: 'user', rights: { crm } }
  const { body } = await administrator('POST', '/api/invitations', invited)
  const token = String(body.link).split('/').at(-1)
  await client('POST', '/api/invitations/accept', { token, name, password: 'sola står opp i øst' })
  const { user } = (await client('GET', '/api/session')).body
  return { client, id: user.id as string }
}

declare module 'vitest' {
  interface ProvidedContext {
    cluster: { superuser_url: string; owner_url: string; app_url: string }
  }
}
