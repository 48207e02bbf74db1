import { Button, CopyButton, Group, Modal, Text, TextInput } from '@mantine/core'
import { fill, texts as common } from '#web/platform/texts.ts'
import { texts } from './texts.ts'

/** A link for someone: on its way by e-mail (null), or for the administrator to pass on. */
export type Passed = { name: string; link: string | null }

export function PassedLink({ name, link, onClose }: Passed & { onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={fill(texts.link_title, { name })}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      {link ? (
        <>
          <Text mb="sm" className="field-value">
            {fill(texts.link_lead, { name })}
          </Text>
          <Group align="end" gap="xs" wrap="nowrap">
            <TextInput
              flex={1}
              label={texts.link}
              readOnly
              value={link}
              data-autofocus
              onFocus={(event) => event.currentTarget.select()}
            />
            <CopyButton value={link}>
              {({ copied, copy }) => <Button onClick={copy}>{copied ? texts.copied : texts.copy}</Button>}
            </CopyButton>
          </Group>
        </>
      ) : (
        <Text>{fill(texts.was_sent, { name })}</Text>
      )}
    </Modal>
  )
}
