import { useQuery } from '@tanstack/react-query'
import { type ReactNode, Suspense, useState } from 'react'
import { smsSettings } from '#calls/sms-settings.ts'
import { idOf, type Of } from '#web/cards/of.ts'
import { call } from '#web/platform/api.ts'
import { useRights } from '#web/platform/session.ts'
import { lazily } from '#web/ui/lazily.tsx'
import type { SmsDialogProps } from './sms-dialog.tsx'

const SmsDialog = lazily(async () => (await import('./sms-dialog.tsx')).SmsDialog)

/** Whether text messages can be sent, and how; asked when it is first needed. */
export const useSmsState = () =>
  useQuery({ queryKey: ['sms-state'], queryFn: () => call(smsSettings.state), staleTime: 60_000 })

/** Whether this one may send text messages from here. */
export function useSendsSms() {
  const { data } = useSmsState()
  const { mayChange } = useRights()
  return data?.is_set === true && mayChange('crm')
}

/** To a company or a person; to the number that is given, or to those that fit by themselves. */
export const smsTo = (of: Of, number?: string): Omit<SmsDialogProps, 'onClose'> => ({
  to: { ...idOf(of), ...(number ? { number } : {}) },
  name: of.name,
  draft: `${of.kind}:${of.id}`,
})

export type WriteSms = (to: Omit<SmsDialogProps, 'onClose'>) => void

/** A way to write a text message, and the place of the dialog in which it is written. */
export function useSms(): { write: WriteSms; dialog: ReactNode } {
  const [to, setTo] = useState<Omit<SmsDialogProps, 'onClose'> | null>(null)
  const dialog = to && (
    <Suspense>
      <SmsDialog {...to} onClose={() => setTo(null)} />
    </Suspense>
  )
  return { write: setTo, dialog }
}
