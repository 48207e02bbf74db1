import { Checkbox, MultiSelect, Stack, TextInput } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import type { SearchCriteria } from '#contract/saved-searches.ts'
import { asChoice, offeredFor, useCategories } from '#web/categories/categories.ts'
import { useMembers } from '#web/companies/members.ts'
import { texts } from '#web/platform/texts.ts'
import { texts as own } from './texts.ts'

type CriteriaProps = {
  criteria: SearchCriteria
  set: (change: Partial<SearchCriteria>) => void
  onKey: (event: KeyboardEvent) => void
}

/** "Flere søkevalg": what else one remembers. */
export function MoreCriteria({ criteria, set, onKey }: CriteriaProps) {
  const { data: categories } = useCategories()
  const { members } = useMembers()
  return (
    <Stack gap={6}>
      {(['email', 'phone', 'address', 'website'] as const).map((name) => (
        <TextInput
          key={name}
          size="xs"
          label={texts[name]}
          value={criteria[name]}
          onChange={(event) => set({ [name]: event.currentTarget.value })}
          onKeyDown={onKey}
          autoComplete="off"
        />
      ))}
      <MultiSelect
        size="xs"
        label={texts.owner_id}
        placeholder={criteria.owner_ids.length === 0 ? texts.anyone : ''}
        clearable
        searchable
        data={members.map(asChoice)}
        value={criteria.owner_ids}
        onChange={(owner_ids) => set({ owner_ids })}
      />
      <MultiSelect
        size="xs"
        label={texts.category}
        placeholder={criteria.category_ids.length === 0 ? own.any_category : ''}
        clearable
        searchable
        data={offeredFor('any', categories, criteria.category_ids).map(asChoice)}
        value={criteria.category_ids}
        onChange={(category_ids) => set({ category_ids })}
      />
      <Checkbox
        size="xs"
        label={texts.with_inactive}
        checked={criteria.with_inactive}
        onChange={(event) => set({ with_inactive: event.currentTarget.checked })}
      />
    </Stack>
  )
}
