import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { Service } from '#server/platform/outgoing.ts'
import { readRanges } from '#server/platform/reachable.ts'
import { readMapSettings } from '#server/platform/map-settings.ts'

const postgresUrl = (variable: string) =>
  z.url({ protocol: /^postgres(ql)?$/, error: `${variable} must be like postgres://role:password@host:5432/database.` })

const serviceUrl = (variable: string) =>
  z.url({ protocol: /^https?$/, error: `${variable} must be like https://service.example/api.` })

export const Environment = z.object({
  /** Address to listen on. */
  HOST: z.string().default('127.0.0.1'),
  /** Port to listen on; 0 is any free one. */
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'PORT must be a whole number from 0 to 65535.')
    .transform(Number)
    .refine((port) => port <= 65_535, 'PORT must be a whole number from 0 to 65535.')
    .default(3000),
  /** Folder for the embedded database. */
  DATA_DIR: z.string().default('./data'),
  /** The program's role in a PostgreSQL >= 15; unset: the embedded database. */
  DATABASE_URL: postgresUrl('DATABASE_URL').optional(),
  /** The owner's role, for migrations; unset: migrations have been run already. */
  DATABASE_OWNER_URL: postgresUrl('DATABASE_OWNER_URL').optional(),
  /** The role that reads all and changes nothing, for npm run history -- verify. */
  BACKUP_URL: postgresUrl('BACKUP_URL').optional(),
  /** Where the seals of the history are copied to, outside the database; unset: history-heads in DATA_DIR. */
  HISTORY_HEADS: z.string().optional(),
  /** The address that people type, when another than http://HOST:PORT. */
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'PUBLIC_URL must be like https://crm.example.' }).optional(),
  /**
   * Encrypts what the database must not hold readable (32 random bytes in base64; several with commas between: the first
   * encrypts, all decrypt). Unset: a file in DATA_DIR, made at the first start.
   */
  SECRET_KEY: z
    .string()
    .regex(
      /^[A-Za-z0-9+/_-]{43}=?(,[A-Za-z0-9+/_-]{43}=?)*$/,
      'SECRET_KEY must be 32 random bytes in base64, as openssl rand -base64 32 writes them.',
    )
    .optional(),
  /** The mail server through which e-mail goes out; unset: links are shown to the administrator to pass on. */
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'SMTP_URL must be like smtp://user:password@mail.example:587.' })
    .optional(),
  /** The sender of e-mail from the program, as "Kundebok <crm@firm.example>" or a bare address. */
  MAIL_FROM: z
    .string()
    .regex(
      /^([^<>@\r\n"]{1,100} <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
      'MAIL_FROM must be like Kundebok <crm@firm.example>.',
    )
    .optional(),
  /** Requests a minute that one user may make, and one address a fifth of that without signing in; 0: any number. */
  RATE_LIMIT: z
    .string()
    .regex(/^\d{1,6}$/, 'RATE_LIMIT must be a whole number of requests a minute; 0 is no limit.')
    .transform(Number)
    .default(1200),
  /** Addresses of the reverse proxies whose X-Forwarded-For is believed. */
  TRUST_PROXY: z
    .string()
    .refine(
      (value) => value.split(',').every(isProxy),
      'TRUST_PROXY must be loopback or addresses with commas between, like 10.0.0.1,10.1.0.0/16.',
    )
    .optional(),
  /** Enhetsregisteret, the register of Norwegian units. */
  REGISTER_URL: serviceUrl('REGISTER_URL').optional(),
  /** Regnskapsregisteret, the annual accounts. */
  ACCOUNTS_URL: serviceUrl('ACCOUNTS_URL').optional(),
  /** Kannel's sendsms interface, for the firms that name no other; unset: each names its own. */
  KANNEL_URL: serviceUrl('KANNEL_URL').optional(),
  TWILIO_URL: serviceUrl('TWILIO_URL').optional(),

  LINK_URL: serviceUrl('LINK_URL').optional(),
  SVEVE_URL: serviceUrl('SVEVE_URL').optional(),
  /** Addresses in private networks that services set up inside the program may be at; unset: none. */
  PRIVATE_ADDRESSES: z
    .string()
    .refine(
      (value) => readRanges(value) !== null,
      'PRIVATE_ADDRESSES must be addresses with commas between, like 10.0.0.5,192.168.1.0/24.',
    )
    .optional(),
  /** Kartverket's address register or another that answers as it does; `off`: none is asked. */
  GEOCODER_URL: z
    .union([z.literal('off'), z.url({ protocol: /^https?$/ })], {
      error: 'GEOCODER_URL must be like https://ws.geonorge.no/adresser/v1, or off.',
    })
    .optional(),
  /** Where the pictures of maps come from, with {z}, {x} and {y}; `off`: there are no maps. */
  TILE_URL: z
    .string()
    .refine(isTileUrl, 'TILE_URL must be like https://tiles.example/{z}/{x}/{y}.png, or off.')
    .optional(),
  /** Whose the map is, shown on each; belongs to TILE_URL, and so does the page that says more of it. */
  TILE_ATTRIBUTION: z.string().max(100, 'TILE_ATTRIBUTION can have at most 100 characters.').optional(),
  TILE_ATTRIBUTION_URL: z
    .url({ protocol: /^https?$/, error: 'TILE_ATTRIBUTION_URL must be like https://tiles.example/copyright.' })
    .optional(),
  /** The nearest that the pictures go. */
  TILE_MAX_ZOOM: z
    .string()
    .regex(/^(1?\d|2[0-2])$/, 'TILE_MAX_ZOOM must be a whole number from 0 to 22.')
    .transform(Number)
    .default(18),
  /** Room in DATA_DIR for pictures that were fetched already, in megabytes. */
  TILE_CACHE_MB: z
    .string()
    .regex(/^\d{1,6}$/, 'TILE_CACHE_MB must be a whole number of megabytes.')
    .transform(Number)
    .default(500),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'LOG_LEVEL must be fatal, error, warn, info, debug or silent.',
    })
    .default('warn'),
})

