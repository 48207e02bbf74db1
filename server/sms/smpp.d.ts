// What the tests use of the package smpp, which brings no types.
declare module 'smpp' {
  import type { Server as NetServer } from 'node:net'

  type Message = string | Buffer | { udh?: Buffer[]; message: string | Buffer }
  export type Pdu = {
    source_addr: string
    source_addr_ton: number
    destination_addr: string
    short_message: Message
    esm_class: number
    data_coding: number
    response: (fields?: Record<string, unknown>) => Pdu
  }
  export type Session = {
    on: (event: string, listener: (pdu: Pdu) => void) => void
    send: (pdu: Pdu) => void
    deliver_sm: (fields: Record<string, unknown>) => void
    close: () => void
  }
  export function createServer(listener: (session: Session) => void): NetServer
}
