import { Alert, Checkbox, ColorSwatch, Group, Input, Radio, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { categories, type Category, categoryColours, CategoryInput } from '#contract/categories.ts'
import { call, type Refusal } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { texts as common } from '#web/platform/texts.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { CategoryChips } from './category-chips.tsx'
import { useCategories } from './categories.ts'
import { texts } from './texts.ts'

/** Makes a category, or changes its name, its colour and what it is for. */
export function CategoryEditor({ category, onClose }: { category: Category | null; onClose: () => void }) {
  const queries = useQueryClient()
  const { data: all = [] } = useCategories()
  const [key] = useState(() => crypto.randomUUID())
  const [version, setVersion] = useState(category?.version)
  const [isStale, setIsStale] = useState(false)
  const [body, setBody] = useState({
    name: category?.name ?? '',
    colour: category?.colour ?? categoryColours[all.length % categoryColours.length] ?? 'blue',
    for_companies: category?.for_companies ?? true,
    for_persons: category?.for_persons ?? true,
  })
  const fields = useFieldErrors()
  const set = (change: Partial<typeof body>) => {
    for (const name of Object.keys(change)) fields.forget(name)
    setBody({ ...body, ...change })
  }
  const onRefusal = (refusal: Refusal) => {
    if (refusal.code !== 'stale') return false
    setVersion((refusal.current as Category).version)
    setIsStale(true)
    return true
  }
  const save = async () => {
    const send = () =>
      category && version
        ? call(categories.update, { params: { id: category.id }, version, body })
        : call(categories.create, { body, key })
    if (!(await fields.check(CategoryInput, body, send, onRefusal))) return
    onClose()
    await queries.invalidateQueries()
  }
  return (
    <Dialog
      title={category ? texts.edit : texts.add}
      submit={common.save}
      fields={fields}
      onSubmit={save}
      onClose={onClose}
    >
      {isStale && (
        <Alert role="alert" color="orange" p="xs">
          {texts.stale}
        </Alert>
      )}
      <TextInput
        label={texts.name}
        required
        data-autofocus
        value={body.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={fields.errorOf('name')}
        autoComplete="off"
      />
      <Checkbox.Group
        label={texts.used_for}
        value={(['for_companies', 'for_persons'] as const).filter((kind) => body[kind])}
        onChange={(kinds) =>
          set({ for_companies: kinds.includes('for_companies'), for_persons: kinds.includes('for_persons') })
        }
        error={fields.errorOf('for_companies') ?? fields.errorOf('for_persons')}
      >
        <Group mt={4}>
          <Checkbox value="for_companies" label={texts.for_companies} />
          <Checkbox value="for_persons" label={texts.for_persons} />
        </Group>
      </Checkbox.Group>
      <Radio.Group
        label={texts.colour}
        value={body.colour}
        onChange={(value) => set({ colour: categoryColours.find((colour) => colour === value) ?? 'blue' })}
        error={fields.errorOf('colour')}
      >
        <Group gap={4} mt={4}>
          {categoryColours.map((colour) => (
            <Radio.Card key={colour} value={colour} aria-label={texts[colour]} title={texts[colour]} className="swatch">
              <ColorSwatch component="span" size={22} color={`var(--mantine-color-${colour}-5)`} withShadow={false} />
            </Radio.Card>
          ))}
        </Group>
      </Radio.Group>
      <Input.Wrapper label={texts.looks_like}>
        <div>
          <CategoryChips categories={[{ id: '', name: body.name.trim() || texts.name, colour: body.colour }]} />
        </div>
      </Input.Wrapper>
    </Dialog>
  )
}
