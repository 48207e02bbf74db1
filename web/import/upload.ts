import { imports, PIECE } from '#contract/imports.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { readLanguage } from '#web/platform/texts.ts'

/** Sends a file in pieces and has it read; returns the import. A piece that is lost on the way is sent again. */
export async function uploadFile(file: File, onProgress: (share: number) => void) {
  const { id } = await call(imports.create, { body: { file_name: file.name, size: file.size } })
  for (let at = 0; at * PIECE < file.size; at++) {
    const bytes = await file.slice(at * PIECE, (at + 1) * PIECE).arrayBuffer()
    await sendPiece(id, at, bytes)
    onProgress(Math.min(1, ((at + 1) * PIECE) / file.size))
  }
  return call(imports.read, { params: { id } })
}

async function sendPiece(id: string, number: number, bytes: ArrayBuffer) {
  for (let tries = 1; ; tries++) {
    const reply = await fetch(imports.piece.path.replace(':id', id).replace(':number', String(number)), {
      method: imports.piece.method,
      headers: {
        'kundebok-client': 'web',
        'accept-language': readLanguage(),
        'content-type': 'application/octet-stream',
      },
      body: bytes,
    }).catch(() => null)
    if (reply?.ok) return
    const isLost = reply === null || reply.status >= 500 || reply.status === 429
    if (isLost && tries < 5) await new Promise((resolve) => setTimeout(resolve, 1_000 * tries))
    else if (reply === null) throw new Refusal({ status: 0, code: 'offline', title: 'offline' })
    else throw new Refusal((await reply.json()) as Refusal & { title: string })
  }
}
