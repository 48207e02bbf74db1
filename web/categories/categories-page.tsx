import { Alert, Button, Group, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { categories, type Category } from '#contract/categories.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useCategories } from './categories.ts'
import { CategoryEditor } from './category-editor.tsx'
import { CategoryRow } from './category-row.tsx'
import { ReplaceDialog } from './replace-dialog.tsx'
import { texts } from './texts.ts'

type Open = { what: 'edit'; category: Category | null } | { what: 'replace'; category: Category }

/** Innstillinger → Kategorier: the register that cards, lists and searches choose from. */
export function CategoriesPage() {
  const { data: all, error } = useCategories()
  const { data: uses } = useQuery({ queryKey: ['categories', 'uses'], queryFn: () => call(categories.uses) })
  const [open, setOpen] = useState<Open | null>(null)
  const [typed, setTyped] = useState('')
  if (error && !all) return <Alert color="red">{sentenceOf(error)}</Alert>
  if (!all) return <Skeleton height={200} />
  const wanted = typed.trim().toLocaleLowerCase('nb')
  const shown = all.filter(({ name }) => name.toLocaleLowerCase('nb').includes(wanted))
  const archived = shown.filter(({ archived_at }) => archived_at)
  const rows = (list: Category[], label: string) => (
    <ul className="rows" aria-label={label}>
      {list.map((category) => (
        <CategoryRow
          key={category.id}
          category={category}
          uses={uses?.items.find(({ id }) => id === category.id)}
          onEdit={() => setOpen({ what: 'edit', category })}
          onReplace={() => setOpen({ what: 'replace', category })}
        />
      ))}
    </ul>
  )
  return (
    <Stack gap="md" maw={760}>
      <Group justify="space-between" align="start" className="title-row">
        <div>
          <Title order={2} size="h4">
            {texts.categories}
          </Title>
          <Text c="dimmed" size="sm">
            {texts.lead}
          </Text>
        </div>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen({ what: 'edit', category: null })}>
          {texts.add}
        </Button>
      </Group>
      {all.length > 12 && (
        <TextInput
          aria-label={texts.find}
          placeholder={texts.find}
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          maw={320}
        />
      )}
      {all.length === 0 && <Text c="dimmed">{texts.none}</Text>}
      {all.length > 0 && shown.length === 0 && <Text c="dimmed">{texts.none_found}</Text>}
      {rows(
        shown.filter(({ archived_at }) => !archived_at),
        texts.categories,
      )}
      {archived.length > 0 && (
        <Stack gap="xs" component="section" aria-label={texts.archived}>
          <Title order={3} size="h5">
            {texts.archived}
          </Title>
          <Text c="dimmed" size="sm">
            {texts.archived_hint}
          </Text>
          {rows(archived, texts.archived)}
        </Stack>
      )}
      {open?.what === 'edit' && <CategoryEditor category={open.category} onClose={() => setOpen(null)} />}
      {open?.what === 'replace' && <ReplaceDialog category={open.category} onClose={() => setOpen(null)} />}
    </Stack>
  )
}
