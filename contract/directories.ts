// Directories outside that a company is looked up in: links whose form the firm decides.
import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { requiredText } from '#contract/fields.ts'

/** What stands in braces in a link, and is filled in from the company: {name}, {phone}, {org_number}. */
const placeholders = ['name', 'phone', 'org_number'] as const
export type Placeholder = (typeof placeholders)[number]

/** https or http, with at least one placeholder behind the host, and none that is not known. */
export function isTemplate(text: string): boolean {
  const [, behind = ''] = /^https?:\/\/[^/?#{}@\s]+\.[^/?#{}@\s]+([/?#]\S*)$/i.exec(text) ?? []
  const found = [...behind.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name)
  const isKnown = found.length > 0 && found.every((name) => placeholders.some((known) => known === name))
  const rest = behind.replace(/\{\w+\}/g, '')
  return isKnown && !/[{}<>"\\]/.test(rest) && URL.canParse(text.replace(/[{}]/g, ''))
}

/** What it is called, and its link, as https://www.1881.no/?query={name}. */
export const Directory = z.strictObject({
  name: requiredText(40),
  template: requiredText(500).refine(isTemplate, 'directory_template'),
})
export type Directory = z.infer<typeof Directory>

export const MOST_DIRECTORIES = 10
/** No two are called the same; null: those that a firm has by itself. */
export const DirectoriesInput = z.strictObject({
  items: z
    .array(Directory)
    .max(MOST_DIRECTORIES)
    .superRefine((items, context) => {
      items.forEach(({ name }, at) => {
        const isTaken = items.slice(0, at).some((other) => other.name.toLowerCase() === name.toLowerCase())
        if (isTaken) context.addIssue({ code: 'custom', message: 'directory_name', path: [at, 'name'], input: name })
      })
    })
    .nullable(),
})

const Directories = z.object({
  /** Of the firm. */
  version: z.int(),
  items: z.array(z.object({ name: z.string(), template: z.string() })),
  /** The firm has chosen none of its own. */
  is_usual: z.boolean(),
})

export const directories = {
  list: {
    method: 'GET',
    path: '/api/directories',
    title: 'The directories that companies are looked up in',
    access: 'member',
    for_keys: true,
    reply: Directories,
  },
  change: {
    method: 'PUT',
    path: '/api/directories',
    title: 'Choose the directories; null for the usual ones',
    access: 'administrator',
    body: DirectoriesInput,
    reply: Directories,
    if_match: true,
  },
} satisfies Endpoints

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
