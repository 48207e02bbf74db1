import type { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { AppError } from '#server/platform/errors.ts'

const norwegian = ['passord', 'velkommen', 'hemmelig', 'kundebok', 'sommer', 'vinter', 'fotball', 'elsker', 'norge']
let estimate: ZxcvbnFactory | undefined

/** The list takes 40 MB: it is read when somebody chooses a password for the first time. */
async function readEstimate() {
  const [core, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ])
  estimate ??= new core.ZxcvbnFactory({ dictionary: { ...dictionary, norwegian }, graphs: adjacencyGraphs })
  return estimate
}

/** As many guesses must be needed, by the list of 49,000 leaked passwords and the patterns that people fall for. */
const LEAST_GUESSES_LOG10 = 9

/** Refuses a password that is leaked, made by a pattern, or made of what is known about the person. */
export async function refuseCommonPassword(password: string, known: string[]) {
  const words = known.flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)]).filter((word) => word.length > 2)
  // The estimate takes longer the longer the text; what begins with enough guesses has enough.
  const { guessesLog10 } = (await readEstimate()).check(password.slice(0, 64), words)
  if (guessesLog10 < LEAST_GUESSES_LOG10)
    throw new AppError('invalid', { field: 'password', message: 'password_common' })
}
