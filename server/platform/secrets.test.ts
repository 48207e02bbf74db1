import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from '#server/platform/config.ts'
import { makeSecrets, readSecretKeys } from '#server/platform/secrets.ts'

const directory = mkdtempSync(join(tmpdir(), 'kundebok-secrets-'))
afterAll(() => rmSync(directory, { recursive: true }))

test('the key is made once, for its owner alone, and a damaged one is not passed over', () => {
  const at = { secret_keys: undefined, data_dir: join(directory, 'data') }
  const [key] = readSecretKeys(at)
  expect(key).toHaveLength(32)
  expect(readSecretKeys(at)).toEqual([key])
  const file = join(at.data_dir, 'secret.key')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  writeFileSync(file, 'kort\n')
  expect(() => readSecretKeys(at)).toThrow(/is damaged/)
})

test('a new key in front closes, the old ones still open; without its key a secret stays closed', () => {
  const [before, after] = [randomBytes(32), randomBytes(32)]
  const stored = makeSecrets([before]).encrypt('hemmelig', 'here')
  const both = makeSecrets([after, before])
  expect(both.decrypt(stored, 'here')).toBe('hemmelig')
  expect(makeSecrets([after]).decrypt(both.encrypt('ny', 'here'), 'here')).toBe('ny')
  expect(() => makeSecrets([after]).decrypt(stored, 'here')).toThrow(/No key/)
  expect(() => both.decrypt(stored, 'there')).toThrow()
  expect(() =>
    both.decrypt(
      stored.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      'here',
    ),
  ).toThrow()
})

test('SECRET_KEY is one or several keys of 32 bytes, and what is not says so without telling it', () => {
  const key = randomBytes(32).toString('base64')
  expect(readSecretKeys(readConfig({ SECRET_KEY: `${key},${key}` }))).toHaveLength(2)
  expect(() => readConfig({ SECRET_KEY: 'hemmelig' })).toThrow(/^SECRET_KEY must be 32 random bytes/)
})
