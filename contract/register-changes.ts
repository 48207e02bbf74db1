/** What the register may have come to say that one should know, beside the fields of the card. */
const registerFacts = ['is_bankrupt', 'is_winding_up', 'deleted_on', 'managing_director'] as const
export type RegisterFact = (typeof registerFacts)[number]

/** Changes that a flag on the card tells of, and a notification its owner; of the rest the proposal alone. */
export const flaggedChanges: readonly string[] = ['name', 'postal_address', 'visiting_address', ...registerFacts]
