import { Badge, Button, Code, CopyButton, Group, Modal, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Profile, profile as contract } from '#contract/profile.ts'
import { call, type Reply } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { Question } from '#web/ui/question.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Panel, useRefreshProfile } from './panel.tsx'
import { QrCode } from './qr-code.tsx'
import { texts } from './texts.ts'

export type Secret = Reply<typeof contract.start_two_factor>
type Step = { is: 'turn_off' | 'new_codes' } | { is: 'scan'; secret: Secret } | { is: 'codes'; codes: string[] }

/** To-trinns innlogging: on by a code of the app, with recovery codes for the day that the phone is lost. */
export function TwoFactorPanel({ profile }: { profile: Profile }) {
  const [step, setStep] = useState<Step | null>(null)
  const { is_on, recovery_codes_left } = profile.two_factor
  const [turnOn, isStarting] = useStartTwoFactor((secret) => setStep({ is: 'scan', secret }))
  const turnOff = useTurnOff()
  const close = () => setStep(null)
  return (
    <Panel
      title={texts.two_factor}
      lead={texts.two_factor_lead}
      button={
        <Badge variant="light" size="lg" tt="none" color={is_on ? 'fjord' : 'gray'}>
          {is_on ? texts.two_factor_on : texts.two_factor_off}
        </Badge>
      }
    >
      <Group justify="space-between">
        {is_on ? (
          <>
            <Text size="sm">{fill(texts.codes_left, { count: String(recovery_codes_left) })}</Text>
            <Group gap="xs">
              <Button variant="default" onClick={() => setStep({ is: 'new_codes' })}>
                {texts.new_codes}
              </Button>
              <Button variant="default" onClick={() => setStep({ is: 'turn_off' })}>
                {texts.turn_off}
              </Button>
            </Group>
          </>
        ) : (
          <Button loading={isStarting} onClick={turnOn}>
            {texts.turn_on}
          </Button>
        )}
      </Group>
      {step?.is === 'scan' && (
        <Scan secret={step.secret} onClose={close} onCodes={(codes) => setStep({ is: 'codes', codes })} />
      )}
      {step?.is === 'codes' && <RecoveryCodes codes={step.codes} onClose={close} />}
      {step?.is === 'new_codes' && (
        <NewCodes
          onClose={() => setStep((now) => (now?.is === 'new_codes' ? null : now))}
          onCodes={(codes) => setStep({ is: 'codes', codes })}
        />
      )}
      {step?.is === 'turn_off' && (
        <Question title={texts.turn_off_title} text={texts.turn_off_question} onYes={turnOff} onClose={close} />
      )}
    </Panel>
  )
}

/** Asks for a secret for the app; the button waits meanwhile. */
export function useStartTwoFactor(onSecret: (secret: Secret) => void) {
  const [isStarting, setIsStarting] = useState(false)
  const start = async () => {
    setIsStarting(true)
    await attempt(async () => onSecret(await call(contract.start_two_factor)))
    setIsStarting(false)
  }
  return [start, isStarting] as const
}

function useTurnOff() {
  const refresh = useRefreshProfile()
  return async () => {
    await attempt(() => call(contract.end_two_factor))
    await refresh()
  }
}

type ScanProps = { secret: Secret; onClose: () => void; onCodes: (codes: string[]) => void }

export function Scan({ secret, onClose, onCodes }: ScanProps) {
  const refresh = useRefreshProfile()
  const [code, setCode] = useState('')
  const fields = useFieldErrors()
  const send = () => {
    const body = { code }
    const { confirm_two_factor } = contract
    return fields.check(confirm_two_factor.body, body, async () => {
      const { codes } = await call(confirm_two_factor, { body })
      onCodes(codes)
      await refresh()
    })
  }
  return (
    <Dialog title={texts.scan} submit={texts.turn_on} fields={fields} onSubmit={send} onClose={onClose}>
      <Text size="sm" c="dimmed">
        {texts.scan_lead}
      </Text>
      <Group justify="center">
        <QrCode text={secret.uri} label={texts.qr} />
      </Group>
      <div>
        <Text size="sm">{texts.secret}</Text>
        <Code block className="field-value">
          {secret.secret.replace(/(.{4})(?=.)/g, '$1 ')}
        </Code>
      </div>
      <TextInput
        label={texts.app_code}
        data-autofocus
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={fields.errorOf('code')}
      />
    </Dialog>
  )
}

export function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const text = codes.join('\n')
  return (
    <Modal
      opened
      onClose={onClose}
      title={texts.codes_title}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <Stack gap="sm">
        <Text size="sm">{texts.codes_lead}</Text>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={4}>
          {codes.map((code) => (
            <Code key={code} fz="sm">
              {code}
            </Code>
          ))}
        </SimpleGrid>
        <Group gap="xs">
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? texts.copied : texts.copy}
              </Button>
            )}
          </CopyButton>
          <Button
            variant="default"
            component="a"
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(`Kundebok\n\n${text}\n`)}`}
            download={texts.codes_file}
          >
            {texts.download}
          </Button>
        </Group>
        <Group justify="end">
          <Button onClick={onClose}>{texts.codes_kept}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function NewCodes({ onClose, onCodes }: { onClose: () => void; onCodes: (codes: string[]) => void }) {
  const refresh = useRefreshProfile()
  const renew = async () => {
    let codes: string[] = []
    if (await attempt(async () => ({ codes } = await call(contract.renew_recovery_codes)))) onCodes(codes)
    await refresh()
  }
  return <Question title={texts.new_codes} text={texts.new_codes_hint} onYes={renew} onClose={onClose} />
}
