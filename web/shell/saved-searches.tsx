import { ActionIcon, Button, Group, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPencil, IconX } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { savedSearches } from '#calls/saved-searches.ts'
import type { SavedSearch, SearchCriteria } from '#contract/saved-searches.ts'
import { call } from '#web/platform/api.ts'
import { fill } from '#web/platform/texts.ts'
import { lazily } from '#web/ui/lazily.tsx'
import { texts } from './texts.ts'
import { useChange, useSaved } from './use-saved.ts'

const NameQuestion = lazily(async () => (await import('./name-question.tsx')).NameQuestion)

/** My own saved searches, before anything is typed. */
export function SavedSearches({ onChoose }: { onChoose: (criteria: SearchCriteria) => void }) {
  const saved = useSaved()
  const change = useChange()
  const [renamed, setRenamed] = useState<SavedSearch | null>(null)
  return (
    <nav aria-label={texts.saved_searches}>
      <Text size="xs" c="dimmed" px={10} mb={2}>
        {texts.saved_searches}
      </Text>
      {saved.map((one) => (
        <Group key={one.id} gap={2} wrap="nowrap">
          <UnstyledButton className="hit" onClick={() => onChoose(one.criteria)}>
            <Text size="sm" truncate>
              {one.name}
            </Text>
          </UnstyledButton>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={fill(texts.rename, { name: one.name })}
            onClick={() => setRenamed(one)}
          >
            <IconPencil size={14} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={fill(texts.forget, { name: one.name })}
            onClick={() => change(() => call(savedSearches.delete, { params: { id: one.id } }))}
          >
            <IconX size={14} />
          </ActionIcon>
        </Group>
      ))}
      {renamed && (
        <Suspense fallback={null}>
          <NameQuestion
            name={renamed.name}
            close={() => setRenamed(null)}
            send={(name) =>
              change(() =>
                call(savedSearches.update, { params: { id: renamed.id }, body: { name, criteria: renamed.criteria } }),
              )
            }
          />
        </Suspense>
      )}
    </nav>
  )
}

/** Keeps what is asked for now; by a name that is there already, in its place. */
export function SaveSearch({ criteria }: { criteria: SearchCriteria }) {
  const saved = useSaved()
  const change = useChange()
  const [asks, question] = useDisclosure()
  const sameAs = (name: string) =>
    saved.find((one) => one.name.toLocaleLowerCase('nb') === name.trim().toLocaleLowerCase('nb'))
  const send = (name: string) => {
    const known = sameAs(name)
    const body = { name, criteria }
    return change(() =>
      known ? call(savedSearches.update, { params: { id: known.id }, body }) : call(savedSearches.create, { body }),
    )
  }
  return (
    <>
      <Button variant="subtle" size="compact-xs" onClick={question.open}>
        {texts.save_search}
      </Button>
      {asks && (
        <Suspense fallback={null}>
          <NameQuestion
            name=""
            close={question.close}
            send={send}
            hint={(name) => (sameAs(name) ? texts.replaces : null)}
          />
        </Suspense>
      )}
    </>
  )
}
