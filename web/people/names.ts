type Named = { first_name: string | null; last_name: string | null }

export const nameOf = ({ first_name, last_name }: Named) => [first_name, last_name].filter(Boolean).join(' ')

/** Today as the firm's people have it, yyyy-mm-dd. */
export const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' }).format(new Date())

/** Her last day was today or before. */
export const hasLeft = ({ to_on }: { to_on: string | null }) => to_on !== null && to_on <= today()
