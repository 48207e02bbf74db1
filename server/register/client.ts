// What is asked of Enhetsregisteret and Regnskapsregisteret. Whatever they answer, or do not, becomes a state: no failure of
// theirs is one of ours.
import type { RegisterAccounts, RegisterRole, RegisterUnit } from '#contract/register.ts'
import { callJson, OutgoingError, pausedUntil, type Service } from '#server/platform/outgoing.ts'
import { readAccounts } from './accounts.ts'
import { array, object, readRoles, readUnit, text, whole } from './unit.ts'

/** What came, or why nothing did: `down` is no answer at all, `odd` one that can not be read. */
export type Outcome<T> = { state: 'ready'; value: T } | { state: 'down' | 'odd'; retry_at: string | null }

/** What became of a number: `removed` is for legal reasons, and what we have of it goes too. */
export type FoundUnit = { found: 'yes' | 'deleted'; unit: RegisterUnit } | { found: 'removed' | 'no'; unit: null }

/** For somebody who waits at the screen: a few seconds, and a short answer. */
export const whileSomebodyWaits = (service: Service): Service => ({
  ...service,
  deadline_ms: Math.min(service.deadline_ms ?? Infinity, 4_000),
  ...{ max_bytes: 3_000_000, tries: 2 },
})

const unitPath = (org_number: string, isBranch: boolean) => `/${isBranch ? 'underenheter' : 'enheter'}/${org_number}`

/** Units, or branches, whose names have the words, the register's likeliest first. */
export function searchUnits(register: Service, name: string, isBranch: boolean, size: number) {
  const kind = isBranch ? 'underenheter' : 'enheter'
  const query = new URLSearchParams({ navn: name, size: String(size) })
  return attempt(register, async () => unitsOf(await ask(register, `/${kind}?${query}`), kind))
}

/** A unit by its number, and where there is none the branch of that number. */
export function fetchUnit(register: Service, org_number: string): Promise<Outcome<FoundUnit>> {
  return attempt(register, async () => {
    const unit = await fetchOne(register, unitPath(org_number, false))
    return unit.found === 'no' ? fetchOne(register, unitPath(org_number, true)) : unit
  })
}

async function fetchOne(register: Service, path: string): Promise<FoundUnit> {
  const { status, body } = await callJson(register, { path })
  if (status === 404) return { found: 'no', unit: null }
  if (status === 410) return { found: 'removed', unit: null }
  const unit = status === 200 ? readUnit(body) : null
  if (!unit) throw new OddAnswer(status)
  return { found: unit.deleted_on ? 'deleted' : 'yes', unit }
}

/** Of branches, and of units that are struck off, there are none. */
export function fetchRoles(register: Service, org_number: string): Promise<Outcome<RegisterRole[]>> {
  return attempt(register, async () => {
    const { status, body } = await callJson(register, { path: `${unitPath(org_number, false)}/roller` })
    if (status === 404 || status === 410) return []
    if (status !== 200 || !Array.isArray(object(body).rollegrupper)) throw new OddAnswer(status)
    return readRoles(body)
  })
}

/** The first hundred branches of a unit, or units below it, and how many there are. */
export function fetchBelow(register: Service, org_number: string, isBranch: boolean) {
  const kind = isBranch ? 'underenheter' : 'enheter'
  return attempt(register, async () => {
    const body = await ask(register, `/${kind}?overordnetEnhet=${org_number}&size=100`)
    const units = unitsOf(body, kind)
    return { units, count: whole(object(object(body).page).totalElements) ?? units.length }
  })
}

/** Many at once by their numbers, at most a hundred; those that are struck off or removed are not among them. */
export function fetchUnits(
  register: Service,
  org_numbers: string[],
  isBranch: boolean,
): Promise<Outcome<RegisterUnit[]>> {
  const kind = isBranch ? 'underenheter' : 'enheter'
  const query = new URLSearchParams({ organisasjonsnummer: org_numbers.join(','), size: String(org_numbers.length) })
  return attempt(register, async () => unitsOf(await ask(register, `/${kind}?${query}`), kind))
}

