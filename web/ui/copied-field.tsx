import { Button, CopyButton, Group, Modal, Text, TextInput } from '@mantine/core'
import { fill, inLanguage, texts as common } from '#web/platform/texts.ts'

const texts = inLanguage(
  {
    made_lead: 'Kopier det nå. Det vises bare denne gangen.',
    ...{ copy: 'Kopier', copy_what: 'Kopier {what}', copied: 'Kopiert', done: 'Ferdig' },
  },
  {
    made_lead: 'Copy it now. It is shown this once.',
    ...{ copy: 'Copy', copy_what: 'Copy {what}', copied: 'Copied', done: 'Done' },
  },
)

type Props = { label: string; value: string; isFocused?: boolean }

/** Something to be copied into another program. */
export function CopiedField({ label, value, isFocused = false }: Props) {
  return (
    <Group align="end" gap="xs" wrap="nowrap">
      <TextInput
        flex={1}
        label={label}
        readOnly
        value={value}
        {...(isFocused ? { 'data-autofocus': true } : {})}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button
            variant={isFocused ? 'filled' : 'default'}
            onClick={copy}
            aria-label={fill(texts.copy_what, { what: label })}
          >
            {copied ? texts.copied : texts.copy}
          </Button>
        )}
      </CopyButton>
    </Group>
  )
}

/** What is shown once. */
export function MadeSecret({
  title,
  label,
  value,
  onClose,
}: {
  title: string
  label: string
  value: string
  onClose: () => void
}) {
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={title}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <Text mb="sm">{texts.made_lead}</Text>
      <CopiedField label={label} value={value} isFocused />
      <Group justify="end" mt="md">
        <Button variant="default" onClick={onClose}>
          {texts.done}
        </Button>
      </Group>
    </Modal>
  )
}
