import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CompanyCard } from '#contract/companies.ts'
import { registerCompanies, type RegisterChange } from '#contract/register-companies.ts'
import { call } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { fill } from '#web/platform/texts.ts'
import { tell } from '#web/ui/tell-undo.tsx'
import { labelOf, showValue } from './show.ts'
import { texts } from './texts.ts'

type Props = { company: CompanyCard; changes: RegisterChange[]; onDone?: () => void }

/** Where the register says something else than the card: what is ticked is taken over, or put aside. */
export function Changes({ company, changes, onDone }: Props) {
  const { mayChange } = useRights()
  const queries = useQueryClient()
  const [unticked, setUnticked] = useState<string[]>([])
  const [isSending, setIsSending] = useState(false)
  const [make_inactive, setMakeInactive] = useState(true)
  const chosen = changes.filter(({ id }) => !unticked.includes(id)).map(({ id }) => id)
  const settle = async (body: { accept: string[]; make_inactive: boolean } | { dismiss: string[] }, done: string) => {
    setIsSending(true)
    const { id, version } = company
    const isDone = await attempt(() => call(registerCompanies.settle, { params: { id }, body, version }))
    await queries.invalidateQueries()
    setIsSending(false)
    if (!isDone) return
    tell(done)
    if (chosen.length === changes.length) onDone?.()
  }
  return (
    <Stack gap="sm">
      <Stack gap={10} component="ul" className="plain-list">
        {changes.map((change) => (
          <li key={change.id}>
            <Checkbox
              checked={!unticked.includes(change.id)}
              disabled={!mayChange('crm')}
              label={<ChangeText change={change} />}
              onChange={({ currentTarget: { checked } }) =>
                setUnticked(checked ? unticked.filter((id) => id !== change.id) : [...unticked, change.id])
              }
            />
            {change.field === 'deleted_on' && company.inactive_at === null && (
              <Checkbox
                size="xs"
                mt={6}
                ml={32}
                checked={make_inactive && chosen.includes(change.id)}
                disabled={!mayChange('crm') || !chosen.includes(change.id)}
                label={texts.make_inactive}
                onChange={({ currentTarget: { checked } }) => setMakeInactive(checked)}
              />
            )}
          </li>
        ))}
      </Stack>
      {mayChange('crm') ? (
        <Group gap="xs">
          <Button
            size="compact-md"
            loading={isSending}
            disabled={chosen.length === 0}
            onClick={() => settle({ accept: chosen, make_inactive }, texts.was_accepted)}
          >
            {texts.accept}
          </Button>
          <Button
            size="compact-md"
            variant="default"
            disabled={chosen.length === 0 || isSending}
            onClick={() => settle({ dismiss: chosen }, texts.was_dismissed)}
          >
            {texts.dismiss}
          </Button>
        </Group>
      ) : (
        <Text size="sm" c="dimmed">
          {texts.may_not_change}
        </Text>
      )}
    </Stack>
  )
}

function ChangeText({ change: { field, old_value, new_value } }: { change: RegisterChange }) {
  const isFact = field === 'is_bankrupt' || field === 'is_winding_up'
  const consequence = isFact ? texts.is_shown : field === 'managing_director' && texts.becomes_contact
  return (
    <>
      <Text span size="sm" fw={600}>
        {labelOf(field)}
        {field === 'deleted_on' && ` ${showValue(field, new_value)}`}
      </Text>
      {!isFact && field !== 'deleted_on' && (
        <Text span size="sm" display="block" className="field-value">
          {fill(texts.from_to, { old: showValue(field, old_value), now: showValue(field, new_value) })}
        </Text>
      )}
      {consequence && (
        <Text span size="xs" c="dimmed" display="block">
          {consequence}
        </Text>
      )}
    </>
  )
}
