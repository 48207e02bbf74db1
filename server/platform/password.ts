import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)
// OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane.
const cost = { memory: 19_456, passes: 2, parallelism: 1 }

function derivedKey(password: string, nonce: Buffer) {
  return derive('argon2id', { message: password.normalize('NFKC'), nonce, tagLength: 32, ...cost })
}

/** The password as a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const key = await derivedKey(password, nonce)
  const { memory, passes, parallelism } = cost
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${nonce.toString('base64url')}$${key.toString('base64url')}`
}

/** Takes as long for a null hash as for a real one, so that time does not tell which addresses exist. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [, , , , nonce, key] = (hash ?? `$argon2id$v=19$x$${'A'.repeat(22)}$${'A'.repeat(43)}`).split('$')
  const derived = await derivedKey(password, Buffer.from(nonce ?? '', 'base64url'))
  return timingSafeEqual(derived, Buffer.from(key ?? '', 'base64url')) && hash !== null
}
