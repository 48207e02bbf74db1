import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

type Message = { sheet: string } | { rows: { number: number; cells: string[] }[] } | { failure: string }

/**
 * The rows of a workbook's first sheet with their numbers. It is read in a thread of its own with bounds on its memory:
 * a small file may unpack to a very large one. Throws when it is no workbook, or too large.
 */
export async function* readWorkbook(
  pieces: AsyncIterable<Buffer>,
  onSheet: (name: string) => void,
): AsyncGenerator<{ number: number; cells: string[] }> {
  const bytes = await collect(pieces)
  const worker = new Worker(new URL('./workbook-thread.ts', import.meta.url), {
    workerData: bytes,
    transferList: [bytes.buffer],
    resourceLimits: { maxOldGenerationSizeMb: 220, maxYoungGenerationSizeMb: 16 },
  })
  const waiting: Message[] = []
  let wake: (() => void) | undefined
  let failure: unknown
  let isOver = false
  worker.on('message', (message: Message) => {
    waiting.push(message)
    wake?.()
  })
  worker.on('error', (error) => {
    failure = error
    wake?.()
  })
  worker.on('exit', () => {
    isOver = true
    wake?.()
  })
  try {
    for (;;) {
      const message = waiting.shift()
      if (message === undefined) {
        if (failure) throw failure
        if (isOver) return
        await new Promise<void>((resolve) => (wake = resolve))
        continue
      }
      if ('failure' in message) throw new Error(message.failure)
      if ('sheet' in message) onSheet(message.sheet)
      else {
        yield* message.rows
        // The thread reads on when these are stored, so that they do not pile up here.
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
        worker.postMessage('more')
      }
    }
  } finally {
    if (!isOver) {
      void worker.terminate()
      await once(worker, 'exit')
    }
  }
}

/** In memory of its own, which can be handed over to the thread. */
async function collect(pieces: AsyncIterable<Buffer>) {
  const all: Buffer[] = []
  for await (const piece of pieces) all.push(piece)
  const bytes = new Uint8Array(all.reduce((size, { length }) => size + length, 0))
  let at = 0
  for (const piece of all) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
