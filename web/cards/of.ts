/** The card that something hangs on. */
export type Of = { kind: 'company' | 'person'; id: string; name: string }

/** The same as a query or a new record names it. */
export const idOf = ({ kind, id }: Of) => (kind === 'company' ? { company_id: id } : { person_id: id })
