// Made-up units in the shape in which Enhetsregisteret gives them, any number of them up to two million, always the same ones.
import { makeCompanyName } from './company-names.ts'
import { makeOrgNumber } from './numbers.ts'
import { makeName } from './people.ts'
import { makePostalAddress, makeStreetAddress, pickPlace, type SeedAddress } from './places.ts'
import { type Chance, makeChance } from './random.ts'
import { trades } from './trades.ts'
import { makeDomain } from './web-names.ts'

/** As the register writes them: a field that is not registered is absent. */
export type RawUnit = Record<string, unknown> & { organisasjonsnummer: string; navn: string }

const seed = 7

/** Main unit number `at`. */
export function makeRawUnit(at: number): RawUnit {
  const chance = makeChance(seed, at)
  const trade = chance.pick(trades)
  const place = pickPlace(chance)
  const { name: common, owner } = makeCompanyName(chance, trade, place.city)
  // The register has some half a million words that hardly two units share.
  const name = owner || !chance.happens(45) ? common : `${coinWord(chance)} ${common}`
  const form = owner ? 'ENK' : formOf(name)
  const employees = chance.happens(38) ? Math.ceil(5 + chance.fraction() ** 6 * 4_000) : 0
  const founded = dayOf(chance, 1985, 2026)
  const isBankrupt = chance.happens(0.4)
  const isCompany = form === 'AS' || form === 'ASA'
  const isVat = chance.happens(55)
  return {
    organisasjonsnummer: makeOrgNumber(seed, at),
    navn: name.toUpperCase(),
    organisasjonsform: formCode(form, 'organisasjonsformer'),
    ...(chance.happens(12) ? { hjemmeside: `www.${makeDomain(name, at)}` } : {}),
    ...(chance.happens(45) ? { postadresse: rawAddress(makePostalAddress(chance, place)) } : {}),
    registreringsdatoEnhetsregisteret: founded,
    registrertIMvaregisteret: isVat,
    ...(isVat ? { registreringsdatoMerverdiavgiftsregisteret: founded } : {}),
    naeringskode1: { kode: `${10 + (at % 80)}.${100 + (at % 9) * 10}`, beskrivelse: trade.industry },
    ...(employees ? { antallAnsatte: employees } : {}),
    harRegistrertAntallAnsatte: employees > 0,
    forretningsadresse: rawAddress(makeStreetAddress(chance, place)),
    stiftelsesdato: founded,
    institusjonellSektorkode: {
      kode: owner ? '8200' : '2100',
      beskrivelse: owner ? 'Personlig næringsdrivende' : 'Private aksjeselskaper mv.',
    },
    registrertIForetaksregisteret: !owner || chance.happens(30),
    registrertIStiftelsesregisteret: false,
    registrertIFrivillighetsregisteret: form === 'FLI' && chance.happens(40),
    ...(isCompany ? { sisteInnsendteAarsregnskap: '2025' } : {}),
    konkurs: isBankrupt,
    ...(isBankrupt ? { konkursdato: dayOf(chance, 2024, 2026) } : {}),
    underAvvikling: chance.happens(0.5),
    underTvangsavviklingEllerTvangsopplosning: chance.happens(0.2),
    erIKonsern: isCompany && chance.happens(12),
    maalform: chance.happens(88) ? 'Bokmål' : 'Nynorsk',
    ...(chance.happens(18) ? { epostadresse: `post@${makeDomain(name, at)}` } : {}),
    ...(chance.happens(14)
      ? {
          telefon: `${chance.between(21, 79)} ${chance.between(10, 99)} ${chance.between(10, 99)} ${chance.between(10, 99)}`,
        }
      : {}),
    ...(isCompany ? companyFields(chance, trade.industry, founded) : {}),
    respons_klasse: 'Enhet',
    _links: { self: { href: `https://data.brreg.no/enhetsregisteret/api/enheter/${makeOrgNumber(seed, at)}` } },
  }
}

