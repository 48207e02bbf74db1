import { Modal, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { session } from '#contract/session.ts'
import { call } from '#web/platform/api.ts'
import { texts as common } from '#web/platform/texts.ts'
import { ConfirmForm } from './confirm-form.tsx'
import { texts } from './texts.ts'

/** Over whatever is open: who sits there? */
export function ConfirmDialog({ onConfirmed, onClose }: { onConfirmed: () => void; onClose: () => void }) {
  const ways = useQuery({ queryKey: ['ways-to-confirm'], queryFn: () => call(session.ways_to_confirm), gcTime: 0 })
  return (
    <Modal
      opened
      onClose={onClose}
      title={texts.confirm_title}
      zIndex={300}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      {ways.isPending ? (
        <Skeleton height={140} />
      ) : (
        <ConfirmForm
          lead={texts.confirm_lead}
          ways={{ password: true, ...(ways.data ?? { code: false, passkey: false }) }}
          onConfirmed={onConfirmed}
          onClose={onClose}
        />
      )}
    </Modal>
  )
}
