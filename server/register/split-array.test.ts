import { expect, test } from 'vitest'
import { splitArray } from '#server/register/split-array.ts'

async function split(text: string, size: number) {
  const bytes = Buffer.from(text)
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const found: unknown[] = []
  for await (const objects of splitArray(pieces()))
    for (const object of objects) found.push(JSON.parse(object.toString()))
  return found
}

const items = [
  { navn: 'ÆRLIG "ØL" \\ AS', adresse: ['a]', '}', '{'], under: { a: [{ b: {} }], c: '\\' } },
  {},
  { tekst: '\\\\"', emoji: '😀', lang: 'x'.repeat(300) },
]

test.for([1, 2, 3, 7, 64, 10_000])('the objects of an array come whole, in pieces of %i bytes', async (size) => {
  expect(await split(JSON.stringify(items), size)).toEqual(items)
  expect(await split(JSON.stringify(items, null, 2), size)).toEqual(items)
  expect(await split('[ ]\n', size)).toEqual([])
})

test('an array that stops in the middle is an error, and so is what is no list at all', async () => {
  const text = JSON.stringify(items)
  await expect(split(text.slice(0, -1), 16)).rejects.toThrow('The file ends in the middle.')
  await expect(split(text.slice(0, 40), 16)).rejects.toThrow('The file ends in the middle.')
  await expect(split(`{"a":"${'x'.repeat(5_000_000)}`, 1_000_000)).rejects.toThrow('The file is no list of units.')
})