function companyFields(chance: Chance, industry: string, founded: string) {
  const amount = chance.pickCommon([30_000, 100_000, 200_000, 1_000_000, 25_000_000])
  return {
    vedtektsdato: founded,
    vedtektsfestetFormaal: [
      `Selskapets formål er virksomhet innen ${industry.toLowerCase()}, samt det som naturlig`,
      'står i forbindelse med dette, herunder deltakelse i andre selskaper.',
    ],
    aktivitet: [industry],
    registreringsdatoForetaksregisteret: founded,
    kapital: { belop: amount, antallAksjer: amount / 100, type: 'Aksjekapital', valuta: 'NOK', innfortDato: founded },
  }
}

/** Branch number `at`, of one of `units` main units: numbers of branches follow those of the units. */
export function makeRawBranch(at: number, units: number): RawUnit {
  const parent = makeRawUnit((at * 7_919) % units)
  const chance = makeChance(seed + 1, at)
  const place = pickPlace(chance)
  const own = chance.happens(25) ? ` AVD ${place.city.toUpperCase()}` : ''
  const { organisasjonsform: _, forretningsadresse: __, _links: ___, kapital: ____, ...rest } = parent
  const organisasjonsnummer = makeOrgNumber(seed, units + at)
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([key]) => branchFields.has(key))),
    organisasjonsnummer,
    navn: `${parent.navn}${own}`,
    organisasjonsform: formCode('BEDR', 'organisasjonsformer'),
    overordnetEnhet: parent.organisasjonsnummer,
    beliggenhetsadresse: rawAddress(makeStreetAddress(chance, place)),
    oppstartsdato: dayOf(chance, 2000, 2026),
    respons_klasse: 'Underenhet',
    _links: { self: { href: `https://data.brreg.no/enhetsregisteret/api/underenheter/${organisasjonsnummer}` } },
  }
}

const branchFields = new Set(
  'hjemmeside registreringsdatoEnhetsregisteret registrertIMvaregisteret naeringskode1 antallAnsatte harRegistrertAntallAnsatte postadresse telefon epostadresse'.split(
    ' ',
  ),
)

/** The roles of a unit, as the register answers for it: a board of one to five, and those who keep and check its accounts. */
export function makeRawRoles(unit: RawUnit): Record<string, unknown> {
  const chance = makeChance(seed + 2, Number(unit.organisasjonsnummer))
  const person = (code: string, name: string, rekkefolge: number) => {
    const { first_name, last_name } = makeName(chance)
    return {
      type: { kode: code, beskrivelse: name },
      person: {
        fodselsdato: dayOf(chance, 1950, 2000),
        navn: { fornavn: first_name, etternavn: last_name },
        erDoed: false,
      },
      ...{ fratraadt: false, avregistrert: false, rekkefolge },
    }
  }
  const form = (unit.organisasjonsform as { kode: string }).kode
  const group = (code: string, name: string, roller: unknown[]) => ({
    ...{ type: { kode: code, beskrivelse: name }, sistEndret: '2026-02-17', roller },
  })
  if (form === 'ENK') return { rollegrupper: [group('INNH', 'Innehaver', [person('INNH', 'Innehaver', 0)])] }
  const members = Array.from({ length: chance.between(0, 4) }, (_, at) => person('MEDL', 'Styremedlem', at + 1))
  const firm = (code: string, name: string, navn: string, organisasjonsnummer: string) => ({
    type: { kode: code, beskrivelse: name },
    enhet: {
      organisasjonsnummer,
      organisasjonsform: { kode: 'AS', beskrivelse: 'Aksjeselskap' },
      navn: [navn],
      erSlettet: false,
    },
    ...{ fratraadt: false, avregistrert: false, rekkefolge: 0 },
  })
  return {
    rollegrupper: [
      group('DAGL', 'Daglig leder/ adm.direktør', [person('DAGL', 'Daglig leder', 0)]),
      group('STYR', 'Styre', [person('LEDE', 'Styrets leder', 0), ...members]),
      group('REVI', 'Revisor', [firm('REVI', 'Revisor', 'TALLKNUSERNE REVISJON AS', '974760673')]),
      group('REGN', 'Regnskapsfører', [firm('REGN', 'Regnskapsfører', 'BILAG OG BALANSE AS', '923609016')]),
    ],
  }
}

