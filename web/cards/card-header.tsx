import { Badge, Box, Button, Group, Menu, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import { type ReactNode, Suspense, useState } from 'react'
import type { TiedCategory } from '#contract/categories.ts'
import { CategoryChips } from '#web/categories/category-chips.tsx'
import { texts as categoryTexts } from '#web/categories/texts.ts'
import { CommunicationButton, CommunicationItems } from '#web/people/communication.tsx'
import type { Reach } from '#web/people/reach.ts'
import { type PageAction, useOfferActions } from '#web/platform/page-actions.ts'
import { useRights } from '#web/platform/session.ts'
import { texts } from '#web/platform/texts.ts'
import { NewOnRecord, newOnRecord, type NewRecord } from '#web/shell/new-on-record.tsx'
import { texts as smsTexts } from '#web/sms/texts.ts'
import { smsTo, useSms } from '#web/sms/use-sms.tsx'
import { ActionItems } from '#web/ui/action-items.tsx'
import { FavouriteMark } from '#web/ui/favourite-mark.tsx'
import { lazily } from '#web/ui/lazily.tsx'
import { MenuAt } from '#web/ui/menu-at.tsx'
import { Present } from './present.tsx'
import type { CardMenu } from './use-card.ts'
import { idOf, type Of } from './of.ts'

const TickDialog = lazily(async () => (await import('#web/categories/tick-dialog.tsx')).TickDialog)

type Props = {
  of: Of
  record: { is_favourite: boolean; inactive_at: string | null; categories: TiedCategory[] }
  badges: ReactNode
  facts: (string | null | false)[]
  reach: Reach
  menu: CardMenu
  onEdit: () => void
  onFavourite: () => Promise<unknown>
  onActive: () => Promise<unknown>
  /** Of this kind of card: another new one, with the right to change; and what everybody may do. */
  makeAnother: PageAction
  files?: PageAction[]
  /** Asks before it deletes. */
  renderQuestion: (close: () => void) => ReactNode
}

/** Whose card it is, and what can be done with it: by buttons, on a right-click, and in the command palette. */
export function CardHeader(props: Props) {
  const { of, record, badges, facts, reach, menu, onEdit, onFavourite, renderQuestion } = props
  const { mayChange } = useRights()
  const [asks, question] = useDisclosure()
  const [making, setMaking] = useState<NewRecord | null>(null)
  const [isTicking, ticking] = useDisclosure()
  const sms = useSms()
  const actions = useActions(props, {
    make: setMaking,
    write: () => sms.write(smsTo(of)),
    tick: ticking.open,
    remove: question.open,
  })
  const whose = idOf(of)
  return (
    <Group justify="space-between" align="start">
      <div>
        <Group gap="xs">
          <Group gap="xs" wrap="nowrap" align="start">
            <FavouriteMark isFavourite={record.is_favourite} onToggle={onFavourite} />
            <Title order={1} size="h2" className="field-value card-title">
              {of.name}
            </Title>
          </Group>
          {badges}
          {record.inactive_at && <Badge color="gray">{texts.inactive_at}</Badge>}
          <Present of={of} isEditing={false} />
        </Group>
        <Text size="sm" c="dimmed" className="field-value">
          {facts.filter(Boolean).join(' · ')}
        </Text>
        <Box mt={6}>
          <CategoryChips categories={record.categories} leadsToList={of.kind === 'company'} />
        </Box>
      </div>
      <Group gap="xs">
        <CommunicationButton reach={reach} whose={whose} />
        {mayChange('crm') && (
          <Button variant="default" onClick={onEdit}>
            {texts.edit}
          </Button>
        )}
        {actions.length > 0 && (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" rightSection={<IconChevronDown size={16} />}>
                {texts.actions}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <ActionItems actions={actions} />
            </Menu.Dropdown>
          </Menu>
        )}
        {menu.at && (
          <MenuAt at={menu.at} label={texts.actions} close={menu.close}>
            {actions.length > 0 && (
              <>
                <ActionItems actions={actions} />
                <Menu.Divider />
              </>
            )}
            <CommunicationItems reach={reach} whose={whose} onSms={sms.write} />
          </MenuAt>
        )}
      </Group>
      {sms.dialog}
      {asks && renderQuestion(question.close)}
      {making && <NewOnRecord what={making} of={of} onClose={() => setMaking(null)} />}
      {isTicking && (
        <Suspense>
          <TickDialog of={of} tied={record.categories} onClose={ticking.close} />
        </Suspense>
      )}
    </Group>
  )
}

type Dialogs = { make: (what: NewRecord) => void; write: () => void; tick: () => void; remove: () => void }

function useActions({ of, record, onEdit, onFavourite, onActive, makeAnother, files = [] }: Props, dialogs: Dialogs) {
  const { mayChange } = useRights()
  const actions: PageAction[] = mayChange('crm')
    ? [
        { label: texts.edit, onChoose: onEdit },
        ...newOnRecord(dialogs.make),
        { label: smsTexts.send, onChoose: dialogs.write },
        { label: categoryTexts.update, onChoose: dialogs.tick },
        makeAnother,
        ...files,
        { label: record.inactive_at ? texts.activate : texts.deactivate, onChoose: onActive },
        { label: texts.delete, onChoose: dialogs.remove, isGrave: true },
      ]
    : files
  useOfferActions(of.name, [...actions, { label: texts.favourite, onChoose: onFavourite }])
  return actions
}
