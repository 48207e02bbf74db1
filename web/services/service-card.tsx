import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ComponentType, type ReactNode, useId } from 'react'
import { useRights } from '#web/platform/session.ts'
import { fill, texts as shared, type TextKey } from '#web/platform/texts.ts'
import { texts } from './texts.ts'

export type ServiceState =
  | { is: 'working' }
  | { is: 'ready' }
  /** The company has not what the service goes by: one of these fields is to be filled in. */
  | { is: 'lacking'; fields: [TextKey, ...TextKey[]]; why?: string }
  /** The firm has not set it up; where an administrator does so, if she can. */
  | { is: 'not_set_up'; why: string; settings?: string }
  | { is: 'failed'; why: string; onAgain?: () => unknown }

type Props = {
  title: string
  icon: ComponentType<{ size: number }>
  state: ServiceState
  /** Opens the form of the company at a field. */
  onFill: (field: TextKey) => void
  /** What the service shows or does; also where it lacks something, when there is anything to show. */
  children?: ReactNode
}

/** A service for one company: what it is called, how it stands, what it does, and a way on where it can not. */
export function ServiceCard({ title, icon: Icon, state, onFill, children }: Props) {
  const id = useId()
  return (
    <Paper component="section" withBorder p="md" aria-labelledby={id} className="service">
      <Group justify="space-between" mb="xs" wrap="nowrap">
        <Group gap={8} wrap="nowrap">
          <Icon size={18} />
          <Title order={2} size="h5" id={id}>
            {title}
          </Title>
        </Group>
        <StateBadge state={state} />
      </Group>
      <Stack gap="xs">
        <WayOn state={state} onFill={onFill} />
        {children}
      </Stack>
    </Paper>
  )
}

const colors = { working: 'gray', ready: 'teal', lacking: 'yellow', not_set_up: 'gray', failed: 'red' } as const

function StateBadge({ state }: { state: ServiceState }) {
  return (
    <Badge className="service-state" variant="dot" color={colors[state.is]} role="status">
      {texts[`state_${state.is}`]}
    </Badge>
  )
}

function WayOn({ state, onFill }: Pick<Props, 'state' | 'onFill'>) {
  const { mayChange, isAdministrator } = useRights()
  if (state.is === 'lacking') {
    const [first] = state.fields
    const names = state.fields.map((field) => shared[field].toLocaleLowerCase()).join(texts.or)
    return (
      <Group justify="space-between">
        <Text size="sm">{state.why ?? fill(texts.lacks, { field: names }).replace('..', '.')}</Text>
        {mayChange('crm') && (
          <Button size="compact-sm" variant="default" onClick={() => onFill(first)}>
            {fill(texts.fill_in, { field: shared[first].toLocaleLowerCase() })}
          </Button>
        )}
      </Group>
    )
  }
  if (state.is === 'not_set_up')
    return (
      <Group justify="space-between">
        <Text size="sm">{state.why}</Text>
        {state.settings && isAdministrator && (
          <Button size="compact-sm" variant="default" component={Link} to={state.settings}>
            {texts.set_up}
          </Button>
        )}
      </Group>
    )
  if (state.is === 'failed')
    return (
      <Group justify="space-between">
        <Text size="sm">{state.why}</Text>
        {state.onAgain && (
          <Button size="compact-sm" variant="default" onClick={state.onAgain}>
            {texts.again}
          </Button>
        )}
      </Group>
    )
  return null
}
