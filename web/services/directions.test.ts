import { expect, test } from 'vitest'
import { directionLinks, goalsOf } from './directions.ts'

const office = { text: 'Kaia 1, 0150 Oslo, Norge', lat: 59.9, lon: 10.7 }
const customer = { text: 'Æsveien 3 & 5, 5003 Bergen, Norge', lat: 60.39, lon: 5.32 }

test('the way is filled in for each map service, with what is written made safe', () => {
  expect(directionLinks(office, customer).map(({ href }) => href)).toEqual([
    'https://www.google.com/maps/dir/?api=1&origin=Kaia+1%2C+0150+Oslo%2C+Norge&destination=%C3%86sveien+3+%26+5%2C+5003+Bergen%2C+Norge',
    'https://maps.apple.com/?saddr=Kaia+1%2C+0150+Oslo%2C+Norge&daddr=%C3%86sveien+3+%26+5%2C+5003+Bergen%2C+Norge&dirflg=d',
    'https://www.openstreetmap.org/directions?engine=fossgis_osrm_car&route=59.9%2C10.7%3B60.39%2C5.32',
  ])
})

test('from where one is, no beginning is given', () => {
  const [google, apple, osm] = directionLinks(null, customer).map(({ href }) => new URL(href).searchParams)
  expect(google?.get('origin')).toBeNull()
  expect(apple?.get('saddr')).toBeNull()
  expect(osm?.get('route')).toBe(';60.39,5.32')
})

test('a service that takes coordinates alone is left out where they are not known', () => {
  const names = (from: typeof office | { text: string } | null, to: { text: string }) =>
    directionLinks(from, to).map(({ name }) => name)
  expect(names(null, { text: 'Gate 1' })).toEqual(['Google Maps', 'Apple Maps'])
  expect(names({ text: 'Gate 1' }, customer)).toEqual(['Google Maps', 'Apple Maps'])
})

const address = { name: null, street: null, street2: null, postal_code: null, city: null, state: null, country: null }

test('one goes to the visiting address first, and is told of a box', () => {
  const postal_address = { ...address, street: 'Postboks 12', city: 'Oslo' }
  const visiting_address = { ...address, street: 'Storgata 1', city: 'Oslo' }
  expect(goalsOf({ postal_address, visiting_address }).map(({ kind, isBox }) => [kind, isBox])).toEqual([
    ['visiting_address', false],
    ['postal_address', true],
  ])
  expect(goalsOf({ postal_address: null, visiting_address: address })).toEqual([])
})
