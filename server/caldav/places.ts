// What stands at which address below /dav/.

export type Kind = 'event' | 'task'
export type Place =
  | { is: 'root' }
  | { is: 'principal' | 'home'; user_id: string }
  | { is: 'collection'; user_id: string; kind: Kind }
  | { is: 'object'; user_id: string; kind: Kind; name: string }

const folders = { events: 'event', tasks: 'task' } as const
const folderOf = { event: 'events', task: 'tasks' } as const

/** From a path or a whole address; null for what is nowhere here. */
export function placeAt(address: string): Place | null {
  const path = address.replace(/^https?:\/\/[^/]+/i, '').split(/[?#]/)[0] ?? ''
  if (/^\/dav\/?$/.test(path)) return { is: 'root' }
  const [, principal] = /^\/dav\/principals\/([\da-f-]{36})\/?$/.exec(path) ?? []
  if (principal) return { is: 'principal', user_id: principal }
  const [, user_id, folder, name] =
    /^\/dav\/calendars\/([\da-f-]{36})(?:\/(events|tasks)(?:\/([^/]{1,700}))?)?\/?$/.exec(path) ?? []
  if (!user_id) return null
  if (!folder) return { is: 'home', user_id }
  const kind = folders[folder as keyof typeof folders]
  if (!name) return { is: 'collection', user_id, kind }
  const decoded = decodeName(name)
  return decoded === null ? null : { is: 'object', user_id, kind, name: decoded }
}

function decodeName(name: string) {
  try {
    const decoded = decodeURIComponent(name)
    return decoded.length <= 255 && !/[/\\\p{Cc}]/u.test(decoded) ? decoded : null
  } catch {
    return null
  }
}

export const addresses = {
  root: '/dav/',
  principal: (user_id: string) => `/dav/principals/${user_id}/`,
  home: (user_id: string) => `/dav/calendars/${user_id}/`,
  collection: (user_id: string, kind: Kind) => `/dav/calendars/${user_id}/${folderOf[kind]}/`,
  object: (user_id: string, kind: Kind, name: string) =>
    `/dav/calendars/${user_id}/${folderOf[kind]}/${encodeURIComponent(name)}`,
}
