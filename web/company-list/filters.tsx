import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback, useDisclosure, useMediaQuery } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { asChoice, offeredFor, useCategories } from '#web/categories/categories.ts'
import { useMembers } from '#web/companies/members.ts'
import { texts as shared } from '#web/platform/texts.ts'
import { ChoicesOnUse } from '#web/ui/choices-on-use.tsx'
import { filterOf, type ListAddress } from './list-address.ts'
import { texts } from './texts.ts'

const kinds = ['customer', 'supplier', 'lead'] as const

type Props = { address: ListAddress; go: (change: Partial<ListAddress>) => void }

/** The criteria of the list; those of the search panel that came along can be taken away. */
export function Filters({ address, go }: Props) {
  const { members } = useMembers()
  const { data: categories } = useCategories()
  const isNarrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const [showsMore, more] = useDisclosure()
  const several = (
    name: 'owner_ids' | 'category_ids',
    data: { value: string; label: string }[],
    placeholder: string,
  ) => {
    const value = address[name]?.split(',').filter(Boolean) ?? []
    return (
      <ChoicesOnUse
        label={placeholder}
        data={data}
        value={value}
        onChange={(ids) => go({ [name]: ids.join(',') || undefined })}
        w={160}
      />
    )
  }
  return (
    <Group gap="xs" align="start" className="list-filters">
      <Typed
        key={`q${address.q}`}
        name="q"
        label={texts.search}
        placeholder={texts.filter}
        address={address}
        go={go}
        width={220}
      />
      {isNarrow && (
        <Button variant="default" onClick={more.toggle} aria-expanded={showsMore}>
          {texts.more}
        </Button>
      )}
      {(!isNarrow || showsMore) && (
        <>
          <NativeSelect
            aria-label={texts.kind}
            data={[
              { value: '', label: texts.any_kind },
              ...kinds.map((value) => ({ value, label: shared[`is_${value}`] })),
            ]}
            value={address.is ?? ''}
            onChange={({ currentTarget: { value } }) => go({ is: kinds.find((kind) => kind === value) })}
            w={130}
          />
          {several('owner_ids', members.map(asChoice), texts.any_owner)}
          {several(
            'category_ids',
            offeredFor('company', categories, address.category_ids?.split(',')).map(asChoice),
            texts.any_category,
          )}
          <Typed
            key={`c${address.city}`}
            name="city"
            label={texts.city}
            placeholder={texts.city}
            address={address}
            go={go}
            width={140}
          />
          <NativeSelect
            aria-label={texts.inactive}
            data={(['without', 'with', 'only'] as const).map((value) => ({ value, label: texts[value] }))}
            value={address.inactive ?? 'without'}
            onChange={({ currentTarget: { value } }) =>
              go({ inactive: value === 'with' || value === 'only' ? value : undefined })
            }
            w={150}
          />
          {(['email', 'phone', 'address', 'website'] as const).map(
            (name) =>
              address[name] && (
                <Typed
                  key={name + address[name]}
                  name={name}
                  label={shared[name]}
                  placeholder={shared[name]}
                  address={address}
                  go={go}
                  width={160}
                />
              ),
          )}
        </>
      )}
      {Object.keys(filterOf(address)).length > 0 && (
        <Button
          variant="subtle"
          onClick={() => go(Object.fromEntries(Object.keys(filterOf(address)).map((name) => [name, undefined])))}
        >
          {texts.clear}
        </Button>
      )}
    </Group>
  )
}

type TypedProps<N extends string> = {
  name: N
  address: { [K in N]?: string | undefined }
  go: (change: { [K in N]?: string | undefined }) => void
  label: string
  placeholder: string
  width: number
}

/** What is typed reaches the address when the typing rests. */
export function Typed<N extends string>({ name, label, placeholder, address, go, width }: TypedProps<N>) {
  const [value, setValue] = useState<string>(address[name] ?? '')
  const tell = useDebouncedCallback(
    (text: string) => go({ [name]: text.trim() || undefined } as { [K in N]?: string | undefined }),
    250,
  )
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      {...(name === 'q' ? { leftSection: <IconSearch size={16} /> } : {})}
      value={value}
      onChange={(event) => {
        setValue(event.currentTarget.value)
        tell(event.currentTarget.value)
      }}
      maxLength={200}
      w={width}
      autoComplete="off"
    />
  )
}