/** The accounts of one year, as Regnskapsregisteret answers. */
export function makeRawAccounts(org_number: string, year: number): Record<string, unknown> {
  const chance = makeChance(seed + 3, Number(org_number) + year)
  const revenue = Math.round((1 + chance.fraction() ** 3 * 90) * 1_000_000)
  const operating = Math.round(revenue * (chance.fraction() * 0.25 - 0.05))
  const [equity, debt] = [
    Math.round(revenue * (0.1 + chance.fraction() * 0.3)),
    Math.round(revenue * (0.2 + chance.fraction() * 0.3)),
  ]
  return {
    ...{ id: Number(org_number) % 1_000_000, journalnr: `${year}000001`, regnskapstype: 'SELSKAP', valuta: 'NOK' },
    virksomhet: { organisasjonsnummer: org_number, organisasjonsform: 'AS', morselskap: false },
    regnskapsperiode: { fraDato: `${year}-01-01`, tilDato: `${year}-12-31` },
    revisjon: { ikkeRevidertAarsregnskap: false, fravalgRevisjon: false },
    egenkapitalGjeld: {
      sumEgenkapitalGjeld: equity + debt,
      egenkapital: { sumEgenkapital: equity },
      gjeldOversikt: { sumGjeld: debt, kortsiktigGjeld: { sumKortsiktigGjeld: Math.round(debt * 0.6) } },
    },
    eiendeler: { sumEiendeler: equity + debt, omloepsmidler: { sumOmloepsmidler: Math.round((equity + debt) * 0.5) } },
    resultatregnskapResultat: {
      ...{ ordinaertResultatFoerSkattekostnad: operating, aarsresultat: Math.round(operating * 0.78) },
      driftsresultat: { driftsresultat: operating, driftsinntekter: { sumDriftsinntekter: revenue } },
    },
  }
}

const syllables =
  'an ber da el fi gra ho in jo ka li mo na op po ra si ta ul va wi xa ys ze bro dal eik fjo gul hav isk kle lys mar nor oks pre rim sol tun vik'.split(
    ' ',
  )
const coinWord = (chance: Chance) =>
  Array.from({ length: chance.between(2, 4) }, () => chance.pick(syllables))
    .join('')
    .replace(/^./, (letter) => letter.toUpperCase())

function formOf(name: string) {
  const last = /(?:^| )(AS|ASA|DA|ANS|SA|NUF|KS|IKS|KF)$/.exec(name.toUpperCase())?.[1]
  return last ?? (/KOMMUNE/i.test(name) ? 'KOMM' : 'FLI')
}

const formNames: Record<string, string> = {
  ...{ AS: 'Aksjeselskap', ASA: 'Allmennaksjeselskap', ENK: 'Enkeltpersonforetak', DA: 'Selskap med delt ansvar' },
  ...{
    ANS: 'Ansvarlig selskap med solidarisk ansvar',
    SA: 'Samvirkeforetak',
    NUF: 'Norskregistrert utenlandsk foretak',
  },
  ...{ KS: 'Kommandittselskap', IKS: 'Interkommunalt selskap', KF: 'Kommunalt foretak', KOMM: 'Kommune' },
  ...{ FLI: 'Forening/lag/innretning', BEDR: 'Underenhet til næringsdrivende og offentlig forvaltning' },
}

function formCode(kode: string, list: string) {
  const href = `https://data.brreg.no/enhetsregisteret/api/${list}/${kode}`
  return { kode, beskrivelse: formNames[kode] ?? kode, _links: { self: { href } } }
}

function rawAddress({ street, postal_code, city }: SeedAddress) {
  return {
    ...{ land: 'Norge', landkode: 'NO', postnummer: postal_code, poststed: city.toUpperCase(), adresse: [street] },
    ...{ kommune: city.toUpperCase(), kommunenummer: postal_code },
  }
}

const two = (value: number) => String(value).padStart(2, '0')
const dayOf = (chance: Chance, from: number, to: number) =>
  `${chance.between(from, to - 1)}-${two(chance.between(1, 12))}-${two(chance.between(1, 28))}`
