// Which addresses may be reached from here: those of the open internet, and private ones that the operator has named.
import { lookup, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'

/** Addresses by their leading bits. */
type Range = { bytes: number[]; prefix: number }
export type PrivateRanges = Range[]

/** "10.0.0.5,192.168.1.0/24,fd00::/8" → ranges; null when one of them is none. */
export function readRanges(text: string): PrivateRanges | null {
  const ranges = text.split(',').map((part) => {
    const [address = '', prefix] = part.trim().split('/')
    const bytes = bytesOf(address)
    const longest = (bytes?.length ?? 0) * 8
    const bits = prefix === undefined ? longest : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1
    return bytes && bits >= 0 && bits <= longest ? { bytes, prefix: bits } : null
  })
  return ranges.every((range) => range !== null) ? ranges : null
}

/** Of an address: whether it may be reached. A name has to be looked up first. */
export function isReachable(host: string, allowed: PrivateRanges = []): 'yes' | 'no' | 'name' {
  if (isIP(host) === 0) return /^[\d.]+$|%/.test(host) ? 'no' : 'name'
  const bytes = bytesOf(host)
  if (!bytes) return 'no'
  const inside = embedded(bytes)
  if ([bytes, inside].some((form) => allowed.some((range) => isIn(form, range)))) return 'yes'
  return isPublic(inside) ? 'yes' : 'no'
}

/** As dns.lookup, but with an error when any of the host's addresses may not be reached: what is checked is what is connected to. */
export function checkedLookup(allowed: PrivateRanges = []): LookupFunction {
  return (host, options, answer) => {
    lookup(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return answer(error, '', 0)
      const first = addresses[0]
      if (!first || addresses.some(({ address }) => isReachable(address, allowed) !== 'yes'))
        return answer(Object.assign(new Error('not allowed'), { code: 'NOT_ALLOWED' }), '', 0)
      return options.all ? answer(null, addresses) : answer(null, first.address, first.family)
    })
  }
}

// IANA, special-purpose address registries (RFC 6890 and after).
const special = [
  '0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.0.0.0/24,192.0.2.0/24,192.88.99.0/24',
  '192.168.0.0/16,198.18.0.0/15,198.51.100.0/24,203.0.113.0/24,224.0.0.0/4,240.0.0.0/4',
  // Of IPv6 only global unicast, 2000::/3, is public at all; Teredo, documentation and 6to4 are in it.
  '2001::/23,2001:db8::/32,2002::/16,3fff::/20',
].flatMap((line) => readRanges(line) ?? [])
const globalUnicast: Range = { bytes: bytesOf('2000::') ?? [], prefix: 3 }

function isPublic(bytes: number[]) {
  if (bytes.length === 16 && !isIn(bytes, globalUnicast)) return false
  return !special.some((range) => isIn(bytes, range))
}

/** The IPv4 address inside of an IPv6 one: ::ffff:a.b.c.d, ::a.b.c.d, and 64:ff9b::/96 of NAT64 (RFC 6052). */
function embedded(bytes: number[]): number[] {
  if (bytes.length === 4) return bytes
  const head = bytes.slice(0, 12)
  const isMapped =
    head.slice(0, 10).every((byte) => byte === 0) && [0, 0xff].includes(head[10] ?? 1) && head[10] === head[11]
  const isNat64 = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0].every((byte, at) => head[at] === byte)
  return isMapped || isNat64 ? bytes.slice(12) : bytes
}

const isIn = (bytes: number[], range: Range) =>
  bytes.length === range.bytes.length &&
  Array.from({ length: range.prefix }, (_, at) => at).every((at) => bitOf(bytes, at) === bitOf(range.bytes, at))

const bitOf = (bytes: number[], at: number) => ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1

/** The canonical binary form of an address; null for what is none. */
function bytesOf(address: string): number[] | null {
  if (isIP(address) === 4) return address.split('.').map(Number)
  if (isIP(address) !== 6 || address.includes('%')) return null
  // A URL writes IPv6 in one form: hexadecimal groups, the longest run of zeros left out (RFC 5952).
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const groups = (text: string) =>
    text
      .split(':')
      .filter(Boolean)
      .map((group) => Number.parseInt(group, 16))
  const [before, after] = [groups(head), groups(tail ?? '')]
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0)
  return [...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff])
}
