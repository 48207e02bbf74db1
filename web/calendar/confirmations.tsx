import { Suspense, useState } from 'react'
import type { Appointment } from '#contract/appointments.ts'
import { invitations } from '#contract/invitations.ts'
import { call } from '#web/platform/api.ts'
import { useRights } from '#web/platform/session.ts'
import { lazily } from '#web/ui/lazily.tsx'

export const InvitationsDialog = lazily(
  async () => (await import('#web/invitations/invitations-dialog.tsx')).InvitationsDialog,
)

/** Whom of those outside a change is to be offered to: all of them, or those who got a letter before. */
type Whom = 'all' | 'invited'

/** A confirmation is offered to those outside who have not been told of an appointment as it is now. */
export function useConfirmations(onDone: () => void = () => undefined) {
  const [offered, setOffered] = useState<string | null>(null)
  const { mayChange } = useRights()
  const close = () => {
    setOffered(null)
    onDone()
  }
  const offer = async (appointment: Appointment, whom: Whom) => {
    if (mayChange('crm') && (await isUntold(appointment, whom))) setOffered(appointment.id)
    else onDone()
  }
  const dialog = offered && (
    <Suspense>
      <InvitationsDialog appointmentId={offered} onClose={close} />
    </Suspense>
  )
  return { offer, dialog }
}

async function isUntold({ id, sequence, participants }: Appointment, whom: Whom) {
  const outside = participants.filter(({ kind }) => kind !== 'user')
  if (outside.length === 0) return false
  // Where it is not known, it is asked.
  const sent = await call(invitations.sent, { params: { id } }).then(
    ({ items }) => items,
    () => [],
  )
  return outside.some((one) => {
    const letter = sent.find(({ kind, id: of }) => kind === one.kind && of === one.id)
    return letter ? letter.sent_sequence < sequence : whom === 'all'
  })
}
