import { Alert, Button, Group, Skeleton, Text, TextInput, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Consent, ConsentInput, consents } from '#contract/consents.ts'
import { homeZone, localOf } from '#contract/zones.ts'
import { call } from '#web/platform/api.ts'
import { attempt, sentenceOf } from '#web/platform/attempt.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, formatDay, formatMoment, texts as shared } from '#web/platform/texts.ts'
import { DayInput } from '#web/ui/day-input.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { texts } from './texts.ts'

/** Whether a person may be sent advertising, since when and why; given and withdrawn with equal ease (GDPR art. 7). */
export function ConsentSection({ personId }: { personId: string }) {
  const { mayChange } = useRights()
  const queries = useQueryClient()
  const [isGiving, giving] = useDisclosure()
  const { data, error } = useQuery({
    queryKey: ['consents', personId],
    queryFn: () => call(consents.list, { query: { person_id: personId } }),
  })
  if (error) return <Alert color="red">{sentenceOf(error)}</Alert>
  if (!data) return <Skeleton height={64} />
  const { items, stopped_at, is_customer } = data
  const current = items.find(({ withdrawn_at }) => withdrawn_at === null)
  const past = items.filter(({ withdrawn_at }) => withdrawn_at !== null)
  const withdraw = async ({ id, version }: Consent) => {
    await attempt(() => call(consents.withdraw, { params: { id }, version }))
    await queries.invalidateQueries({ queryKey: ['consents'] })
  }
  const may = mayChange('crm')
  return (
    <section aria-label={texts.consent}>
      <Group justify="space-between" align="start">
        <div className="row-text">
          <Title order={3} size="h6">
            {texts.consent}
          </Title>
          <Text size="sm" className="field-value">
            {current ? describe(current) : texts.no_consent_yet}
            {!current && stopped_at && ` ${fill(texts.has_stopped, { at: formatMoment(stopped_at) })}`}
          </Text>
          {!current && !stopped_at && past.length === 0 && is_customer && (
            <Text size="sm" c="dimmed">
              {texts.is_customer}
            </Text>
          )}
        </div>
        {may &&
          (current ? (
            <Button variant="default" size="compact-sm" onClick={() => withdraw(current)}>
              {texts.withdraw}
            </Button>
          ) : (
            <Button variant="default" size="compact-sm" onClick={giving.open}>
              {texts.give}
            </Button>
          ))}
      </Group>
      {past.length > 0 && (
        <details className="sms-folded">
          <summary>{texts.earlier}</summary>
          <ul>
            {past.map((consent) => (
              <li key={consent.id} className="field-value">
                {describe(consent)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {isGiving && <GiveDialog personId={personId} onClose={giving.close} />}
    </section>
  )
}

function describe({ source, given_on, withdrawn_at, withdrawn_source }: Consent) {
  const given = fill(texts.consent_given, { day: formatDay(given_on), source })
  if (!withdrawn_at) return given
  const gone = fill(texts.consent_withdrawn, { at: formatMoment(withdrawn_at) })
  return `${given}. ${gone}${withdrawn_source === 'stop' ? ` (${texts.by_stop})` : ''}`
}

function GiveDialog({ personId, onClose }: { personId: string; onClose: () => void }) {
  const queries = useQueryClient()
  const fields = useFieldErrors()
  const [source, setSource] = useState('')
  const [day, setDay] = useState(() => formatDay(localOf(Date.now(), homeZone).slice(0, 10)))
  const [key] = useState(() => crypto.randomUUID())
  const send = async () => {
    const body = { person_id: personId, purpose: 'sms_marketing', source, given_on: day } as const
    if (!(await fields.check(ConsentInput, body, () => call(consents.give, { body, key })))) return
    onClose()
    await queries.invalidateQueries({ queryKey: ['consents'] })
  }
  return (
    <Dialog title={texts.give} submit={shared.save} fields={fields} onSubmit={send} onClose={onClose}>
      <TextInput
        label={texts.source}
        description={texts.source_hint}
        required
        data-autofocus
        value={source}
        onChange={(event) => setSource(event.currentTarget.value)}
        error={fields.errorOf('source')}
      />
      <DayInput label={texts.given_on} required value={day} onChange={setDay} error={fields.errorOf('given_on')} />
    </Dialog>
  )
}
