// Directories outside that a company is looked up in: links whose form the firm decides.

/** What stands in braces in a link, and is filled in from the company: {name}, {phone}, {org_number}. */
export const placeholders = ['name', 'phone', 'org_number'] as const
export type Placeholder = (typeof placeholders)[number]

export type Directory = { name: string; template: string }

/**
 * Those that a firm has until it chooses its own. Looked up by their links alone, never read by a program.
 * Source of the forms: the directories' own search pages.
 */
export const usualDirectories: Directory[] = [
  { name: 'Gule Sider', template: 'https://www.gulesider.no/{name}/bedrifter' },
  { name: '1881', template: 'https://www.1881.no/?query={name}' },
  { name: '1881 nummersøk', template: 'https://www.1881.no/?query={phone}' },
  { name: 'Proff', template: 'https://www.proff.no/bransjes%C3%B8k?q={org_number}' },
]

type LookedUp = { name: string; phone: string | null; mobile: string | null; org_number: string | null }

/** The link for a company; or the first thing that the company lacks for it. */
export function directoryLink(
  template: string,
  { name, phone, mobile, org_number }: LookedUp,
): { href: string } | { lacks: Placeholder } {
  // Norwegian numbers are found as they are dialled at home.
  const values = { name, org_number, phone: (phone ?? mobile)?.replace(/^\+47/, '') }
  const lacks = placeholders.find((placeholder) => template.includes(`{${placeholder}}`) && !values[placeholder])
  if (lacks) return { lacks }
  const href = template.replace(/\{(\w+)\}/g, (_, placeholder: Placeholder) =>
    encodeURIComponent(values[placeholder] ?? ''),
  )
  return { href }
}
