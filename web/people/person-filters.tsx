import { Button, Group, NativeSelect, Pill } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { asChoice, offeredFor, useCategories } from '#web/categories/categories.ts'
import { Typed } from '#web/company-list/filters.tsx'
import { filterOf } from '#web/company-list/list-address.ts'
import { texts as listTexts } from '#web/company-list/texts.ts'
import { companyCard } from '#web/platform/queries.ts'
import { fill } from '#web/platform/texts.ts'
import { ChoicesOnUse } from '#web/ui/choices-on-use.tsx'
import type { PersonListAddress } from './person-list-address.ts'
import { texts } from './texts.ts'

const kinds = ['private_customer', 'unlinked'] as const

type Props = { address: PersonListAddress; go: (change: Partial<PersonListAddress>) => void }

/** The criteria of the list. */
export function PersonFilters({ address, go }: Props) {
  const { data: categories } = useCategories()
  const isNarrow = useMediaQuery('screen and (max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const [showsMore, more] = useDisclosure()
  const chosen = address.category_ids?.split(',').filter(Boolean) ?? []
  return (
    <Group gap="xs" align="start" className="list-filters">
      <Typed
        key={`q${address.q}`}
        name="q"
        label={listTexts.search}
        placeholder={listTexts.filter}
        address={address}
        go={go}
        width={220}
      />
      {isNarrow && (
        <Button variant="default" onClick={more.toggle} aria-expanded={showsMore}>
          {listTexts.more}
        </Button>
      )}
      {(!isNarrow || showsMore) && (
        <>
          <NativeSelect
            aria-label={listTexts.kind}
            data={[
              { value: '', label: texts.all_persons },
              ...kinds.map((value) => ({ value, label: texts[`is_${value}`] })),
            ]}
            value={address.is ?? ''}
            onChange={({ currentTarget: { value } }) => go({ is: kinds.find((kind) => kind === value) })}
            w={160}
          />
          <ChoicesOnUse
            label={listTexts.any_category}
            data={offeredFor('person', categories, chosen).map(asChoice)}
            value={chosen}
            onChange={(ids) => go({ category_ids: ids.join(',') || undefined })}
            w={160}
          />
          <NativeSelect
            aria-label={listTexts.inactive}
            data={(['without', 'with', 'only'] as const).map((value) => ({ value, label: listTexts[value] }))}
            value={address.inactive ?? 'without'}
            onChange={({ currentTarget: { value } }) =>
              go({ inactive: value === 'with' || value === 'only' ? value : undefined })
            }
            w={150}
          />
        </>
      )}
      {address.company_id && <InCompany id={address.company_id} onRemove={() => go({ company_id: undefined })} />}
      {Object.keys(filterOf(address)).length > 0 && (
        <Button
          variant="subtle"
          onClick={() => go(Object.fromEntries(Object.keys(filterOf(address)).map((name) => [name, undefined])))}
        >
          {listTexts.clear}
        </Button>
      )}
    </Group>
  )
}

/** That only the contacts of one company are shown. */
function InCompany({ id, onRemove }: { id: string; onRemove: () => void }) {
  const { data } = useQuery(companyCard(id))
  const name = data?.name ?? '…'
  return (
    <Pill
      size="lg"
      withRemoveButton
      onRemove={onRemove}
      removeButtonProps={{ 'aria-label': fill(texts.not_only_in, { name }), 'aria-hidden': false, tabIndex: 0 }}
    >
      {fill(texts.only_in, { name })}
    </Pill>
  )
}
