// A mobile network as Kannel sees it: an SMPP 3.4 server that takes messages, puts their parts together, reports each as
// delivered, and passes on what telephones write.
import type { AddressInfo } from 'node:net'
import { createServer, type Pdu, type Session } from 'smpp'

type NetworkSms = { to: string; from: string; from_type: number; text: string; parts: number; coding: number }

const INVALID_DESTINATION = 0x0b

export async function startNetwork() {
  const received: NetworkSms[] = []
  /** Parts that wait for the others, by the reference of their message. */
  const waiting = new Map<string, string[]>()
  const sessions = new Set<Session>()
  let given = 0

  const server = createServer((session) => {
    sessions.add(session)
    session.on('error', () => undefined)
    session.on('close', () => sessions.delete(session))
    for (const bind of ['bind_transceiver', 'bind_transmitter', 'bind_receiver', 'enquire_link', 'unbind'])
      session.on(bind, (pdu) => session.send(pdu.response()))
    session.on('submit_sm', (pdu) => take(session, pdu))
  })

  function take(session: Session, pdu: Pdu) {
    // A number that the network knows to be none.
    if (pdu.destination_addr.endsWith('0016'))
      return session.send(pdu.response({ command_status: INVALID_DESTINATION }))
    const message_id = String(++given)
    session.send(pdu.response({ message_id }))
    keep(pdu)
    session.deliver_sm({
      ...{ source_addr: pdu.destination_addr, destination_addr: pdu.source_addr, esm_class: 0x04 },
      short_message: `id:${message_id} sub:001 dlvrd:001 submit date:2611250900 done date:2611250901 stat:DELIVRD err:000 text:`,
    })
  }

  function keep({ destination_addr: to, source_addr: from, source_addr_ton, short_message, data_coding }: Pdu) {
    const { udh, text } = read(short_message)
    // Concatenation: 05 00 03, reference, how many, which (3GPP TS 23.040, 9.2.3.24.1).
    const [, , reference = 0, count = 1, place = 1] = udh?.[0] ?? []
    const key = `${to} ${reference}`
    const parts = waiting.get(key) ?? []
    parts[place - 1] = text
    waiting.set(key, parts)
    if (parts.filter((part) => part !== undefined).length < count) return
    waiting.delete(key)
    received.push({ to, from, from_type: source_addr_ton, text: parts.join(''), parts: count, coding: data_coding })
  }

  /** A telephone writes to a number of ours. */
  const write = (from: string, to: string, text: string) => {
    const short_message = Buffer.from(text, 'utf16le').swap16()
    for (const session of sessions)
      session.deliver_sm({ source_addr: from, destination_addr: to, data_coding: 8, short_message })
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = async () => {
    for (const session of sessions) session.close()
    await new Promise((resolve) => server.close(resolve))
  }
  return { port: (server.address() as AddressInfo).port, received, write, stop }
}

function read(message: Pdu['short_message']) {
  if (typeof message === 'string') return { text: message }
  if (Buffer.isBuffer(message)) return { text: message.toString('utf8') }
  return { ...(message.udh ? { udh: message.udh } : {}), text: String(message.message) }
}
