import { Select, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { categories, type Category } from '#contract/categories.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill } from '#web/platform/texts.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { tell } from '#web/ui/tell-undo.tsx'
import { asChoice, offeredFor, useCategories } from './categories.ts'
import { texts } from './texts.ts'

/** All that has the category gets another one. */
export function ReplaceDialog({ category, onClose }: { category: Category; onClose: () => void }) {
  const queries = useQueryClient()
  const { data: all } = useCategories()
  const [by, setBy] = useState<string | null>(null)
  const fields = useFieldErrors()
  const others = offeredFor('any', all).filter(({ id }) => id !== category.id)
  const replace = async () => {
    const send = async () => {
      const { params, version } = { params: { id: category.id }, version: category.version }
      const { moved } = await call(categories.replace, { params, version, body: { by: by ?? '' } })
      const numbers = { companies: String(moved?.companies ?? 0), persons: String(moved?.persons ?? 0) }
      const name = others.find(({ id }) => id === by)?.name ?? ''
      tell(fill(texts.replaced, { ...numbers, name }))
    }
    if (!(await fields.check(categories.replace.body, { by }, send))) return
    onClose()
    await queries.invalidateQueries()
  }
  return (
    <Dialog
      title={fill(texts.replace_title, { name: category.name })}
      submit={texts.replace}
      fields={fields}
      onSubmit={replace}
      onClose={onClose}
    >
      <Text size="sm">{fill(texts.replace_lead, { name: category.name })}</Text>
      <Select
        label={texts.replace_by}
        required
        searchable
        data={others.map(asChoice)}
        value={by}
        onChange={(value) => {
          fields.forget('by')
          setBy(value)
        }}
        error={fields.errorOf('by')}
        data-autofocus
      />
    </Dialog>
  )
}
