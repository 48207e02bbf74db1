import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { categories } from '#contract/categories.ts'
import type { Of } from '#web/cards/of.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { CategoryChips } from './category-chips.tsx'
import { texts } from './texts.ts'
import { TickDialog } from './tick-dialog.tsx'

/** The categories of a company or a person, and the way to change them. */
export function CategoriesPanel({ of }: { of: Of }) {
  const { mayChange } = useRights()
  const [isTicking, ticking] = useDisclosure()
  const { data, error } = useQuery({
    queryKey: ['categories', of.kind, of.id],
    queryFn: async () =>
      (await call(of.kind === 'company' ? categories.of_company : categories.of_person, { params: { id: of.id } }))
        .items,
  })
  if (error && !data) return <Alert color="red">{sentenceOf(error)}</Alert>
  if (!data) return <Skeleton height={36} />
  return (
    <Stack gap="sm" align="start">
      {data.length === 0 && <Text c="dimmed">{texts.none_tied}</Text>}
      {data.length > 0 && <CategoryChips categories={data} size="lg" leadsToList={of.kind === 'company'} />}
      {mayChange('crm') && (
        <Group>
          <Button variant="default" onClick={ticking.open}>
            {texts.update}
          </Button>
        </Group>
      )}
      {isTicking && <TickDialog of={of} tied={data} onClose={ticking.close} />}
    </Stack>
  )
}
