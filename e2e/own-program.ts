// A second program of its own for stories that need what the common one has not: a mail server, and time that has passed.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { SMTPServer } from 'smtp-server'

export async function startProgram(environment: Record<string, string>) {
  const port = await freePort()
  const directory = mkdtempSync(join(tmpdir(), 'kundebok-e2e-'))
  const settings = { PORT: String(port), HOST: '127.0.0.1', DATABASE_URL: '', PUBLIC_URL: '', RATE_LIMIT: '0' }
  const program = spawn(process.execPath, [join(import.meta.dirname, 'serve.ts')], {
    env: { ...process.env, ...settings, E2E_DATA_DIR: directory, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  await isReady(url)
  const database = new pg.Client({ connectionString: superuserUrl(directory) })
  await database.connect()
  const stop = async () => {
    await database.end()
    program.kill('SIGTERM')
    await once(program, 'exit')
  }
  return { url, database, stop }
}

async function isReady(url: string) {
  for (let tries = 0; tries < 200; tries++) {
    const reply = await fetch(`${url}/api/health/ready`).catch(() => null)
    if (reply?.ok) return
    await wait(250)
  }
  throw new Error('The program did not start.')
}

function superuserUrl(directory: string) {
  const { postgres } = JSON.parse(readFileSync(join(directory, 'database-secrets.json'), 'utf8')) as {
    postgres: string
  }
  // The fourth line is the port (PostgreSQL, storage file layout).
  const port = readFileSync(join(directory, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]
  return `postgres://postgres:${postgres}@127.0.0.1:${port}/kundebok`
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return port
}

/** A mail server that refuses the addresses in `refused`, and keeps what it is given. */
export async function startMailServer() {
  const refused = new Set<string>()
  const letters: { to: string; text: string }[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _session, answer) =>
      answer(refused.has(address) ? Object.assign(new Error('No such user here'), { responseCode: 550 }) : null),
    onData: (stream, session, answer) => {
      let raw = ''
      stream.on('data', (chunk: Buffer) => (raw += chunk.toString('latin1')))
      stream.on('end', () => {
        letters.push({ to: session.envelope.rcptTo[0]?.address ?? '', text: decode(raw) })
        answer(null)
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as AddressInfo
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { url: `smtp://127.0.0.1:${port}`, refused, letters, stop }
}

/** Quoted-printable (RFC 2045, 6.7), as the program writes letters. */
function decode(raw: string) {
  const body = raw.slice(raw.indexOf('\r\n\r\n') + 4).replace(/=\r\n/g, '')
  const bytes = body.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
