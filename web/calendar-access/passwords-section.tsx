import { Button, Stack, Table, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type AppPassword, AppPasswordInput, calendarAccess } from '#contract/calendar-access.ts'
import { call, type Reply } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill, formatMoment, texts as common } from '#web/platform/texts.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { Panel } from '#web/profile/panel.tsx'
import { Question } from '#web/ui/question.tsx'
import { WideTable } from '#web/ui/wide-table.tsx'
import { CopiedField, MadeSecret } from '#web/ui/copied-field.tsx'
import { texts } from './texts.ts'

/** What to type into a calendar program, and the passwords that programs come in with. */
export function PasswordsSection({ access }: { access: Reply<typeof calendarAccess.get> }) {
  const [isMaking, setIsMaking] = useState(false)
  const [password, setPassword] = useState<string | null>(null)
  const { server_address, user_name, passwords } = access
  return (
    <Panel title={texts.two_way} lead={texts.two_way_lead}>
      <Stack gap="sm" align="stretch">
        <CopiedField label={texts.server} value={server_address} />
        <CopiedField label={texts.user_name} value={user_name} />
        <Text size="sm">{texts.password_hint}</Text>
        {passwords.length > 0 ? <Passwords items={passwords} /> : <Text c="dimmed">{texts.no_passwords}</Text>}
        <Button onClick={() => setIsMaking(true)} style={{ alignSelf: 'start' }}>
          {texts.make_password}
        </Button>
      </Stack>
      {isMaking && <NewPassword onMade={setPassword} onClose={() => setIsMaking(false)} />}
      {password && (
        <MadeSecret
          title={texts.password_made}
          label={texts.password}
          value={password}
          onClose={() => setPassword(null)}
        />
      )}
    </Panel>
  )
}

function NewPassword({ onMade, onClose }: { onMade: (password: string) => void; onClose: () => void }) {
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const fields = useFieldErrors()
  const send = async () =>
    fields.check(AppPasswordInput, { name }, async () => {
      const { password } = await call(calendarAccess.make_password, { body: { name } })
      onMade(password)
      onClose()
      await queries.invalidateQueries({ queryKey: ['calendar-access'] })
    })
  return (
    <Dialog title={texts.make_password} submit={texts.make_password} fields={fields} onSubmit={send} onClose={onClose}>
      <TextInput
        label={texts.name}
        description={texts.name_hint}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fields.errorOf('name')}
      />
    </Dialog>
  )
}

function Passwords({ items }: { items: AppPassword[] }) {
  return (
    <WideTable label={texts.passwords} width={480}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.name}</Table.Th>
          <Table.Th>{texts.used}</Table.Th>
          <Table.Th>{texts.made}</Table.Th>
          <Table.Th>
            <VisuallyHidden>{common.actions}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((one) => (
          <Table.Tr key={one.id}>
            <Table.Td maw={260} className="field-value">
              {one.name}
            </Table.Td>
            <Table.Td>{one.last_used_at ? formatMoment(one.last_used_at) : texts.never}</Table.Td>
            <Table.Td>{formatMoment(one.created_at)}</Table.Td>
            <Table.Td ta="end">
              <RevokeButton password={one} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}

function RevokeButton({ password: { id, name } }: { password: AppPassword }) {
  const queries = useQueryClient()
  const [asks, setAsks] = useState(false)
  const revoke = async () => {
    await attempt(() => call(calendarAccess.revoke_password, { params: { id } }))
    await queries.invalidateQueries({ queryKey: ['calendar-access'] })
  }
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={fill(texts.revoke_password, { name })}
        onClick={() => setAsks(true)}
      >
        {texts.revoke}
      </Button>
      {asks && (
        <Question
          title={texts.revoke}
          text={fill(texts.revoke_password_question, { name })}
          onYes={revoke}
          onClose={() => setAsks(false)}
        />
      )}
    </>
  )
}
