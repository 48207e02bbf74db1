/**
 * A name that is registered in capitals as people write it: "NORDISK BYGG OG ANLEGG AS" → "Nordisk Bygg og Anlegg AS".
 * One that has small letters already is somebody's own way to write it and stays.
 */
export function readableName(registered: string): string {
  const name = registered.normalize('NFC').replace(/\s+/g, ' ').trim()
  if (/\p{Ll}/u.test(name)) return name
  const words = name.split(' ')
  return words.map((word, at) => readableWord(word, at, words)).join(' ')
}

const set = (words: string) => new Set(words.split(/[\s,]+/))

/** Forms of companies and what else is an abbreviation. */
const capitals =
  set(`AS ASA ANS DA NUF SA KS BA BBL KF IKS FKF HF RHF SE PRF ENK AL AB OY OYJ LLC PLC BV NV SIA UAB OÜ AG KG
  IT IKT EDB EU EØS USA UK UN TV PC VVS HVAC HMS AI VR HR PR OBOS NAV BDO ABB IBM IKEA NAF EY SAS ISS ICA NIVA SINTEF NTNU
  DNV YX AF LO NHO OBS VA ROV GPS LED SOS ABC MC CNC UPS DHL AIK IL IF FK SK BK TIL`)

/** Written in a way of their own. */
const own: Record<string, string> = Object.fromEntries(
  `GmbH Ltd ApS Inc Corp Co PwC UiO UiB UiT OsloMet Srl SpA MacDonald MacGregor Dr Mr Mrs Ms Br St Hr Frk Sr Jr Str Kr Ph Mfl`
    .split(' ')
    .map((word) => [word.toUpperCase(), word]),
)

/** Small within a name; capital as its first word. */
const small = set(
  `OG I AV PÅ FOR TIL VED MED FRA FRÅ UNDER OVER MELLOM SOM ELLER AVD NR OF AND THE VAN VON DER AF VGS MVA`,
)
/** Small also at the end, after the name of a place. */
const smallAtEnd = set(`KOMMUNE FYLKESKOMMUNE FYLKE SOKN`)

const vowel = /[AEIOUYÆØÅÄÖÜÉÈÊÓÒÔ]/

function readableWord(word: string, at: number, words: string[]): string {
  const bare = word.replace(/^[("«]+|[)"».,:;]+$/g, '')
  if (/^[AI]\/[SL]$/.test(bare)) return word
  if (/^[VMC]\/O?$/.test(bare)) return word.toLowerCase()
  const beginning = /^([VM]\/)(.+)$/.exec(word)
  if (beginning) return `${beginning[1]?.toLowerCase()}${readableWord(beginning[2] ?? '', 0, [])}`
  if (isNumeral(bare, at, words)) return word
  if (small.has(bare) && at > 0) return word.toLowerCase()
  if (smallAtEnd.has(bare) && at > 0 && at === words.length - 1) return word.toLowerCase()
  return word
    .split(/(?<=[-/&+(])/)
    .map((part, index) => readablePart(part, index))
    .join('')
}

/** A Roman number. I and VI are words as well: they are numbers before the form of the company, a number or the end. */
function isNumeral(word: string, at: number, words: string[]) {
  if (!/^(?=.)X{0,3}(?:IX|IV|V?I{0,3})$/.test(word)) return false
  if (word !== 'I' && word !== 'VI') return true
  const next = words[at + 1]
  return at > 0 && (next === undefined || (capitals.has(next) && next.length <= 3) || next in own)
}

/** Of a word with hyphens one part. */
function readablePart(part: string, index: number): string {
  const bare = part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
  if (bare === '' || capitals.has(bare)) return part
  if (index > 0 && (bare === 'OG' || bare === 'I')) return part.toLowerCase()
  const known = own[bare]
  if (known) return part.replace(bare, known)
  if (/^(?:\p{L}\.)+\p{L}?$/u.test(bare) || bare.length === 1) return part
  if (isAbbreviation(bare)) return part
  return withCapital(part)
}

/** No vowel and at most five letters: DNB, KPMG. Letters beside digits: B2B, 3D. */
function isAbbreviation(word: string) {
  if (/\d/.test(word)) return word.replace(/[^\p{L}]/gu, '').length <= 2
  return word.length <= 5 && /^\p{L}+$/u.test(word) && !vowel.test(word)
}

function withCapital(part: string): string {
  return (
    part
      .toLowerCase()
      // Not after an apostrophe that only an s follows: McDonald's, but O'Reilly.
      .replace(/(^|[^\p{L}'’.])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
      .replace(
        /^(\p{L}['’])(\p{L}{2,})/u,
        (_, before: string, rest: string) => before + rest.charAt(0).toUpperCase() + rest.slice(1),
      )
      .replace(/^Mc(\p{L})(?=\p{L}{3})/u, (_, letter: string) => `Mc${letter.toUpperCase()}`)
      // "JENS.OLAV" is two, "FINN.NO" is an address.
      .replace(/\.(\p{L})(?=\p{L}{3})/gu, (_, letter: string) => `.${letter.toUpperCase()}`)
  )
}
