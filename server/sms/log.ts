// Nothing leaves the house: what would have been sent stands among the messages. For development, and to try things out.
import type { Provider } from './provider.ts'

export const log: Provider = {
  longest: 2_000,
  send: async (_account, { id }) => ({ state: 'sent', provider_id: id }),
  readReport: () => null,
  readReply: () => null,
}
