import { session } from '#calls/session.ts'
import { call } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { forgetDrafts } from '#web/platform/draft.ts'

/** Both end in a new page, so that nothing of this person or firm is left in memory. Drafts are kept apart by firm. */
export async function switchFirm(firm_id: string) {
  if (await attempt(() => call(session.switch_firm, { body: { firm_id } }))) location.assign('/')
}

export async function signOut() {
  if (!(await attempt(() => call(session.sign_out)))) return
  forgetDrafts()
  location.assign('/sign-in')
}
