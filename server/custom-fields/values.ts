import { z } from 'zod'
import { type CustomInput, type CustomValues, customValues } from '#contract/custom-fields.ts'
import type { Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { listFields } from './custom-fields.ts'

type Given = z.output<typeof CustomInput> | undefined

/** What is written for a company's own fields, by the firm's definitions; nothing when nothing was sent. */
export async function checkCustomValues(tx: Write, who: Who, custom: Given, stored: CustomValues = {}) {
  if (!custom || Object.keys({ ...custom, ...stored }).length === 0) return { custom }
  const schema = z.object({ custom: customValues(await listFields(tx, who), stored) })
  const parsed = schema.safeParse({ custom }, { reportInput: true })
  if (!parsed.success) throw new AppError('invalid', { issues: parsed.error })
  return parsed.data
}
