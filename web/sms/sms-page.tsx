import { Anchor, Group, Select, Stack, Text, Title } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { smsStates } from '#contract/sms.ts'
import { useMembers } from '#web/companies/members.ts'
import { id, oneOf, readAddress } from '#web/platform/address.ts'
import { useRights } from '#web/platform/session.ts'
import { SmsList } from './sms-list.tsx'
import { stateTexts, texts } from './texts.ts'
import { useSms } from './use-sms.tsx'

const route = getRouteApi('/inside/sms')

/** All messages of the firm, and how they fared. */
export function SmsPage() {
  const { state, user_id } = readAddress({ state: oneOf(smsStates), user_id: id }, route.useSearch())
  const { isAdministrator } = useRights()
  const { members } = useMembers()
  const navigate = useNavigate()
  const { write, dialog } = useSms()
  const go = (change: { state?: string | undefined; user_id?: string | undefined }) => {
    const search = Object.entries({ state, user_id, ...change }).flatMap(([name, value]) =>
      value ? [[name, value]] : [],
    )
    void navigate({ to: '/sms', search: Object.fromEntries(search), replace: true })
  }
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="start">
        <div>
          <Title order={1} size="h3">
            {texts.all}
          </Title>
          <Text size="sm" c="dimmed">
            {texts.lead}
          </Text>
        </div>
        {isAdministrator && (
          <Anchor component={Link} to="/settings/sms" size="sm">
            {texts.settings}
          </Anchor>
        )}
      </Group>
      <Group gap="sm">
        <Select
          label={texts.state}
          data={smsStates.map((value) => ({ value, label: stateTexts[value] }))}
          placeholder={texts.any_state}
          clearable
          value={state ?? null}
          onChange={(value) => go({ state: value ?? undefined })}
          className="sms-filter"
        />
        <Select
          label={texts.by}
          data={members.map((member) => ({ value: member.id, label: member.name }))}
          placeholder={texts.anybody}
          clearable
          searchable
          value={user_id ?? null}
          onChange={(value) => go({ user_id: value ?? undefined })}
          className="sms-filter"
        />
      </Group>
      <SmsList query={{ ...(state ? { state } : {}), ...(user_id ? { user_id } : {}) }} onWrite={write} />
      {dialog}
    </Stack>
  )
}
