import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#server/platform/config.ts'
import { writeDurably } from '#server/platform/embedded/folder.ts'

/** `place` says where the value stands (table, column, row): moved elsewhere in the database it does not open. */
export type Secrets = {
  encrypt: (text: string, place: string) => string
  decrypt: (stored: string, place: string) => string
}

/** AES-256-GCM; the first key encrypts, and a value names the key that it was encrypted with. */
export function makeSecrets([first, ...older]: Buffer[]): Secrets {
  if (!first) throw new Error('There is no key for secrets.')
  const keys = new Map([first, ...older].map((key) => [keyId(key), key]))
  return {
    encrypt(text, place) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', first, nonce).setAAD(Buffer.from(place))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return ['v1', keyId(first), nonce.toString('base64url'), sealed.toString('base64url')].join('.')
    },
    decrypt(stored, place) {
      const [version, id = '', nonce = '', sealed = ''] = stored.split('.')
      const key = keys.get(id)
      if (version !== 'v1' || !key) throw new Error(`No key of this installation opens the secret at ${place}.`)
      const bytes = Buffer.from(sealed, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 })
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(-16))
      return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8')
    },
  }
}

const keyId = (key: Buffer) => createHash('sha256').update(key).digest('hex').slice(0, 8)

/** The keys of SECRET_KEY, or the one in the data folder, which is made when there is none. */
export function readSecretKeys({ secret_keys, data_dir }: Pick<Config, 'secret_keys' | 'data_dir'>): Buffer[] {
  if (secret_keys) return secret_keys.map((key) => Buffer.from(key, 'base64'))
  const file = join(data_dir, 'secret.key')
  try {
    mkdirSync(data_dir, { recursive: true, mode: 0o700 })
    if (!existsSync(file)) writeDurably(file, `${randomBytes(32).toString('base64')}\n`)
  } catch {
    throw new Error(`The key file ${file} can not be made: set SECRET_KEY, or make the folder writable.`)
  }
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64')
  if (key.length !== 32) throw new Error(`The key file ${file} is damaged: put it back from your backup.`)
  return [key]
}
