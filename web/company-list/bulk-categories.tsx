import { MultiSelect } from '@mantine/core'
import { useState } from 'react'
import { CategoryChange } from '#contract/categories.ts'
import { asChoice, offeredFor, useCategories } from '#web/categories/categories.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { texts } from './texts.ts'

type Props = {
  title: string
  kind: 'company' | 'person'
  send: (change: CategoryChange) => Promise<unknown>
  onClose: () => void
}

/** Categories to tie to all that are chosen, and such as are taken from them. */
export function BulkCategories({ title, kind, send, onClose }: Props) {
  const { data: all } = useCategories()
  const [change, setChange] = useState<CategoryChange>({ add: [], remove: [] })
  const fields = useFieldErrors()
  const save = async () => {
    if (await fields.check(CategoryChange, change, () => send(change))) onClose()
  }
  const several = (name: 'add' | 'remove', label: string) => (
    <MultiSelect
      label={label}
      searchable
      clearable
      hidePickedOptions
      // What is added is not taken away as well.
      data={offeredFor(kind, all)
        .filter(({ id }) => !change[name === 'add' ? 'remove' : 'add'].includes(id))
        .map(asChoice)}
      value={change[name]}
      onChange={(ids) => {
        fields.forget('change')
        setChange({ ...change, [name]: ids })
      }}
      error={fields.errorOf(name) ?? (name === 'add' ? fields.errorOf('change') : undefined)}
    />
  )
  return (
    <Dialog title={title} submit={texts.update_categories} fields={fields} onSubmit={save} onClose={onClose}>
      {several('add', texts.add_categories)}
      {several('remove', texts.remove_categories)}
    </Dialog>
  )
}
