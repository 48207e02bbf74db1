import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeApp } from '#server/app.ts'
import { Environment, readConfig } from '#server/platform/config.ts'
import { connect } from '#server/platform/db.ts'
import { testSettings } from '#server/platform/test.ts'

const possible = [
  ...['loopback', '10.0.0.1', '10.1.0.0/16', '10.0.0.1,loopback,192.168.0.0/24', '0.0.0.0/1', '10.0.0.1/32'],
  ...['::1', 'fe80::/10', '2001:db8::1/128', '::ffff:10.0.0.1'],
]
const impossible = [
  ...['999.1.1.1', '10.0.0', '10.0.0.1.5', '10.0.0.0/33', '10.0.0.0/0', '10.0.0.0/', '/8', '10.0.0.0/8/8'],
  ...['::/129', ':::1', 'g::1', '10.0.0.1,', ',', '10.0.0.1, 10.0.0.2', 'proxy.example', 'true', '1', '10.0.0.0/-1'],
]

test.each(possible)('TRUST_PROXY may be %s, and the server takes it', async (trust_proxy) => {
  expect(readConfig({ TRUST_PROXY: trust_proxy }).trust_proxy).toBe(trust_proxy)
  const db = connect('postgres://nobody@127.0.0.1:1/none')
  await (await makeApp(db, { ...testSettings, trust_proxy })).close()
  await db.destroy()
})

test.each(impossible)('TRUST_PROXY can not be %s', (TRUST_PROXY) => {
  expect(() => readConfig({ TRUST_PROXY })).toThrow(
    /^TRUST_PROXY must be loopback or addresses with commas between, like 10\.0\.0\.1,10\.1\.0\.0\/16\.$/,
  )
})

test('a wrong setting stops the program with one sentence that names it, and never its value', () => {
  const start = join(import.meta.dirname, '..', 'start.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [start], {
    env: { PATH: process.env.PATH, TRUST_PROXY: '999.999.1.1' },
    encoding: 'utf8',
  })
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toBe('TRUST_PROXY must be loopback or addresses with commas between, like 10.0.0.1,10.1.0.0/16.\n')
})

test('the README names every setting, with the default that it has', () => {
  const readme = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8')
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| (.*?) \|/gm)].map(([, name, told]) => [name, told])
  const told = Object.fromEntries(rows) as Record<string, string>
  const names = Object.keys(Environment.shape)
  expect(Object.keys(told).sort()).toEqual(names.sort())
  const defaults = Object.entries(Environment.parse({})).filter(([, value]) => value !== undefined)
  for (const [name, value] of defaults) expect(told[name]).toBe(`\`${value}\``)
})
