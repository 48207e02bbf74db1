import { Alert, Button, Checkbox, Group, Skeleton, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { firm, type NumberSeries } from '#contract/firm.ts'
import { call, type Refusal } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { texts } from './texts.ts'

/** Which number the next company gets. What is taken from there on is told before anything is set. */
export function SeriesForm() {
  const queries = useQueryClient()
  const series = useQuery({ queryKey: ['customer-numbers'], queryFn: () => call(firm.series) })
  const [typed, setTyped] = useState<string | null>(null)
  const [passes, setPasses] = useState(false)
  const fields = useFieldErrors()
  const text = (typed ?? String(series.data?.next_number ?? '')).replace(/\s/g, '')
  const [from] = useDebouncedValue(text, 200)
  const isNumber = /^[1-9]\d{0,11}$/.test(from)
  const look = useQuery({
    queryKey: ['customer-numbers', from],
    queryFn: () => call(firm.series, { query: { from: Number(from) } }),
    enabled: isNumber && typed !== null,
  })
  if (series.error && !series.data) return <Alert color="red">{sentenceOf(series.error)}</Alert>
  if (!series.data) return <Skeleton height={60} />
  const { version, next_number } = series.data
  const shown = typed === null ? series.data : isNumber ? look.data : undefined
  const onRefusal = (refusal: Refusal) => {
    if (refusal.code === 'stale') void queries.invalidateQueries({ queryKey: ['customer-numbers'] })
    return false
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const body = { next_number: Number(text || 'none'), pass_over_taken: passes }
    const save = () => call(firm.set_series, { body, version })
    if (!(await fields.check(firm.set_series.body, body, save, onRefusal))) return
    setTyped(null)
    setPasses(false)
    await queries.invalidateQueries()
  }
  return (
    <form onSubmit={send} noValidate>
      <Group align="end" gap="sm">
        <TextInput
          label={texts.next_number}
          inputMode="numeric"
          autoComplete="off"
          w={180}
          value={typed ?? String(next_number)}
          onChange={(event) => {
            fields.forget('next_number')
            setTyped(event.currentTarget.value)
          }}
          error={fields.errorOf('next_number') !== undefined}
          aria-describedby="series-told"
        />
        <Button type="submit" variant="default" loading={fields.isSending} disabled={text === String(next_number)}>
          {common.save}
        </Button>
      </Group>
      <div id="series-told">
        {fields.errorOf('next_number') && (
          <Text size="sm" c="var(--mantine-color-error)" mt={6} role="alert">
            {fields.errorOf('next_number')}
          </Text>
        )}
        <Text size="sm" mt={6} role="status">
          {shown && tell(shown)}
        </Text>
      </div>
      {typed !== null && shown !== undefined && shown.taken > 0 && (
        <Checkbox
          mt="xs"
          label={texts.pass_over}
          checked={passes}
          onChange={(event) => setPasses(event.currentTarget.checked)}
        />
      )}
      {!fields.errorOf('next_number') && fields.general}
    </form>
  )
}

function tell({ taken, next_number, next_free, highest_taken }: NumberSeries): string {
  const values = {
    count: String(taken),
    from: String(next_number),
    highest: String(highest_taken),
    number: String(next_free),
  }
  if (taken === 0) return fill(texts.gets, values)
  return fill(taken === 1 ? texts.taken_one : texts.taken, values)
}
