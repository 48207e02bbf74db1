// What a page shows stands in its address, so that it can be sent, kept and gone back to. What is not understood is left out.

type Rule = (text: string) => string | undefined
type Read<R extends Record<string, Rule>> = { [K in keyof R]?: ReturnType<R[K]> | undefined }

export const word = (text: string) => (text.length <= 200 ? text : undefined)
export const oneOf =
  <const T extends string>(allowed: readonly T[]) =>
  (text: string) =>
    allowed.find((one) => one === text)
export const id = (text: string) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined)

/** The named parts of an address, each by its rule. A search that is a number comes from the router as one. */
export function readAddress<const R extends Record<string, Rule>>(rules: R, search: Record<string, unknown>): Read<R> {
  const read = Object.entries(rules).flatMap(([name, rule]) => {
    const value = search[name]
    const found = typeof value === 'string' || typeof value === 'number' ? rule(String(value)) : undefined
    return found === undefined ? [] : [[name, found] as const]
  })
  return Object.fromEntries(read) as Read<R>
}
