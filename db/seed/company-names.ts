import { familyNames, mensNames, womensNames } from './person-names.ts'
import { pickStreetName, shortTown } from './places.ts'
import type { Chance } from './random.ts'
import { chains, districts, holdingWords, qualities, stems, type Trade } from './trades.ts'

type NamedFirm = { name: string; nickname: string | null; owner: { first_name: string; last_name: string } | null }

/** What a Norwegian company of this trade in this town may be called. A sole trader (ENK) bears its owner's name. */
export function makeCompanyName(chance: Chance, trade: Trade, city: string): NamedFirm {
  if (chance.happens(10)) return nameSoleTrader(chance, trade)
  const pattern = chance.pickWeighted(patterns)
  const core = cores[pattern](chance, trade, shortTown(city))
  const form = pattern === 'association' ? '' : ` ${chance.pickWeighted(forms)}`
  return {
    name: `${core}${form}`.slice(0, 200),
    nickname: chance.happens(12) ? makeNickname(chance, core) : null,
    owner: null,
  }
}

const forms = { AS: 880, ASA: 6, DA: 22, ANS: 18, SA: 22, NUF: 16, 'Norge AS': 16, 'Gruppen AS': 10, KS: 4, IKS: 3 }

const patterns = {
  place_trade: 20,
  family_trade: 14,
  stem_trade: 13,
  quality_trade: 9,
  district_trade: 10,
  two_families: 3,
  brothers: 3,
  coined: 9,
  street: 5,
  holding: 9,
  chain: 4,
  initials: 4,
  association: 3,
}

const cores: Record<keyof typeof patterns, (chance: Chance, trade: Trade, town: string) => string> = {
  place_trade: (chance, trade, town) =>
    chance.happens(75) ? `${town} ${word(chance, trade)}` : `${word(chance, trade)} ${town}`,
  family_trade: (chance, trade) => `${family(chance)} ${word(chance, trade)}`,
  stem_trade: (chance, trade) =>
    `${chance.pick(stems)}${chance.pick(['', '', 'a', 'vik', 'heim', 'land'])} ${word(chance, trade)}`,
  quality_trade: (chance, trade) => `${chance.pickCommon(qualities)} ${word(chance, trade)}`,
  district_trade: (chance, trade) => `${chance.pick(districts)} ${word(chance, trade)}`,
  two_families: (chance, trade) =>
    `${family(chance)} ${chance.pick(['&', 'og'])} ${family(chance)} ${chance.happens(60) ? word(chance, trade) : ''}`.trim(),
  brothers: (chance, trade) =>
    `${chance.pick(['Brødrene', 'Brødr.', 'Br.', 'Søstrene'])} ${family(chance)}${chance.happens(50) ? ` ${word(chance, trade)}` : ''}`,
  coined: (chance, trade) =>
    `${chance.pick(stems)}${chance.pick(trade.endings)}${chance.happens(30) ? ` ${word(chance, trade)}` : ''}`,
  street: (chance) => `${pickStreetName(chance)} ${chance.between(1, 120)}${chance.happens(60) ? ' Eiendom' : ''}`,
  holding: (chance) => `${chance.happens(60) ? family(chance) : initials(chance)} ${chance.pick(holdingWords)}`,
  chain: (chance, _trade, town) => `${chance.pick(chains)} ${town}`,
  initials: (chance, trade) => `${initials(chance)}${chance.pick([' ', ' ', '-'])}${word(chance, trade)}`,
  association: (chance, _trade, town) =>
    `${town} ${chance.pick(['Idrettslag', 'Borettslag', 'Kommune', 'Musikkorps', 'Vel', 'Båtforening', 'Menighet', 'Sykehus', 'Kulturhus', 'Havn KF', 'Videregående Skole', 'Næringsforening'])}`,
}

const word = (chance: Chance, trade: Trade) => chance.pickCommon(trade.words)
const family = (chance: Chance) => chance.pickCommon(familyNames)
const initials = (chance: Chance) =>
  Array.from({ length: chance.between(2, 3) }, () => chance.pick([...'ABDEFGHJKLMNORSTVØÅ'])).join('')

function nameSoleTrader(chance: Chance, trade: Trade): NamedFirm {
  const first_name = chance.pickCommon(chance.happens(30) ? womensNames : mensNames)
  const last_name = family(chance)
  const name = chance.happens(45) ? `${first_name} ${last_name}` : `${word(chance, trade)} ${first_name} ${last_name}`
  return {
    name,
    nickname: chance.happens(20) ? `${first_name}s ${word(chance, trade)}` : null,
    owner: { first_name, last_name },
  }
}

/** What people say instead: the initials, the first word, or something of their own. */
function makeNickname(chance: Chance, core: string): string {
  const words = core.split(/[\s-]+/).filter((part) => /^\p{L}/u.test(part) && part !== 'og')
  const short = words.map((part) => part[0]?.toUpperCase()).join('')
  const own = [
    `${words[0]}gutta`,
    `${words[0]}folka`,
    `Gamle ${words[0]}`,
    `${words.at(-1)} på hjørnet`,
    `${words[0]}-gjengen`,
  ]
  return chance.happens(45) && short.length > 1 ? short : chance.happens(40) && words[0] ? words[0] : chance.pick(own)
}
