import { Button, Group, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { categories, type Category, categoryColours, CategoryInput } from '#contract/categories.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { useCategories } from './categories.ts'
import { texts } from './texts.ts'

/** An administrator who lacks a category while ticking adds it there; its colour is the next of the palette. */
export function NewCategory({ onMade }: { onMade: (category: Category) => void }) {
  const queries = useQueryClient()
  const { data: all = [] } = useCategories()
  const [name, setName] = useState('')
  const fields = useFieldErrors()
  const add = async () => {
    const colour = categoryColours[all.length % categoryColours.length]
    const body = { name, colour }
    const create = async () => {
      const made = await call(categories.create, { body })
      queries.setQueryData<Category[]>(['categories'], (known = []) => [...known, made])
      onMade(made)
      setName('')
      await queries.invalidateQueries({ queryKey: ['categories'], exact: true })
    }
    await fields.check(CategoryInput, body, create)
  }
  return (
    <Group gap="xs" align="end" wrap="nowrap">
      <TextInput
        flex={1}
        label={texts.add}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value)
          fields.forget('name')
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          void add()
        }}
        error={fields.errorOf('name') ?? (fields.general ? texts.not_added : undefined)}
        autoComplete="off"
      />
      <Button variant="default" onClick={add} loading={fields.isSending}>
        {texts.add_it}
      </Button>
    </Group>
  )
}
