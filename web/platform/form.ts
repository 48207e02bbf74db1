import { Alert } from '@mantine/core'
import { createElement, useEffect, useState } from 'react'
import type { z } from 'zod'
import { type FieldError, fieldErrors } from '#contract/messages.ts'
import { Refusal } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { readLanguage, texts } from '#web/platform/texts.ts'

/** Checks a form with the contract's own schema, sends it, and keeps each refusal for the field that it belongs to. */
export function useFieldErrors() {
  const [errors, setErrors] = useState<FieldError[]>([])
  const [sentence, setSentence] = useState<string | null>(null)
  const [isSending, setIsSending] = useState(false)
  const [refusals, setRefusals] = useState(0)
  useEffect(() => {
    if (refusals > 0) document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus()
  }, [refusals])
  /** True when it was sent and taken. `onRefusal` may take care of a refusal itself, and then answers true. */
  const check = async (
    schema: z.ZodType,
    body: unknown,
    send: () => Promise<unknown>,
    onRefusal: (refusal: Refusal) => boolean = () => false,
  ) => {
    setSentence(null)
    const parsed = schema.safeParse(body, { reportInput: true })
    setErrors(parsed.success ? [] : fieldErrors(parsed.error, readLanguage()))
    if (!parsed.success) {
      setRefusals((count) => count + 1)
      setSentence(texts.fix_fields)
      return false
    }
    setIsSending(true)
    try {
      await send()
      return true
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (onRefusal(error)) return false
      setErrors(error.errors)
      setRefusals((count) => count + 1)
      setSentence(error.errors.length > 0 ? texts.fix_fields : sentenceOf(error))
      return false
    } finally {
      setIsSending(false)
    }
  }
  /** A field that is being corrected is not faulty until it is checked again. */
  const forget = (name: string) => {
    const others = errors.filter(({ field }) => field !== name && !field.startsWith(`${name}.`))
    if (others.length === errors.length) return
    setErrors(others)
    if (others.length === 0) setSentence(null)
  }
  /** The first refusal of a field, or of one entry in it (`invoice_emails.1`). */
  const errorOf = (name: string) => errors.find(({ field }) => field === name || field.startsWith(`${name}.`))?.message
  const general = sentence && createElement(Alert, { color: 'red', role: 'alert' }, sentence)
  return { check, errorOf, forget, general, isSending }
}
