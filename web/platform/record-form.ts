import { useState } from 'react'
import { useDraft, useDraftKey } from '#web/platform/draft.ts'

export type Value = string | boolean | string[] | object | null | undefined
export type Fields = Record<string, Value>
export type Conflict = { field: string; mine: Value; theirs: Value }

export const isSame = (one: Value, other: Value) => JSON.stringify(one) === JSON.stringify(other)

/** My form on top of what a colleague saved meanwhile: fields that I did not touch are theirs, the rest is mine, and those that both changed are named. */
export function merge<F extends Fields>(mine: F, before: F, theirs: F): { merged: F; conflicts: Conflict[] } {
  const touched = Object.keys(before).filter((field) => !isSame(mine[field], before[field]))
  const merged = { ...theirs, ...Object.fromEntries(touched.map((field) => [field, mine[field]])) }
  const conflicts = touched
    .filter((field) => !isSame(theirs[field], before[field]) && !isSame(theirs[field], mine[field]))
    .map((field) => ({ field, mine: mine[field], theirs: theirs[field] }))
  return { merged, conflicts }
}

/** What is typed, and the record that it was typed over. */
type Draft<F, R> = { form: Partial<F>; base: R | null }

/** A form over a record, or a new one: kept as a draft until it is saved, merged when a colleague saved first. */
export function useRecordForm<F extends Fields, R>(
  name: string,
  record: R | null,
  toForm: (record: R | null) => F,
  typed: Partial<F> = {},
) {
  const draft = useDraft<Draft<F, R>>(useDraftKey(name), { form: typed, base: record })
  const { base } = draft.value
  const stored = toForm(base)
  const form: F = { ...stored, ...draft.value.form }
  const [conflicts, setConflicts] = useState<Conflict[] | null>(null)
  const set = (change: Partial<F>) => draft.change((now) => ({ ...now, form: { ...now.form, ...change } }))
  return {
    form,
    base,
    set,
    conflicts,
    isDirty: !isSame(form, stored),
    wasKept: draft.wasKept,
    discard: draft.discard,
    onStale: (current: R) => {
      const { merged, conflicts } = merge(form, stored, toForm(current))
      draft.change({ form: merged, base: current })
      setConflicts(conflicts)
    },
  }
}
