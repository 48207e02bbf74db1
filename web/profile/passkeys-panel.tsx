import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useState } from 'react'
import { type Profile, profile as contract } from '#contract/profile.ts'
import { call } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill, formatMoment, texts as common } from '#web/platform/texts.ts'
import { Question } from '#web/ui/question.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { canUsePasskeys, makePasskey } from './passkey.ts'
import { Panel, useRefreshProfile } from './panel.tsx'
import { texts } from './texts.ts'

type Passkey = Profile['passkeys'][number]

/** Passnøkler: several, each with a name of its own. */
export function PasskeysPanel({ profile }: { profile: Profile }) {
  const [isAdding, setIsAdding] = useState(false)
  const isPossible = canUsePasskeys()
  return (
    <Panel
      title={texts.passkeys}
      lead={isPossible ? texts.passkeys_lead : `${texts.passkeys_lead} ${texts.passkey_address}`}
      button={
        <Button
          variant="default"
          leftSection={<IconFingerprint size={16} />}
          disabled={!isPossible}
          onClick={() => setIsAdding(true)}
        >
          {texts.add_passkey}
        </Button>
      }
    >
      <Stack gap="sm">
        {profile.passkeys.length === 0 && (
          <Text c="dimmed" size="sm">
            {texts.no_passkeys}
          </Text>
        )}
        {profile.passkeys.map((passkey) => (
          <PasskeyLine key={passkey.id} passkey={passkey} />
        ))}
      </Stack>
      {isAdding && <NewPasskey onClose={() => setIsAdding(false)} />}
    </Panel>
  )
}

function PasskeyLine({ passkey }: { passkey: Passkey }) {
  const refresh = useRefreshProfile()
  const [asked, setAsked] = useState<'rename' | 'remove' | null>(null)
  const { name, created_at, used_at, is_synced } = passkey
  const remove = async () => {
    await attempt(() => call(contract.remove_passkey, { params: { id: passkey.id } }))
    await refresh()
  }
  return (
    <Group justify="space-between" wrap="nowrap">
      <div>
        <Text className="field-value">{name}</Text>
        <Text size="sm" c="dimmed">
          {[
            fill(texts.made, { when: formatMoment(created_at) }),
            used_at ? fill(texts.used, { when: formatMoment(used_at) }) : texts.not_used,
            is_synced && texts.synced,
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
      <Group gap="xs" wrap="nowrap" flex="none">
        <Button
          size="compact-sm"
          variant="default"
          aria-label={fill(texts.rename_passkey, { name })}
          onClick={() => setAsked('rename')}
        >
          {texts.rename}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={fill(texts.remove_passkey, { name })}
          onClick={() => setAsked('remove')}
        >
          {texts.remove}
        </Button>
      </Group>
      {asked === 'rename' && <PasskeyName passkey={passkey} onClose={() => setAsked(null)} />}
      {asked === 'remove' && (
        <Question
          title={texts.remove}
          text={fill(texts.remove_passkey_question, { name })}
          onYes={remove}
          onClose={() => setAsked(null)}
        />
      )}
    </Group>
  )
}

export function NewPasskey({ onClose, onAdded }: { onClose: () => void; onAdded?: () => unknown }) {
  const refresh = useRefreshProfile()
  const [name, setName] = useState('')
  const [isStopped, setIsStopped] = useState(false)
  const fields = useFieldErrors()
  const send = async () => {
    setIsStopped(false)
    const { passkey_options, add_passkey, rename_passkey } = contract
    const isAnswered = await fields.check(rename_passkey.body, { name }, async () => {
      const answer = await makePasskey(await call(passkey_options))
      setIsStopped(answer === null)
      if (!answer) return
      await call(add_passkey, { body: { name, answer } })
      onClose()
      await onAdded?.()
    })
    if (isAnswered) await refresh()
  }
  return (
    <Dialog title={texts.add_passkey} submit={texts.continue} fields={fields} onSubmit={send} onClose={onClose}>
      <TextInput
        label={texts.passkey_name}
        description={texts.passkey_name_hint}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fields.errorOf('name')}
      />
      {isStopped && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)">
          {texts.passkey_stopped}
        </Text>
      )}
    </Dialog>
  )
}

function PasskeyName({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const refresh = useRefreshProfile()
  const [name, setName] = useState(passkey.name)
  const fields = useFieldErrors()
  const send = async () => {
    const { rename_passkey } = contract
    const rename = () => call(rename_passkey, { params: { id: passkey.id }, body: { name } })
    if (!(await fields.check(rename_passkey.body, { name }, rename))) return
    await refresh()
    onClose()
  }
  return (
    <Dialog title={texts.rename} submit={common.save} fields={fields} onSubmit={send} onClose={onClose}>
      <TextInput
        label={texts.passkey_name}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fields.errorOf('name')}
      />
    </Dialog>
  )
}
