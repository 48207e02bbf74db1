// Kartverket's address register, as its API answers (ws.geonorge.no/adresser/v1, CC BY 4.0).
import { z } from 'zod'
import type { AddressSuggestion } from '#contract/places.ts'
import { isPoBox } from '#contract/rules.ts'
import { callJson, OutgoingError, type Service } from '#server/platform/outgoing.ts'

const text = z.string().nullish()
const Found = z.object({
  adressetekst: z.string(),
  adressenavn: text,
  nummer: z.number().nullish(),
  bokstav: text,
  postnummer: text,
  poststed: text,
  representasjonspunkt: z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }).nullish(),
})
type Found = z.output<typeof Found>
/** One that is odd is left out; the others count. */
const Answer = z.object({ adresser: z.array(z.unknown()) })

type Query = { sok: string; postnummer?: string; poststed?: string; fuzzy?: 'true'; treffPerSide?: string }

async function search(geocoder: Service, query: Query, signal?: AbortSignal): Promise<Found[]> {
  const path = `/sok?${new URLSearchParams({ ...query, utkoordsys: '4258', asciiKompatibel: 'true' })}`
  const { status, body } = await callJson(geocoder, { path, ...(signal ? { signal } : {}) })
  // It can not make sense of what was asked: to us that is no hit.
  if (status === 400) return []
  const answer = Answer.safeParse(body)
  if (status !== 200 || !answer.success) throw new OutgoingError(geocoder.name, 'malformed', true)
  return answer.data.adresser.flatMap((one) => Found.safeParse(one).data ?? [])
}

/** Addresses that begin as what is typed. */
export async function suggestAddresses(
  geocoder: Service,
  typed: string,
  postal_code: string | undefined,
): Promise<AddressSuggestion[]> {
  const sok = `${typed.replaceAll('*', ' ').trim()}*`
  const found = await search(geocoder, { sok, treffPerSide: '8', ...(postal_code && { postnummer: postal_code }) })
  return found.map(({ adressetekst, postnummer, poststed }) => ({
    street: adressetekst,
    postal_code: postnummer ?? '',
    city: inWords(poststed ?? ''),
  }))
}

/** "MO I RANA" → "Mo i Rana", as letters have it. */
function inWords(place: string): string {
  return place
    .toLocaleLowerCase('nb')
    .replace(/\p{L}+/gu, (word, at: number) =>
      at > 0 && ['i', 'på', 'og', 'ved'].includes(word) ? word : word.charAt(0).toLocaleUpperCase('nb') + word.slice(1),
    )
}

type Asked = { street: string | null; street2: string | null; postal_code: string | null; city: string | null }

/** Where an address is; null when the register does not know it. */
export async function findPlace(
  geocoder: Service,
  { street, street2, postal_code, city }: Asked,
  signal?: AbortSignal,
): Promise<{ lat: number; lon: number } | null> {
  const lines = [street, street2].filter((line) => line && !isPoBox({ street: line, street2: null }))
  for (const line of lines) {
    const house = readHouse(line ?? '')
    const sok = [house.name, house.number].filter(Boolean).join(' ')
    if (!sok) continue
    const exact = postal_code ? await search(geocoder, { sok, postnummer: postal_code }, signal) : []
    const place = pointOf(exact, house) ?? (city && (await findBySpelling(geocoder, sok, house, city, signal)))
    if (place) return place
  }
  return null
}

/** Where the postal code has changed, or the street is spelt another way. */
async function findBySpelling(geocoder: Service, sok: string, house: House, city: string, signal?: AbortSignal) {
  return pointOf(await search(geocoder, { sok, poststed: city, fuzzy: 'true' }, signal), house)
}

type House = { name: string; number: string; letter: string }

/** "c/o Hansen" has none; "Storgata 12 B, 3. etg." is Storgata, 12, B. */
function readHouse(line: string): House {
  const bare = line
    .replace(/,.*$/, '')
    .replace(/^(?:c\/o|v\/|att\.?)\s.*$/i, '')
    .replace(/\s+/g, ' ')
    .trim()
  const [, name = bare, number = '', letter = ''] = /^(.*?\D) (\d{1,4}) ?([A-ZÆØÅ])?(?:[ -/].*)?$/i.exec(bare) ?? []
  return { name: name.trim(), number, letter: letter.toUpperCase() }
}

/** The same house number is wanted, the same letter if there is one; of a street without numbers its first address. */
function pointOf(found: Found[], { number, letter }: House) {
  const same = number ? found.filter(({ nummer }) => String(nummer ?? '') === number) : found
  const best = same.find(({ bokstav }) => (bokstav ?? '').toUpperCase() === letter) ?? same[0]
  const point = best?.representasjonspunkt
  return point ? { lat: point.lat, lon: point.lon } : null
}
