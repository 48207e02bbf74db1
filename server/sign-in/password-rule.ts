import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import { AppError } from '#server/platform/errors.ts'

const norwegian = ['passord', 'velkommen', 'hemmelig', 'kundebok', 'sommer', 'vinter', 'fotball', 'elsker', 'norge']
const estimate = new ZxcvbnFactory({ dictionary: { ...dictionary, norwegian }, graphs: adjacencyGraphs })

/** As many guesses must be needed, by the list of 49,000 leaked passwords and the patterns that people fall for. */
const LEAST_GUESSES_LOG10 = 9

/** Refuses a password that is leaked, made by a pattern, or made of what is known about the person. */
export function refuseCommonPassword(password: string, known: string[]) {
  const words = known.flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)]).filter((word) => word.length > 2)
  // The estimate takes longer the longer the text; what begins with enough guesses has enough.
  const { guessesLog10 } = estimate.check(password.slice(0, 64), words)
  if (guessesLog10 < LEAST_GUESSES_LOG10)
    throw new AppError('invalid', { field: 'password', message: 'password_common' })
}
