import { Button, Group, Paper, Text, Textarea } from '@mantine/core'
import { useRef } from 'react'
import { smsFields } from '#contract/sms.ts'
import { segmentsOf } from '#contract/sms-text.ts'
import { fill, formatKroner } from '#web/platform/texts.ts'
import { texts } from './texts.ts'
import type { Preview } from './use-preview.ts'

type FieldProps = { text: string; onChange: (text: string) => void; error: string | undefined; label?: string }

/** The text with buttons for its fields; each is put where the cursor stands. */
export function TextWithFields({ text, onChange, error, label = texts.text }: FieldProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const insert = (field: string) => {
    const { selectionStart = text.length, selectionEnd = text.length } = area.current ?? {}
    const written = `{{${field}}}`
    onChange(text.slice(0, selectionStart) + written + text.slice(selectionEnd))
    const place = selectionStart + written.length
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(place, place)
    })
  }
  return (
    <div>
      <Textarea
        ref={area}
        label={label}
        required
        autosize
        minRows={4}
        maxRows={12}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
      />
      <Group gap={6} mt={6} role="group" aria-label={texts.insert.replace(':', '')}>
        <Text size="sm" c="dimmed">
          {texts.insert}
        </Text>
        {smsFields.map((field) => (
          <Button key={field} variant="default" size="compact-xs" onClick={() => insert(field)}>
            {texts[field]}
          </Button>
        ))}
      </Group>
    </div>
  )
}

type Props = FieldProps & {
  longest: number
  /** What the program adds to an advertisement. */
  added: string
  preview: Preview | null
}

/** The text, how long it is, as its first reader sees it, and what all of it costs. */
export function SmsText({ longest, added, preview, ...field }: Props) {
  const { text } = field
  const whole = added && text.trim() && !/\bstopp?\b/i.test(text) ? `${text.trim()}\n${added}` : text
  const first = preview?.recipients[0]
  return (
    <div>
      <TextWithFields {...field} />
      <SmsLength text={whole} longest={longest} />
      {preview?.sample && first && /\{\{/.test(text) && (
        <Paper withBorder p="sm" mt="xs" component="section" aria-label={fill(texts.sample, { name: first.name })}>
          <Text size="sm" c="dimmed" className="field-value">
            {fill(texts.sample, { name: first.name })}
          </Text>
          <Text size="sm" className="field-value" style={{ whiteSpace: 'pre-wrap' }}>
            {preview.sample}
          </Text>
        </Paper>
      )}
      {preview !== null && preview.parts > 0 && (
        <Text size="sm" fw={500} mt={6}>
          {fill(texts.total, { parts: partsText(preview.parts) })}
          {preview.price_ore !== null && `, ${fill(texts.price, { price: formatKroner(preview.price_ore) })}`}
        </Text>
      )}
    </div>
  )
}

/** How long a text is, as how many messages it is sent, and what makes it more than one thinks. */
export function SmsLength({ text, longest }: { text: string; longest: number }) {
  const { parts, left, encoding } = segmentsOf(text)
  return (
    <>
      <Text size="sm" c={text.length > longest ? 'var(--mantine-color-error)' : 'dimmed'} mt={6} aria-live="polite">
        {fill(texts.length, {
          ...{ characters: String(text.length), longest: String(longest) },
          ...{ parts: partsText(parts), left: String(left) },
        })}
      </Text>
      {encoding === 'ucs2' && (
        <Text size="sm" c="dimmed">
          {texts.is_wide}
        </Text>
      )}
    </>
  )
}

export const partsText = (count: number) => (count === 1 ? texts.part : fill(texts.parts, { count: String(count) }))
