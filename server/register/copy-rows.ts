import { once } from 'node:events'
import type pg from 'pg'

/** What pg's connection can do beyond its types. */
type CopyingConnection = pg.Connection & {
  sendCopyFromChunk: (chunk: Buffer) => void
  endCopyFrom: () => void
  sendCopyFail: (reason: string) => void
}

/**
 * Fills a table by COPY … FROM STDIN (PostgreSQL's protocol, "COPY Operations"), by far the fastest way in. The chunks
 * are in COPY's text format, see `copyLine`; the database is waited for where it is slower than they come.
 */
export async function copyRows(client: pg.Client, statement: string, chunks: AsyncIterable<string>): Promise<void> {
  const { connection, copy, started, ended } = beginCopy(statement)
  // A fault of the database while chunks are sent is seen at the end, or when the chunks stop.
  ended.catch(() => undefined)
  client.query(copy)
  await started
  try {
    for await (const chunk of chunks) {
      connection().sendCopyFromChunk(Buffer.from(chunk))
      if (connection().stream.writableNeedDrain) await Promise.race([once(connection().stream, 'drain'), ended])
    }
  } catch (error) {
    connection().sendCopyFail('stopped')
    await ended.catch(() => undefined)
    throw error
  }
  connection().endCopyFrom()
  await ended
}

function beginCopy(statement: string) {
  const started = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  let used: CopyingConnection | undefined
  const copy = {
    submit: (connection: pg.Connection) => connection.query(statement),
    handleCopyInResponse: (connection: pg.Connection) => {
      used = connection as CopyingConnection
      started.resolve()
    },
    handleError: (error: Error) => {
      started.reject(error)
      ended.reject(error)
    },
    handleCommandComplete: () => undefined,
    handleReadyForQuery: () => ended.resolve(),
  }
  const connection = () => {
    if (!used) throw new Error('The database has not begun to copy.')
    return used
  }
  return { connection, copy, started: started.promise, ended: ended.promise }
}

/** One row in COPY's text format. */
export const copyLine = (values: (string | number | boolean | null)[]) => `${values.map(copyValue).join('\t')}\n`

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function copyValue(value: string | number | boolean | null) {
  if (value === null) return '\\N'
  return typeof value === 'string' ? value.replace(/[\\\n\r\t]/g, (found) => escapes[found] ?? found) : String(value)
}
