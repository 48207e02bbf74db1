import { Button, Group, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { calendarAccess } from '#contract/calendar-access.ts'
import { call, type Reply } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { fill, formatMoment } from '#web/platform/texts.ts'
import { Panel } from '#web/profile/panel.tsx'
import { Question } from '#web/ui/question.tsx'
import { MadeSecret } from '#web/ui/copied-field.tsx'
import { texts } from './texts.ts'

/** The secret address: whether there is one, and a way to make, replace and end it. */
export function FeedSection({ feed }: { feed: Reply<typeof calendarAccess.get>['feed'] }) {
  const queries = useQueryClient()
  const [asks, setAsks] = useState<'make' | 'revoke' | null>(null)
  const [address, setAddress] = useState<string | null>(null)
  const refresh = () => queries.invalidateQueries({ queryKey: ['calendar-access'] })
  const make = async () => {
    await attempt(async () => setAddress((await call(calendarAccess.make_feed)).address))
    await refresh()
  }
  const revoke = async () => {
    await attempt(() => call(calendarAccess.revoke_feed))
    await refresh()
  }
  return (
    <Panel title={texts.one_way} lead={texts.one_way_lead}>
      <Group justify="space-between">
        <Text>{feed ? fill(texts.feed_since, { moment: formatMoment(feed.created_at) }) : texts.no_feed}</Text>
        <Group gap="xs">
          <Button variant="default" onClick={feed ? () => setAsks('make') : make}>
            {feed ? texts.make_feed_anew : texts.make_feed}
          </Button>
          {feed && (
            <Button variant="default" onClick={() => setAsks('revoke')}>
              {texts.revoke_feed}
            </Button>
          )}
        </Group>
      </Group>
      {asks === 'make' && (
        <Question
          title={texts.make_feed_anew}
          text={texts.make_feed_question}
          onYes={make}
          onClose={() => setAsks(null)}
        />
      )}
      {asks === 'revoke' && (
        <Question
          title={texts.revoke_feed}
          text={texts.revoke_feed_question}
          onYes={revoke}
          onClose={() => setAsks(null)}
        />
      )}
      {address && (
        <MadeSecret title={texts.feed_made} label={texts.feed} value={address} onClose={() => setAddress(null)} />
      )}
    </Panel>
  )
}
