/** The longest that one unit may be: a file that is no list of units must not fill the memory. */
const longest = 4_000_000

const [quote, backslash, open, close, end] = [...Buffer.from('"\\{}]')] as [number, number, number, number, number]

/**
 * The objects of a JSON array that comes in pieces, each as the bytes that it is written with; as many at a time as a
 * piece ends. Whatever lies between them is passed over. An array that stops before its end is an error.
 */
export async function* splitArray(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer[]> {
  let rest: Buffer = Buffer.alloc(0)
  let isEnded = false
  for await (const piece of pieces) {
    const { objects, left, isLast } = objectsOf(rest.length > 0 ? Buffer.concat([rest, piece]) : piece)
    if (left.length > longest) throw new Error('The file is no list of units.')
    rest = left
    isEnded ||= isLast
    if (objects.length > 0) yield objects
  }
  if (!isEnded) throw new Error('The file ends in the middle.')
}

/** The whole objects in some bytes that do not begin within one, and what is left after them. */
function objectsOf(bytes: Buffer) {
  const objects: Buffer[] = []
  let [depth, start, after, isLast] = [0, 0, 0, false]
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote) {
      at = endOfText(bytes, at)
    } else if (byte === open) {
      if (depth++ === 0) start = at
    } else if (byte === close) {
      if (--depth > 0) continue
      objects.push(bytes.subarray(start, at + 1))
      after = at + 1
    } else if (byte === end && depth === 0) isLast = true
  }
  return { objects, left: depth > 0 ? bytes.subarray(start) : bytes.subarray(after, after), isLast }
}

/** Where the text that begins at `at` has its closing quote; the end of the bytes when it is not there yet. */
function endOfText(bytes: Buffer, at: number): number {
  for (let next = at + 1; ; next++) {
    next = bytes.indexOf(quote, next)
    if (next === -1) return bytes.length
    let slashes = 0
    while (bytes[next - 1 - slashes] === backslash) slashes++
    if (slashes % 2 === 0) return next
  }
}
