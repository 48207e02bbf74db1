import { Anchor, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconDeviceMobile, IconFingerprint } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { session } from '#contract/session.ts'
import { call, Refusal, type Reply } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { signOut, switchFirm } from '#web/platform/leave.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { ConfirmForm } from '#web/profile/confirm-form.tsx'
import { canUsePasskeys } from '#web/profile/passkey.ts'
import { NewPasskey } from '#web/profile/passkeys-panel.tsx'
import { RecoveryCodes, Scan, type Secret, useStartTwoFactor } from '#web/profile/two-factor-panel.tsx'
import { useEnter } from './enter.ts'
import { Frame } from './frame.tsx'
import { texts } from './texts.ts'

const readAll = async () => ({ here: await call(session.get), ways: await call(session.ways_to_confirm) })

/** The firm asks for a second step: the one that there is, or a new one, before anything else. */
export function SecondStepPage() {
  const enter = useEnter()
  const navigate = useNavigate()
  const { data, error } = useQuery({ queryKey: ['second-step'], queryFn: readAll, staleTime: Infinity, gcTime: 0 })
  const isOut = error instanceof Refusal && error.status === 401
  useEffect(() => {
    if (isOut) void navigate({ to: '/sign-in' })
  }, [isOut, navigate])
  if (error && !isOut) return <Frame title={texts.second_step}>{sentenceOf(error)}</Frame>
  if (!data) return <Skeleton height={240} />
  const { here, ways } = data
  const isThere = ways.code || ways.passkey
  const lead = isThere ? texts.second_step_show : texts.second_step_set_up
  return (
    <Frame title={texts.second_step} lead={fill(lead, { firm: here.firm.name })} way_back={false}>
      {isThere ? (
        <ConfirmForm
          lead={ways.code ? texts.show_code : texts.show_passkey}
          ways={{ ...ways, password: false }}
          onConfirmed={enter}
        />
      ) : (
        <SetUp onDone={enter} />
      )}
      <WaysOut here={here} />
    </Frame>
  )
}

type Step = { is: 'passkey' } | { is: 'scan'; secret: Secret } | { is: 'codes'; codes: string[] }

function SetUp({ onDone }: { onDone: () => unknown }) {
  const [step, setStep] = useState<Step | null>(null)
  const [start, isStarting] = useStartTwoFactor((secret) => setStep({ is: 'scan', secret }))
  const close = () => setStep(null)
  return (
    <Stack gap="sm">
      <Button leftSection={<IconDeviceMobile size={18} />} loading={isStarting} onClick={start}>
        {texts.set_up_app}
      </Button>
      <Text size="sm" c="dimmed">
        {texts.set_up_app_hint}
      </Text>
      {canUsePasskeys() && (
        <>
          <Button
            variant="default"
            leftSection={<IconFingerprint size={18} />}
            onClick={() => setStep({ is: 'passkey' })}
          >
            {texts.set_up_passkey}
          </Button>
          <Text size="sm" c="dimmed">
            {texts.set_up_passkey_hint}
          </Text>
        </>
      )}
      {step?.is === 'scan' && (
        <Scan secret={step.secret} onClose={close} onCodes={(codes) => setStep({ is: 'codes', codes })} />
      )}
      {step?.is === 'codes' && <RecoveryCodes codes={step.codes} onClose={onDone} />}
      {step?.is === 'passkey' && <NewPasskey onClose={close} onAdded={onDone} />}
    </Stack>
  )
}

/** Another firm, where it is not asked for; or out. */
function WaysOut({ here }: { here: Reply<typeof session.get> }) {
  return (
    <Group gap="md" mt="md">
      {here.firms
        .filter(({ id }) => id !== here.firm.id)
        .map(({ id, name }) => (
          <Anchor key={id} component="button" type="button" size="sm" onClick={() => switchFirm(id)}>
            {fill(texts.go_to_firm, { firm: name })}
          </Anchor>
        ))}
      <Anchor component="button" type="button" size="sm" onClick={signOut}>
        {common.sign_out}
      </Anchor>
    </Group>
  )
}
