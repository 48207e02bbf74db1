import { Agent, request } from 'node:http'

export type Times = { p50: number; p95: number; per_second: number }

/** Runs `work` `count` times in all, `clients` at once; milliseconds as the caller sees them. */
export async function measure(
  clients: number,
  count: number,
  work: (turn: number) => Promise<unknown>,
): Promise<Times> {
  // A process that has only just begun compiles as it goes, and its database has read nothing yet: that is no one's day.
  for (let turn = 0; turn < 2 * clients + 40; turn++) await work(turn)
  const times: number[] = []
  let turn = 0
  const begun = performance.now()
  const client = async () => {
    while (turn < count) {
      const mine = turn++
      const start = performance.now()
      await work(mine)
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  const per_second = (1_000 * times.length) / (performance.now() - begun)
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  return { p50: at(0.5), p95: at(0.95), per_second }
}

export type Fetch = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  version?: number,
) => Promise<unknown>

/** A client with open connections and a session's cookie; a body of bytes goes as it is. Any refusal ends the run. */
export function makeClient(port: number, cookie: string): Fetch {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  return (method, path, body, version) =>
    new Promise((resolve, reject) => {
      const isBytes = Buffer.isBuffer(body)
      const headers = {
        cookie,
        'kundebok-client': 'bench',
        ...(body === undefined ? {} : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      }
      const sent = request({ agent, host: '127.0.0.1', port, method, path, headers }, (reply) => {
        const pieces: Buffer[] = []
        reply.on('data', (piece: Buffer) => pieces.push(piece))
        reply.on('end', () => {
          const text = Buffer.concat(pieces).toString()
          if (reply.statusCode === 204) resolve(null)
          else if (reply.statusCode === 200 || reply.statusCode === 201) resolve(JSON.parse(text))
          else reject(new Error(`${method} ${path} answered ${reply.statusCode}: ${text}`))
        })
      })
      sent.on('error', reject)
      sent.end(body === undefined || isBytes ? body : JSON.stringify(body))
    })
}
