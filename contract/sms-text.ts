// What a text becomes on its way to a telephone, and which numbers take one. Pure; the same on the screen and on the server.
import { normalisePhone } from '#contract/rules.ts'

/** GSM 7-bit default alphabet (3GPP TS 23.038, 6.2.1), but for the escape. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** Its extension (6.2.1.1): each is an escape and a character. */
const extension = new Set('\f^{}\\[~]|€')

/** Septets or 16-bit units: in one message, and in each part of several, where a header takes its place (3GPP TS 23.040). */
const room = { gsm: { alone: 160, part: 153 }, ucs2: { alone: 70, part: 67 } }

export type Segments = {
  encoding: 'gsm' | 'ucs2'
  /** Septets (of which € and the like are two) or 16-bit units (of which an emoji is two or more). */
  units: number
  /** How many messages it is sent and paid as; an empty text is none. */
  parts: number
  /** Units that are left until it becomes one part more. */
  left: number
}

/** How a text is divided. What is two units is never divided between two parts. */
export function segmentsOf(text: string): Segments {
  const characters = [...text]
  const isGsm = characters.every((character) => basic.has(character) || extension.has(character))
  const encoding = isGsm ? 'gsm' : 'ucs2'
  const sizes = characters.map((character) => (isGsm ? (extension.has(character) ? 2 : 1) : character.length))
  const units = sizes.reduce((sum, size) => sum + size, 0)
  const { alone, part } = room[encoding]
  if (units <= alone) return { encoding, units, parts: units === 0 ? 0 : 1, left: alone - units }
  let parts = 1
  let filled = 0
  for (const size of sizes) {
    if (filled + size > part) {
      parts++
      filled = 0
    }
    filled += size
  }
  return { encoding, units, parts, left: part - filled }
}

/**
 * Whether a number (E.164) takes text messages: Norwegian mobiles begin with 4 or 9 (Nkom's numbering plan), and of numbers
 * abroad nobody knows by their form.
 */
export const isTextable = (number: string) => !number.startsWith('+47') || /^\+47[49]\d{7}$/.test(number)

/** "STOP", "stopp.", "Stop all": whoever writes that wants no more advertising. */
export const isStop = (text: string) => /^\s*stopp?\b/i.test(text)

/**
 * A sender as it is sent: a number with its country, a short number, or a name of at most eleven characters with a letter
 * among them (3GPP TS 23.040, 9.1.2.5). Of a name only what has one code in ASCII and in GSM: Kannel passes names on in
 * windows-1252 (User's Guide, alt-addr-charset), and networks refuse others. null: it is none of these.
 */
export function readSender(text: string): string | null {
  if (/[a-z]/i.test(text)) return /^[A-Za-z0-9 &.-]{1,11}$/.test(text) ? text : null
  const bare = text.replace(/[\s().-]/g, '')
  if (/^\d{3,6}$/.test(bare)) return bare
  return normalisePhone(text) ?? (/^\d/.test(bare) ? normalisePhone(`+${bare}`) : null)
}

/** One that can be written back to. */
export const takesReplies = (sender: string) => !/[a-z]/i.test(sender)
