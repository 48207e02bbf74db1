import { Button, Modal, Stack } from '@mantine/core'
import type { Part } from '#contract/appointments.ts'
import { texts as common } from '#web/platform/texts.ts'
import { formTexts } from './texts.ts'

type Props = { onChoose: (scope: Part['scope']) => void; onClose: () => void; without?: Part['scope'] }

/** Which occurrences of the series are meant. */
export function PartQuestion({ onChoose, onClose, without }: Props) {
  const scopes = (['one', 'following', 'all'] as const).filter((scope) => scope !== without)
  return (
    <Modal opened onClose={onClose} title={formTexts.which} closeButtonProps={{ 'aria-label': common.close }}>
      <Stack gap="xs">
        {scopes.map((scope, at) => (
          <Button
            key={scope}
            variant="default"
            onClick={() => onChoose(scope)}
            {...(at === 0 && { 'data-autofocus': true })}
          >
            {formTexts[scope]}
          </Button>
        ))}
        <Button variant="subtle" onClick={onClose}>
          {common.cancel}
        </Button>
      </Stack>
    </Modal>
  )
}
