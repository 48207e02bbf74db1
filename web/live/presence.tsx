import { Avatar, Group, Text, Tooltip } from '@mantine/core'
import { useEffect, useState } from 'react'
import { live, type LivePresence } from '#contract/live.ts'
import type { Of } from '#web/cards/of.ts'
import { useMembers } from '#web/companies/members.ts'
import { call } from '#web/platform/api.ts'
import { useSession } from '#web/platform/session.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { onPresence } from './live.ts'
import { texts } from './texts.ts'

/** Said so often that a word may be lost before one is taken to have gone (after 45 s). */
const SAY_MS = 20_000
/** Of this window, as long as it lives. */
const windowName = crypto.getRandomValues(new Uint32Array(2)).join('-')
/** From the card to its form and back is no leaving. */
const LEAVE_MS = 500
const leaving = new Map<string, number>()

/** Who else has this card open, and who is changing it. */
export function PresentColleagues({ of, isEditing }: { of: Of; isEditing: boolean }) {
  const present = usePresent(of, isEditing)
  const { user } = useSession()
  const { memberName } = useMembers()
  const others = present
    .filter(({ user_id }) => user_id !== user.id)
    .map((other) => ({ ...other, name: memberName(other.user_id) ?? common.unknown }))
  const sentenceOf = (other: (typeof others)[number]) =>
    fill(other.is_editing ? texts.editing : texts.here, { name: other.name })
  const editing = others.filter(({ is_editing }) => is_editing)
  return (
    <Group gap="xs" role="status" aria-label={texts.others}>
      {others.length > 0 && (
        <Avatar.Group>
          {others.slice(0, 4).map((other) => (
            <Tooltip key={other.user_id} label={sentenceOf(other)} events={{ hover: true, focus: true, touch: true }}>
              <Avatar
                name={other.name}
                role="img"
                aria-label={sentenceOf(other)}
                size="sm"
                variant="filled"
                color={other.is_editing ? 'blue.8' : 'gray.7'}
              />
            </Tooltip>
          ))}
          {others.length > 4 && <Avatar size="sm">+{others.length - 4}</Avatar>}
        </Avatar.Group>
      )}
      {editing.length > 0 && (
        <Text size="sm" c="dimmed">
          {editing.map(sentenceOf).join(', ')}
        </Text>
      )}
    </Group>
  )
}

/** Says that this window has the card open as long as it is seen, and hears who else has. */
function usePresent({ kind, id }: Of, isEditing: boolean) {
  const [present, setPresent] = useState<LivePresence['present']>([])
  useEffect(() => onPresence((told) => told.kind === kind && told.id === id && setPresent(told.present)), [kind, id])
  useEffect(() => {
    const endpoint = live[`${kind}_presence`]
    const say = async (state: 'here' | 'editing' | 'gone') => {
      const body = { window: windowName, state }
      const told = await call(endpoint, { params: { id }, body, keepalive: state === 'gone' }).catch(() => null)
      if (told && state !== 'gone') setPresent(told.present)
    }
    const sayHere = () => void say(isEditing ? 'editing' : 'here')
    const sayGone = () => void say('gone')
    const look = () => (document.visibilityState === 'visible' ? sayHere() : sayGone())
    window.clearTimeout(leaving.get(id))
    look()
    const timer = window.setInterval(() => document.visibilityState === 'visible' && sayHere(), SAY_MS)
    document.addEventListener('visibilitychange', look)
    window.addEventListener('pagehide', sayGone)
    return () => {
      window.clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
      window.removeEventListener('pagehide', sayGone)
      leaving.set(id, window.setTimeout(sayGone, LEAVE_MS))
    }
  }, [kind, id, isEditing])
  return present
}
