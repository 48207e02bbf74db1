// Kannel as it answers and calls over HTTP (Kannel 1.4.5 User's Guide), for tests and for development. What happens to a
// message is told by its receiver; all others are delivered.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The ends of receivers' numbers that something happens to. */
export const happenings = {
  /** Taken, and then an error is answered. */
  error_after_sending: '0500',
  /** Not taken: it says so. */
  temporal_failure: '0503',
  /** Taken, and nothing is answered. */
  silence: '0408',
  /** Refused at once. */
  refused: '0400',
  /** Refused by the network. */
  rejected: '0016',
  /** Not delivered by the network. */
  undelivered: '0002',
  /** Nothing is ever reported of it. */
  unreported: '0000',
}

type TakenSms = { to: string; from: string; text: string; coding: string; dlr_url: string }
type Options = {
  username: string
  password: string
  /** How its calls reach us. */
  call?: (url: string) => Promise<unknown>
  /** Whether reports follow by themselves. */
  reports?: boolean
}

export async function startKannel({ username, password, call = (url) => fetch(url), reports = true }: Options) {
  const taken: TakenSms[] = []
  const server = createServer((request, response) => void answer(request, response))

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const say = (status: number, said: string) => response.writeHead(status, { 'content-type': 'text/html' }).end(said)
    const text = await bodyOf(request)
    const given = (name: string) => String(request.headers[`x-kannel-${name}`] ?? '')
    if (given('username') !== username || given('password') !== password)
      return say(403, 'Authorization failed for sendsms')
    const [to, from] = [given('to'), given('from')]
    if (!to) return say(400, 'Missing receiver number, rejected')
    const is = (happening: keyof typeof happenings) => to.endsWith(happenings[happening])
    if (is('refused')) return say(400, 'Number(s) has/have been denied by white- and/or black-lists.')
    if (is('temporal_failure')) return say(503, 'Temporal failure, try again later.')
    taken.push({ to, from, text, coding: given('coding'), dlr_url: given('dlr-url') })
    if (is('silence')) return undefined
    if (is('error_after_sending')) return say(500, 'Internal Server Error')
    say(202, '0: Accepted for delivery')
    if (reports) await report(to)
    return undefined
  }

  /** Tells what became of the last message to a number. */
  async function report(to: string) {
    const sms = taken.findLast((one) => one.to === to)
    if (!sms || to.endsWith(happenings.unreported)) return undefined
    const tell = (type: number, said: string) =>
      call(
        sms.dlr_url
          .replace('%d', String(type))
          .replace('%A', encodeURIComponent(said))
          .replace('%F', `${taken.length}`),
      ).catch(() => undefined)
    if (to.endsWith(happenings.rejected)) return tell(16, 'NACK/0x0000000b/Invalid Destination Address')
    await tell(8, 'ACK/')
    const failed = to.endsWith(happenings.undelivered)
    return tell(failed ? 2 : 1, `id:1 sub:001 dlvrd:001 stat:${failed ? 'UNDELIV' : 'DELIVRD'} err:000`)
  }

  /** Somebody writes: Kannel calls the get-url of its sms-service. */
  const write = (
    get_url: string,
    { from, text, id = crypto.randomUUID() }: { from: string; text: string; id?: string },
  ) =>
    call(
      get_url
        .replace('%p', encodeURIComponent(from))
        .replace('%b', encodeURIComponent(text))
        .replace('%C', 'UTF-8')
        .replace('%I', id),
    )

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const stop = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url, taken, report, write, stop }
}

async function bodyOf(request: IncomingMessage) {
  const pieces: Buffer[] = []
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}
