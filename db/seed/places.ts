import type { Chance } from './random.ts'
import { readPostalCodes } from '#db/postal-codes.ts'

export type SeedAddress = { street: string | null; postal_code: string; city: string; country: string }
export type SeedPlace = { postal_code: string; city: string }

const list = (names: string) =>
  names
    .split(/\s*,\s*/)
    .map((name) => name.trim())
    .filter(Boolean)

const streets = list(`Storgata, Kirkegata, Strandgata, Skolegata, Industriveien, Sjøgata, Havnegata, Kongens gate,
  Dronningens gate, Parkveien, Kirkeveien, Skoleveien, Ringveien, Stasjonsveien, Torggata, Jernbanegata, Fjordgata,
  Nygata, Bjørnstjerne Bjørnsons gate, Ibsens gate, Karl Johans gate, Haakon VIIs gate, Olav Tryggvasons gate,
  Myrveien, Solveien, Bakkeveien, Skogveien, Granveien, Furuveien, Bjørkeveien, Lyngveien, Fjellveien, Elveveien,
  Strandveien, Kystveien, Sentrumsveien, Verkstedveien, Fabrikkgata, Brugata, Møllergata, Øvre Slottsgate,
  Nedre Langgate, Østre Strandgate, Vestre Ringvei, Nordre gate, Søndre gate, Trondheimsveien, Drammensveien,
  Bergensveien, Gamle Kongevei, Prestegårdsveien, Tverrveien, Åsveien, Øyaveien, Ærfuglveien, Sagveien, Teglverksveien,
  Næringsparken, Rådhusplassen, Torget, Bryggen, Kaigata, Lagerveien, Terminalveien, Hamnevegen, Tunvegen, Markvegen,
  Sjukehusvegen, Fylkesvegen, Gamleveien, Lars Hilles gate, Wergelands vei, Nansens vei, Amundsens gate`)

/** A postal code of the register with its place; large towns have many codes and so come often. */
export function pickPlace(chance: Chance): SeedPlace {
  const [postal_code, city] = chance.pick(allPlaces())
  return { postal_code, city }
}

let places: [string, string][] | undefined
const allPlaces = () => (places ??= [...readPostalCodes()])

export function makeStreetAddress(chance: Chance, place: SeedPlace): SeedAddress {
  const letter = chance.happens(18) ? ` ${chance.pick(['A', 'B', 'B', 'C', 'D'])}` : ''
  return {
    street: `${chance.pickCommon(streets)} ${1 + Math.floor(chance.fraction() ** 2 * 180)}${letter}`,
    ...place,
    country: 'NO',
  }
}

/** Where a firm gets its letters: its street, or a box as many have it. */
export function makePostalAddress(chance: Chance, place: SeedPlace): SeedAddress {
  if (chance.happens(72)) return makeStreetAddress(chance, place)
  const office = chance.happens(35) ? ' Sentrum' : ''
  return { street: `Postboks ${chance.between(1, 4_900)}${office}`, ...place, country: 'NO' }
}

export const pickStreetName = (chance: Chance) => chance.pickCommon(streets)

/** The town's name as it stands in a company's name: "Kristiansand S" → "Kristiansand", "Bø i Telemark" → "Bø". */
export const shortTown = (city: string) => city.replace(/ (i|på) .*$/, '').replace(/ [SN]$/, '')
