// The characters that Windows-1252 puts at 0x80–0x9f, where Latin-1 has control characters; all others are as there.
const special = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** Text as Windows writes it; what the code page lacks becomes a question mark, as it does in Excel. */
export function encodeWindows1252(text: string): Buffer {
  const bytes = [...text].map((letter) => {
    const at = special.indexOf(letter)
    if (at >= 0) return 0x80 + at
    const code = letter.codePointAt(0) ?? 0
    return code < 0x80 || (code > 0x9f && code <= 0xff) ? code : 0x3f
  })
  return Buffer.from(bytes)
}
