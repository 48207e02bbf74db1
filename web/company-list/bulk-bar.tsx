import { Button, Group, Modal, Paper, Select, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { Suspense } from 'react'
import type { CategoryChange } from '#contract/categories.ts'
import { companyList, type Selection } from '#contract/company-list.ts'
import { personList, type PersonSelection } from '#contract/person-list.ts'
import type { SmsTargetInput } from '#contract/sms.ts'
import { useMembers } from '#web/companies/members.ts'
import { call } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, texts as shared } from '#web/platform/texts.ts'
import { texts as smsTexts } from '#web/sms/texts.ts'
import { useSms } from '#web/sms/use-sms.tsx'
import { lazily } from '#web/ui/lazily.tsx'
import { tell, tellUndo } from '#web/ui/tell-undo.tsx'
import { personTexts, texts } from './texts.ts'

const BulkCategories = lazily(async () => (await import('./bulk-categories.tsx')).BulkCategories)

type Props = {
  kind: 'company' | 'person'
  selection: Selection | PersonSelection
  chosenCount: number
  count: number
  isAll: boolean
  onAll: () => void
  onNone: () => void
}
type Change =
  | { owner_id: string | null }
  | { inactive: boolean }
  | { deleted: boolean }
  | { categories: CategoryChange }

/** What can be done with all that are chosen. */
export function BulkBar({ kind, selection, chosenCount, count, isAll, onAll, onNone }: Props) {
  const words = kind === 'company' ? texts : personTexts
  const { mayChange } = useRights()
  const queries = useQueryClient()
  const [asks, question] = useDisclosure()
  const { members } = useMembers()
  const [ticks, ticking] = useDisclosure()
  const sms = useSms()
  const shownCount = chosenCount > 10_000 ? '10 000+' : String(chosenCount)
  const post = async (change: Change, of = selection) => {
    const { change_many } = kind === 'company' ? companyList : personList
    const done = await call(change_many, { body: { selection: of, change } as never })
    await queries.invalidateQueries()
    return done
  }
  const change = async (change: Change) => {
    const { ids, left, undo } = await post(change)
    const isDeletion = 'deleted' in change && change.deleted
    const undoing = isDeletion
      ? [...inPortions(ids)].map((ids) => ({ of: { ids }, change: { deleted: false } }))
      : (undo ?? []).map(({ ids, categories }) => ({ of: { ids }, change: { categories } }))
    const said = [
      fill(isDeletion ? words.deleted : words.done, { count: String(ids.length) }),
      ...(left > 0 ? [fill(texts.left, { count: String(left) })] : []),
    ].join(' ')
    const takeBack = async () => {
      for (const { of, change } of undoing) await post(change, of)
      tell(fill(words.done, { count: String(ids.length) }))
    }
    if (undoing.length > 0) tellUndo(said, () => attempt(takeBack))
    else tell(said)
    if (isDeletion) onNone()
  }
  const send = (wanted: Change) => attempt(() => change(wanted))
  const writeSms = () =>
    sms.write(
      kind === 'company'
        ? { to: { companies: selection } as SmsTargetInput, draft: 'companies' }
        : { to: { persons: selection } as SmsTargetInput, draft: 'persons' },
    )
  return (
    <Paper withBorder p="xs" role="group" aria-label={fill(texts.selected, { count: shownCount })}>
      <Group gap="xs">
        <Text size="sm" fw={600} role="status">
          {fill(texts.selected, { count: shownCount })}
        </Text>
        {!isAll && chosenCount < count && (
          <Button variant="subtle" size="compact-sm" onClick={onAll}>
            {fill(texts.select_matching, { count: count > 10_000 ? '10 000+' : String(count) })}
          </Button>
        )}
        <Button variant="subtle" size="compact-sm" onClick={onNone}>
          {texts.unselect}
        </Button>
        {mayChange('crm') && (
          <>
            {kind === 'company' && (
              <Select
                size="xs"
                aria-label={texts.new_owner}
                placeholder={texts.change_owner}
                data={members.map(({ id, name }) => ({ value: id, label: name }))}
                value={null}
                onChange={(owner_id) => owner_id && send({ owner_id })}
                searchable
                w={170}
              />
            )}
            <Button variant="default" size="compact-sm" onClick={ticking.open}>
              {texts.change_categories}
            </Button>
            <Button variant="default" size="compact-sm" onClick={writeSms}>
              {smsTexts.send}
            </Button>
            <Button variant="default" size="compact-sm" onClick={() => send({ inactive: true })}>
              {texts.deactivate}
            </Button>
            <Button variant="default" size="compact-sm" onClick={() => send({ inactive: false })}>
              {texts.activate}
            </Button>
            <Button variant="subtle" color="red" size="compact-sm" onClick={question.open}>
              {texts.delete}
            </Button>
          </>
        )}
      </Group>
      {sms.dialog}
      {ticks && (
        <Suspense fallback={null}>
          <BulkCategories
            title={fill(words.categories_of, { count: shownCount })}
            kind={kind}
            send={(categories) => change({ categories })}
            onClose={ticking.close}
          />
        </Suspense>
      )}
      <Modal
        opened={asks}
        onClose={question.close}
        title={texts.delete}
        closeButtonProps={{ 'aria-label': shared.close }}
      >
        <Text mb="md">{fill(words.delete_question, { count: shownCount })}</Text>
        <Group justify="end">
          <Button variant="default" onClick={question.close} data-autofocus>
            {shared.cancel}
          </Button>
          <Button
            color="red.9"
            onClick={() => {
              question.close()
              void send({ deleted: true })
            }}
          >
            {texts.delete}
          </Button>
        </Group>
      </Modal>
    </Paper>
  )
}

function* inPortions(ids: string[]) {
  for (let at = 0; at < ids.length; at += 5_000) yield ids.slice(at, at + 5_000)
}
