import { useQuery } from '@tanstack/react-query'
import { type ReactNode, Suspense, useState } from 'react'
import { smsSettings } from '#calls/sms-settings.ts'
import { call } from '#web/platform/api.ts'
import { lazily } from '#web/ui/lazily.tsx'
import type { SmsDialogProps } from './sms-dialog.tsx'

const SmsDialog = lazily(async () => (await import('./sms-dialog.tsx')).SmsDialog)

/** Whether text messages can be sent, and how; asked when it is first needed. */
export const useSmsState = () =>
  useQuery({ queryKey: ['sms-state'], queryFn: () => call(smsSettings.state), staleTime: 60_000 })

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
