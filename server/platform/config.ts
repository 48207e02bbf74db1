import { resolve } from 'node:path'
import { z } from 'zod'

const Environment = z.object({
  /** Address to listen on. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Port to listen on, 0–65535. */
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** Folder for the embedded database. */
  DATA_DIR: z.string().min(1).default('./data'),
  /** The program's role in a PostgreSQL >= 15; unset: the embedded database. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** The owner's role, for migrations; unset: migrations have been run already. */
  DATABASE_OWNER_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** The address that people type, when another than http://HOST:PORT. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
})

export type Config = ReturnType<typeof readConfig>

/** Reads the configuration; throws an Error of one sentence that names the faulty variable. */
export function readConfig(environment: NodeJS.ProcessEnv) {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(set)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Error(`${String(issue?.path[0])} has a value that can not be used: ${issue?.message}.`)
  }
  const value = parsed.data
  return {
    host: value.HOST,
    port: value.PORT,
    data_dir: resolve(value.DATA_DIR),
    database_url: value.DATABASE_URL,
    database_owner_url: value.DATABASE_OWNER_URL,
    public_url: value.PUBLIC_URL?.replace(/\/$/, '') ?? `http://${value.HOST}:${value.PORT}`,
    log_level: value.LOG_LEVEL,
  }
}
