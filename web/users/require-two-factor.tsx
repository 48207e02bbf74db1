import { Anchor, Paper, Switch, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { firm as contract } from '#contract/firm.ts'
import type { User } from '#contract/users.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { fill } from '#web/platform/texts.ts'
import { Question } from '#web/ui/question.tsx'
import { texts } from './texts.ts'

/** Whether everybody in the firm needs a second step; those without one are led to set it up. */
export function RequireTwoFactor({ users }: { users: User[] }) {
  const queries = useQueryClient()
  const { data: firm } = useQuery({ queryKey: ['firm'], queryFn: () => call(contract.get) })
  const [isAsked, setIsAsked] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const lacking = users.filter(({ has_two_factor, deactivated_at }) => !has_two_factor && !deactivated_at).length
  const change = async (requires_two_factor: boolean) => {
    if (!firm) return
    setRefusal(null)
    try {
      const body = { requires_two_factor }
      queries.setQueryData(['firm'], await call(contract.require_two_factor, { body, version: firm.version }))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      setRefusal(error)
      await queries.invalidateQueries({ queryKey: ['firm'] })
    }
  }
  return (
    <Paper withBorder p="md">
      <Switch
        label={texts.require_two_factor}
        description={texts.require_two_factor_hint}
        checked={firm?.requires_two_factor ?? false}
        disabled={!firm}
        onChange={(event) => (event.currentTarget.checked ? setIsAsked(true) : change(false))}
      />
      {refusal && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)" mt="xs">
          {sentenceOf(refusal)}{' '}
          {refusal.errors[0]?.code === 'own_two_factor_first' && (
            <Anchor component={Link} to="/profile" inherit underline="always">
              {texts.to_profile}
            </Anchor>
          )}
        </Text>
      )}
      {isAsked && (
        <Question
          title={texts.require_two_factor}
          text={lacking === 0 ? texts.nobody_lacks : fill(texts.some_lack, { count: String(lacking) })}
          onYes={() => change(true)}
          onClose={() => setIsAsked(false)}
        />
      )}
    </Paper>
  )
}
