/** "Nordfjord Rør og Varme AS" → "nordfjord-ror-varme.example". RFC 2606 keeps .example free: no mail gets anywhere. */
export function makeDomain(companyName: string, at: number): string {
  const words = plainWords(companyName).filter(
    (word) => !/^(as|asa|da|ans|sa|ks|iks|nuf|ab|gmbh|ltd|og|norge|avd|i|pa)$/.test(word),
  )
  const joined = words
    .slice(0, 3)
    .join(at % 3 === 0 ? '-' : '')
    .slice(0, 40)
    .replace(/-$/, '')
  return `${joined || `firma${at}`}.example`
}

/** "Bjørn-Åge Sæther" → "bjorn-age.saether", one of the ways in which firms write their people's addresses. */
export function makeMailbox(firstName: string, lastName: string, style: number): string {
  const first = plainWords(firstName).join('-') || 'post'
  const last = plainWords(lastName).join('') || 'firma'
  return [`${first}.${last}`, first, `${first}.${last}`, `${first[0]}${last}`][style % 4] ?? first
}

function plainWords(text: string): string[] {
  const plain = text
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o')
    .replaceAll('å', 'a')
    .replaceAll('ł', 'l')
    .replaceAll('ß', 'ss')
  return plain
    .normalize('NFD')
    .replace(/[^\w\s-]/g, '')
    .split(/[\s_-]+/)
    .filter(Boolean)
}
