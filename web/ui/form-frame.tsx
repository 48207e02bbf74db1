import { Alert, Anchor, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { type FormEvent, type KeyboardEvent, type ReactNode, useRef } from 'react'
import { inLanguage, texts as shared } from '#web/platform/texts.ts'
import { tell } from './tell-undo.tsx'

const texts = inLanguage(
  {
    unsaved: 'Endringene er ikke lagret.',
    no_changes: 'Ingen endringer.',
    save_hint: 'Ctrl+S lagrer, Esc avbryter',
    kept: 'Utkastet er tatt vare på.',
    leave: 'Forlate skjemaet?',
    leave_question: 'Det du har endret, er ikke lagret.',
    keep: 'Behold som utkast',
    discard: 'Forkast',
    go_on: 'Fortsett å skrive',
  },
  {
    unsaved: 'The changes are not saved.',
    no_changes: 'No changes.',
    save_hint: 'Ctrl+S saves, Esc cancels',
    kept: 'The draft is kept.',
    leave: 'Leave the form?',
    leave_question: 'What you have changed is not saved.',
    keep: 'Keep as a draft',
    discard: 'Discard',
    go_on: 'Go on typing',
  },
)

type Props = {
  isDirty: boolean
  /** What is shown was typed earlier and not saved. */
  wasKept: boolean
  isSending: boolean
  /** The refusal that no field has. */
  refusal: ReactNode
  onSubmit: (event: FormEvent) => unknown
  onCancel: () => void
  /** Forgets what was typed. */
  discard: () => void
  children: ReactNode
}

/** A form on a page of its own: a bar to save or cancel, Ctrl+S and Esc, a draft that stays, a question before leaving. */
export function FormFrame({ isDirty, wasKept, isSending, refusal, onSubmit, onCancel, discard, children }: Props) {
  const [asks, question] = useDisclosure()
  const ref = useRef<HTMLFormElement>(null)
  const keep = () => {
    if (isDirty) tell(texts.kept)
    onCancel()
  }
  const leave = () => {
    discard()
    onCancel()
  }
  useHotkeys([['mod+S', () => ref.current?.requestSubmit()]], [])
  const onKeyDown = (event: KeyboardEvent) => {
    // In an open menu Esc closes the menu, and Enter chooses.
    const isMenu = (event.target as HTMLElement).getAttribute('aria-expanded') === 'true'
    if (event.key === 'Enter' && isMenu) event.preventDefault()
    if (event.key === 'Escape' && !event.defaultPrevented && !isMenu) keep()
  }
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc, wherever in the form one is */}
      <form ref={ref} onSubmit={onSubmit} onKeyDown={onKeyDown} noValidate className="company-form">
        <Stack gap="md">
          {wasKept && <DraftNotice discard={discard} />}
          {children}
        </Stack>
        <div className="save-bar">
          {refusal && <div className="save-refusal">{refusal}</div>}
          <Group justify="space-between" wrap="nowrap">
            <Group gap="sm" wrap="nowrap">
              <Button type="submit" loading={isSending}>
                {shared.save}
              </Button>
              <Button variant="default" onClick={isDirty ? question.open : leave}>
                {shared.cancel}
              </Button>
            </Group>
            <Text size="sm" c="dimmed" ta="end">
              <span role="status">{isDirty ? texts.unsaved : texts.no_changes}</span>{' '}
              <Text span size="sm" visibleFrom="md">
                {texts.save_hint}
              </Text>
            </Text>
          </Group>
        </div>
      </form>
      <Modal
        opened={asks}
        onClose={question.close}
        title={texts.leave}
        closeButtonProps={{ 'aria-label': shared.close }}
      >
        <Text mb="md">{texts.leave_question}</Text>
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={question.close}>
            {texts.go_on}
          </Button>
          <Button variant="default" onClick={keep} data-autofocus>
            {texts.keep}
          </Button>
          <Button color="red.9" onClick={leave}>
            {texts.discard}
          </Button>
        </Group>
      </Modal>
    </>
  )
}

/** What is shown is not what is stored. */
function DraftNotice({ discard }: { discard: () => void }) {
  return (
    <Alert color="yellow" p="xs">
      {shared.draft}{' '}
      <Anchor component="button" type="button" size="sm" onClick={discard}>
        {shared.discard_draft}
      </Anchor>
    </Alert>
  )
}

function saveOnCtrlS(event: KeyboardEvent<HTMLFormElement>) {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return
  event.preventDefault()
  event.currentTarget.requestSubmit()
}

type DialogProps = Omit<Props, 'onCancel'> & {
  title: string
  size?: string
  isFullScreen?: boolean
  /** What the button says that sends it. */
  action?: string
  /** Why it can not be sent just now. */
  whyNot?: string | null
  onClose: () => void
}

/** A form in a dialog. Esc and the cross keep what was typed as a draft; Cancel forgets it. */
export function FormDialog({ title, size = 'lg', isFullScreen = false, onClose, ...form }: DialogProps) {
  const { action = shared.save, whyNot = null } = form
  const { isDirty, wasKept, isSending, refusal, onSubmit, discard, children } = form
  const keep = () => {
    if (isDirty) tell(texts.kept)
    onClose()
  }
  const leave = () => {
    discard()
    onClose()
  }
  return (
    <Modal
      opened
      onClose={keep}
      title={title}
      size={size}
      fullScreen={isFullScreen}
      closeButtonProps={{ 'aria-label': shared.close }}
    >
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl+S, wherever in the form one is */}
      <form onSubmit={onSubmit} onKeyDown={saveOnCtrlS} noValidate>
        <Stack gap="sm">
          {wasKept && <DraftNotice discard={discard} />}
          {children}
          <div className="dialog-foot">
            {refusal && <div className="save-refusal">{refusal}</div>}
            <Group justify="end">
              <Button variant="default" onClick={leave}>
                {shared.cancel}
              </Button>
              <Button
                type="submit"
                loading={isSending}
                disabled={whyNot !== null}
                {...(whyNot ? { title: whyNot } : {})}
              >
                {action}
              </Button>
            </Group>
          </div>
        </Stack>
      </form>
    </Modal>
  )
}