function isTileUrl(value: string) {
  if (value === 'off') return true
  const filled = value.replace('{z}', '1').replace('{x}', '1').replace('{y}', '1')
  const hasAll = ['{z}', '{x}', '{y}'].every((part) => value.split(part).length === 2)
  return hasAll && !/[{}]/.test(filled) && /^https?:\/\/[^/{}@]+\/\S+$/.test(value) && URL.canParse(filled)
}

/** An address, or a range of them by its prefix (RFC 4632). */
function isProxy(part: string) {
  const [, address = '', prefix = '1'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(part) ?? []
  const longest = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
  return part === 'loopback' || (Number(prefix) >= 1 && Number(prefix) <= longest)
}

export type Config = ReturnType<typeof readConfig>
/** The services outside that the program knows. */
export type Services = ReturnType<typeof servicesOf>
/** How e-mail goes out. */
export type MailSettings = { smtp_url: string; from: string }

/** Reads the configuration; throws an Error of one sentence that names the faulty variable, never its value. */
export function readConfig(environment: NodeJS.ProcessEnv) {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(set)
  if (!parsed.success) throw new Error(parsed.error.issues[0]?.message)
  const value = parsed.data
  const public_url = value.PUBLIC_URL?.replace(/\/$/, '') ?? addressOf(value.HOST, value.PORT)
  return {
    host: value.HOST,
    port: value.PORT,
    data_dir: resolve(value.DATA_DIR),
    database_url: value.DATABASE_URL,
    database_owner_url: value.DATABASE_OWNER_URL,
    backup_url: value.BACKUP_URL,
    history_heads: resolve(value.HISTORY_HEADS ?? join(value.DATA_DIR, 'history-heads')),
    public_url,
    secret_keys: value.SECRET_KEY?.split(','),
    mail: mailOf(value),
    services: servicesOf(value),
    maps: readMapSettings(value, public_url),
    log_level: value.LOG_LEVEL,
    rate_limit: value.RATE_LIMIT,
    trust_proxy: value.TRUST_PROXY,
  }
}

function mailOf({ SMTP_URL, MAIL_FROM }: z.output<typeof Environment>): MailSettings | null {
  if (!SMTP_URL) return null
  if (!MAIL_FROM) throw new Error('MAIL_FROM must be set with SMTP_URL, like Kundebok <crm@firm.example>.')
  return { smtp_url: SMTP_URL, from: MAIL_FROM }
}

function servicesOf(named: Partial<z.output<typeof Environment>>) {
  return {
    register: service('Enhetsregisteret', 'https://data.brreg.no/enhetsregisteret/api', named.REGISTER_URL),
    accounts: service('Regnskapsregisteret', 'https://data.brreg.no/regnskapsregisteret', named.ACCOUNTS_URL),
    kannel: named.KANNEL_URL ? service('Kannel', named.KANNEL_URL, named.KANNEL_URL) : null,
    twilio: service('Twilio', 'https://api.twilio.com', named.TWILIO_URL),
    link: service('LINK Mobility', 'https://wsx.sp247.net', named.LINK_URL),
    sveve: service('Sveve', 'https://sveve.no', named.SVEVE_URL),
    /** For a service that is set up inside the program: where it may be beside the open internet. */
    private_ranges: named.PRIVATE_ADDRESSES ? (readRanges(named.PRIVATE_ADDRESSES) ?? []) : [],
  }
}

/** At its known address, or where the operator has it, which may be in a private network. */
const service = (name: string, known: string, named: string | undefined): Service => ({
  name,
  base_url: (named ?? known).replace(/\/+$/, ''),
  is_operators: named !== undefined,
})

/** The address to type into a browser on this machine. */
export function addressOf(host: string, port: number) {
  if (host === '0.0.0.0' || host === '::') return `http://localhost:${port}`
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
