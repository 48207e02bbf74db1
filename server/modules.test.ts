import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** The modules in their order: each may import only those before it. To act upwards, a job is sent. */
const order = [
  'platform',
  'preferences',
  'mail',
  'sign-in',
  'history',
  'users',
  'profile',
  'firm',
  'api-keys',
  'addresses',
  'register',
  'live',
  'notifications',
  'recurrence',
  'custom-fields',
  'categories',
  'people',
  'companies',
  'register-companies',
  'places',
  'services',
  'sms',
  'imports',
  'search',
  'notes',
  'tasks',
  'icalendar',
  'calendar-access',
  'invitations',
  'appointments',
  'caldav',
  'reminders',
  'today',
  'sweeps',
]

const filesOf = (module: string) =>
  readdirSync(join(import.meta.dirname, module), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/test/.test(name))
    .map((name) => join(import.meta.dirname, module, name))

test('every module has its place in the order', () => {
  const found = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(found.map(({ name }) => name).sort()).toEqual(order.toSorted())
})

test.for(order)('%s imports only modules that come before it', (module) => {
  const before = order.slice(0, order.indexOf(module) + 1)
  const imported = filesOf(module).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/'#server\/([\w-]+)\//g)].map(([, name = '']) => `${name} in ${file}`),
  )
  expect(imported.filter((found) => !before.includes(found.split(' ')[0] ?? ''))).toEqual([])
})