/** The last accounts; of an earlier `year` where the register gives them. None where none were sent in. */
export function fetchAccounts(
  accounts: Service,
  org_number: string,
  year?: number,
): Promise<Outcome<RegisterAccounts[]>> {
  return attempt(accounts, async () => {
    const path = `/regnskap/${org_number}${year ? `?${new URLSearchParams({ år: String(year) })}` : ''}`
    const { status, body } = await callJson(accounts, { path })
    if (status === 404 || status === 410) return []
    if (status !== 200 || !Array.isArray(body)) throw new OddAnswer(status)
    return readAccounts(body)
  })
}

/** What has changed from an id on, or from a moment on. */
export type FeedItem = { id: number; org_number: string; isGone: boolean; at: string | null }

export function fetchFeed(
  register: Service,
  feed: 'enheter' | 'underenheter',
  from: { id: number } | { at: string },
  size: number,
): Promise<Outcome<FeedItem[]>> {
  const query = 'id' in from ? { oppdateringsid: String(from.id) } : { dato: from.at }
  return attempt(register, async () => {
    const body = await ask(register, `/oppdateringer/${feed}?${new URLSearchParams({ ...query, size: String(size) })}`)
    const key = feed === 'enheter' ? 'oppdaterteEnheter' : 'oppdaterteUnderenheter'
    return array(object(object(body)._embedded)[key])
      .map(feedItem)
      .filter((item) => item !== null)
  })
}

function feedItem(item: unknown): FeedItem | null {
  const raw = object(item)
  const [id, org_number] = [Number(raw.oppdateringsid), text(raw.organisasjonsnummer)]
  if (!Number.isSafeInteger(id) || id <= 0 || !org_number || !/^\d{9}$/.test(org_number)) return null
  const kind = text(raw.endringstype)
  return { id, org_number, isGone: kind === 'Sletting' || kind === 'Fjernet', at: text(raw.dato) }
}

/** Units whose roles have changed after a moment (CloudEvents). */
export function fetchRoleFeed(register: Service, after: string, size: number) {
  const path = `/oppdateringer/roller?${new URLSearchParams({ afterTime: after, size: String(size) })}`
  return attempt(register, async () => {
    const body = await ask(register, path)
    if (!Array.isArray(body)) throw new OddAnswer(200)
    return body.map(object).flatMap(({ time, data }) => {
      const [at, org_number] = [text(time), text(object(data).organisasjonsnummer)]
      return at && !Number.isNaN(Date.parse(at)) && org_number && /^\d{9}$/.test(org_number) ? [{ at, org_number }] : []
    })
  })
}

/** An answer with a status or a body that says nothing to us. */
class OddAnswer extends Error {
  readonly status: number
  constructor(status: number) {
    super(`status ${status}`)
    this.status = status
  }
}

async function ask(register: Service, path: string): Promise<unknown> {
  const { status, body } = await callJson(register, { path })
  if (status !== 200 || typeof body !== 'object' || body === null) throw new OddAnswer(status)
  return body
}

/** No hits: `_embedded` is not there at all. */
const unitsOf = (body: unknown, kind: string): RegisterUnit[] =>
  array(object(object(body)._embedded)[kind])
    .map(readUnit)
    .filter((unit) => unit !== null)

async function attempt<T>(service: Service, work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { state: 'ready', value: await work() }
  } catch (error) {
    const retry_at = pausedUntil(service)?.toISOString() ?? null
    if (error instanceof OutgoingError) {
      const isDown = ['unreachable', 'too_slow', 'paused', 'aborted'].includes(error.fault)
      return { state: isDown ? 'down' : 'odd', retry_at }
    }
    if (error instanceof OddAnswer)
      return { state: error.status >= 500 || error.status === 429 ? 'down' : 'odd', retry_at }
    throw error
  }
}
