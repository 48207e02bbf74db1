import { Refusal } from '#web/platform/api.ts'
import { showNotice } from '#web/platform/notice.ts'
import { texts } from '#web/platform/texts.ts'

/** Why something was not done, in a sentence. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Refusal) || error.code === 'internal') return texts.went_wrong
  return error.status === 0 ? texts.offline : (error.errors[0]?.message ?? error.message)
}

/** Does what a button promises; a refusal is shown. True when it was done. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    void showNotice({ color: 'red', message: sentenceOf(error), closeButtonProps: { 'aria-label': texts.close } })
    return false
  }
}
