import { Alert, Anchor, Button, Group, Paper, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import { type Firm, firm as endpoints, FirmInput, firmLanguages } from '#contract/firm.ts'
import { AddressFields, type FormAddress, noAddress } from '#web/addresses/address-fields.tsx'
import { call, type Refusal } from '#web/platform/api.ts'
import { useDraft, useDraftKey } from '#web/platform/draft.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill, languageName, texts as common } from '#web/platform/texts.ts'
import {
  type FirmForm as Form,
  type FirmTextField,
  mergeFirms,
  tidyFirm,
  toFirmForm,
  toFirmInput,
} from './firm-fields.ts'
import { tell } from '#web/ui/tell-undo.tsx'
import { texts } from './texts.ts'

type Both = ReturnType<typeof mergeFirms>['both']
const labels = { ...common, name: texts.name, language: texts.language }

/** Name, numbers and addresses of our own firm. */
export function FirmForm({ firm }: { firm: Firm }) {
  const draft = useDraft<{ form: Partial<Form>; base: Firm }>(useDraftKey('firm'), { form: {}, base: firm })
  // Without a draft the form follows what is stored.
  const base = draft.isDraft ? draft.value.base : firm
  const stored = toFirmForm(base)
  const form: Form = { ...stored, ...draft.value.form }
  const [both, setBoth] = useState<Both | null>(null)
  const fields = useFieldErrors()
  const queries = useQueryClient()
  const router = useRouter()
  const ref = useRef<HTMLFormElement>(null)
  useHotkeys([['mod+S', () => ref.current?.requestSubmit()]], [])

  const set = (change: (now: Form) => Partial<Form>) =>
    draft.change((now) => ({ base, form: { ...now.form, ...change({ ...stored, ...now.form }) } }))
  const onRefusal = (refusal: Refusal) => {
    if (refusal.code !== 'stale') return false
    const merged = mergeFirms(form, base, refusal.current as Firm)
    draft.change({ form: merged.form, base: refusal.current as Firm })
    setBoth(merged.both)
    return true
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const body = toFirmInput(form)
    const save = async () => {
      queries.setQueryData(['firm'], await call(endpoints.update, { body, version: base.version }))
    }
    if (!(await fields.check(FirmInput, body, save, onRefusal))) return
    draft.discard()
    setBoth(null)
    tell(texts.saved)
    await Promise.all([queries.invalidateQueries(), router.invalidate()])
  }
  const input = (field: FirmTextField, more: object = {}) => (
    <TextInput
      label={labels[field]}
      name={field}
      autoComplete="off"
      value={form[field]}
      onChange={(event) => {
        fields.forget(field)
        const typed = event.currentTarget.value
        set(() => ({ [field]: typed }))
      }}
      onBlur={() => {
        const tidied = tidyFirm(field, form[field])
        if (tidied !== form[field]) set(() => ({ [field]: tidied }))
      }}
      error={fields.errorOf(field)}
      {...more}
    />
  )
  return (
    <form ref={ref} onSubmit={send} noValidate>
      <Paper withBorder p="md">
        <Stack gap="md">
          {draft.wasKept && (
            <Alert color="yellow" p="xs">
              {common.draft}{' '}
              <Anchor component="button" type="button" size="sm" onClick={draft.discard}>
                {common.discard_draft}
              </Anchor>
            </Alert>
          )}
          {both && <Conflict both={both} />}
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            {input('name', { required: true })}
            {input('org_number')}
            {input('phone', { type: 'tel' })}
            {input('email', { type: 'email' })}
            {input('website', { type: 'url' })}
            {input('bank_account')}
            <Select
              label={texts.language}
              description={texts.language_hint}
              allowDeselect={false}
              data={firmLanguages.map((code) => ({ value: code, label: languageName(code) }))}
              value={form.language}
              onChange={(language) => language && set(() => ({ language }))}
            />
          </SimpleGrid>
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
            <AddressOf kind="postal_address" form={form} set={set} fields={fields} />
            <AddressOf kind="visiting_address" form={form} set={set} fields={fields} />
          </SimpleGrid>
          {fields.general}
          <Group>
            <Button type="submit" loading={fields.isSending}>
              {common.save}
            </Button>
            {draft.isDraft && (
              <Button variant="default" onClick={draft.discard}>
                {common.discard_draft}
              </Button>
            )}
          </Group>
        </Stack>
      </Paper>
    </form>
  )
}

function Conflict({ both }: { both: Both }) {
  return (
    <Alert color="orange" role="alert">
      {texts.stale}
      {both.map(({ field, theirs }) => (
        <Text key={field} size="sm">
          {fill(texts.both, { field: labels[field], theirs: theirs || common.empty })}
        </Text>
      ))}
    </Alert>
  )
}

type AddressProps = {
  kind: 'postal_address' | 'visiting_address'
  form: Form
  set: (change: (now: Form) => Partial<Form>) => void
  fields: ReturnType<typeof useFieldErrors>
}

function AddressOf({ kind, form, set, fields }: AddressProps) {
  const onChange = (change: (now: FormAddress | null) => FormAddress | null) => {
    fields.forget(kind)
    set((now) =>
      kind === 'postal_address'
        ? { postal_address: change(now.postal_address) ?? noAddress }
        : { visiting_address: change(now.visiting_address) },
    )
  }
  return (
    <AddressFields
      legend={common[kind]}
      name={kind}
      value={form[kind]}
      onChange={onChange}
      errorOf={(line) => fields.errorOf(`${kind}.${line}`)}
      country="NO"
      {...(kind === 'visiting_address' ? { instead: common.same_as_postal } : {})}
    />
  )
}
