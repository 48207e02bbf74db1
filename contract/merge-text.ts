// Texts with fields in double braces, as letters and text messages have them. An interpreter of its own (no engine for
// templates): a name is looked up among those that are there, and nothing is run.
const placeholders = /\{\{\s*([^{}]*?)\s*\}\}/g

/** A template's text with everything in its place. A line in which all of its fields are empty is left out. */
export function mergeText<F extends string>(template: string, values: Record<F, string>): string {
  const valueOf = (name: string) => (Object.hasOwn(values, name) ? values[name as F] : '')
  const lines = template.split('\n').flatMap((line) => {
    const named = [...line.matchAll(placeholders)].map(([, name = '']) => valueOf(name))
    if (named.length > 0 && named.every((value) => value === '')) return []
    return line.replace(placeholders, (_, name: string) => valueOf(name))
  })
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Whether a template names none but these fields. */
export const namesOnly = (fields: readonly string[]) => (template: string) =>
  [...template.matchAll(placeholders)].every(([, name = '']) => fields.includes(name))
