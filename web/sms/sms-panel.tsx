import { Anchor, Button, Group, Stack } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Of } from '#web/cards/of.ts'
import { useRights } from '#web/platform/session.ts'
import { ConsentSection } from './consent-section.tsx'
import { SmsList } from './sms-list.tsx'
import { texts } from './texts.ts'
import { smsTo, useSms } from './use-sms.tsx'

/** What was written to a company or a person, and what came back; of a person also what she has agreed to. */
export function SmsPanel({ of }: { of: Of }) {
  const { mayChange } = useRights()
  const { write, dialog } = useSms()
  const may = mayChange('crm')
  const to = of.kind === 'company' ? { company_id: of.id } : { person_id: of.id }
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Anchor component={Link} to="/sms" size="sm">
          {texts.all_messages}
        </Anchor>
        <Button
          variant="default"
          leftSection={<IconSend size={16} />}
          disabled={!may}
          title={may ? undefined : texts.no_right}
          onClick={() => write(smsTo(of))}
        >
          {texts.send}
        </Button>
      </Group>
      {of.kind === 'person' && <ConsentSection personId={of.id} />}
      <SmsList query={to} of={of.kind} onWrite={write} />
      {dialog}
    </Stack>
  )
}
