import {
  ActionIcon,
  Alert,
  Badge,
  Button,
  Group,
  Menu,
  Skeleton,
  Stack,
  Table,
  Text,
  Title,
  VisuallyHidden,
} from '@mantine/core'
import { IconDots, IconHistory, IconUserPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { modules } from '#contract/endpoint.ts'
import { type Invitation, type User, users } from '#contract/users.ts'
import { call } from '#web/platform/api.ts'
import { attempt, sentenceOf } from '#web/platform/attempt.ts'
import { useSession } from '#web/platform/session.ts'
import { fill, formatMoment, texts as common } from '#web/platform/texts.ts'
import { WideTable } from '#web/ui/wide-table.tsx'
import { tell } from '#web/ui/tell-undo.tsx'
import { type Passed, PassedLink } from './passed-link.tsx'
import { RequireTwoFactor } from './require-two-factor.tsx'
import { Question } from '#web/ui/question.tsx'
import { texts } from './texts.ts'
import { InvitationEditor, UserEditor } from './user-editor.tsx'

/** Innstillinger → Brukere: who may come in, and what each may do. */
export function UsersPage() {
  const { data, error } = useQuery({ queryKey: ['users'], queryFn: () => call(users.list) })
  const [isInviting, setIsInviting] = useState(false)
  const [passed, setPassed] = useState<Passed | null>(null)
  if (error && !data) return <Alert color="red">{sentenceOf(error)}</Alert>
  if (!data) return <Skeleton height={200} />
  return (
    <Stack gap="md">
      <Group justify="space-between" align="start" className="title-row">
        <div>
          <Title order={2} size="h4">
            {texts.users}
          </Title>
          <Text c="dimmed" size="sm">
            {texts.lead}
          </Text>
        </div>
        <Group gap="xs">
          <Button
            component={Link}
            to="/settings/users/history"
            variant="default"
            leftSection={<IconHistory size={16} />}
          >
            {common.history}
          </Button>
          <Button leftSection={<IconUserPlus size={16} />} onClick={() => setIsInviting(true)}>
            {texts.invite}
          </Button>
        </Group>
      </Group>
      <Users users={data.items} onPass={setPassed} />
      <RequireTwoFactor users={data.items} />
      {data.invitations.length > 0 && <Invitations invitations={data.invitations} onPass={setPassed} />}
      {isInviting && <InvitationEditor onClose={() => setIsInviting(false)} onPass={setPassed} />}
      {passed && <PassedLink {...passed} onClose={() => setPassed(null)} />}
    </Stack>
  )
}

type OnPass = (passed: Passed) => void

function Users({ users, onPass }: { users: User[]; onPass: OnPass }) {
  return (
    <WideTable label={texts.users} width={760}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{common.name}</Table.Th>
          <Table.Th>{texts.rights}</Table.Th>
          <Table.Th>{texts.two_factor}</Table.Th>
          <Table.Th>{texts.seen}</Table.Th>
          <Table.Th>{texts.state}</Table.Th>
          <Table.Th w={50}>
            <VisuallyHidden>{common.actions}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {users.map((user) => (
          <UserRow key={user.id} user={user} onPass={onPass} />
        ))}
      </Table.Tbody>
    </WideTable>
  )
}

function UserRow({ user, onPass }: { user: User; onPass: OnPass }) {
  const me = useSession().user
  return (
    <Table.Tr>
      <Table.Td maw={300} className="field-value">
        {user.name} {user.id === me.id && <Text span c="dimmed" size="sm">{`(${texts.you})`}</Text>}
        <Text size="sm" c="dimmed">
          {user.email}
        </Text>
      </Table.Td>
      <Table.Td>
        <Rights {...user} />
      </Table.Td>
      <Table.Td>{user.has_two_factor ? texts.on : texts.off}</Table.Td>
      <Table.Td>{user.seen_at ? formatMoment(user.seen_at) : texts.never}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={user.deactivated_at ? 'gray' : 'fjord'} tt="none">
          {user.deactivated_at ? texts.deactivated : texts.active}
        </Badge>
      </Table.Td>
      <Table.Td>
        <UserActions user={user} onPass={onPass} />
      </Table.Td>
    </Table.Tr>
  )
}

function Rights({ role, rights }: Pick<User, 'role' | 'rights'>) {
  if (role === 'administrator') return texts.administrator
  return modules.map((module) => (
    <Text key={module} size="sm">
      {modules.length > 1 && `${texts[module]}: `}
      {texts[rights[module] ?? 'none']}
    </Text>
  ))
}

type Asked = 'edit' | 'deactivate' | 'end_two_factor'

function UserActions({ user, onPass }: { user: User; onPass: OnPass }) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const refresh = useRefresh()
  const { id, name, version } = user
  const params = { id }
  const activate = () => attempt(() => call(users.activate, { params, version })).then(refresh)
  const deactivate = () => attempt(() => call(users.deactivate, { params, version })).then(refresh)
  const makeLink = () => attempt(async () => onPass({ name, ...(await call(users.make_reset_link, { params })) }))
  const endTwoFactor = async () => {
    if (await attempt(() => call(users.end_two_factor, { params }))) tell(fill(texts.two_factor_ended, { name }))
    await refresh()
  }
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={fill(texts.actions_for, { name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsked('edit')}>{texts.edit}</Menu.Item>
          {!user.deactivated_at && <Menu.Item onClick={makeLink}>{texts.reset_link}</Menu.Item>}
          {user.has_two_factor && (
            <Menu.Item onClick={() => setAsked('end_two_factor')}>{texts.end_two_factor}</Menu.Item>
          )}
          <Menu.Divider />
          {user.deactivated_at ? (
            <Menu.Item onClick={activate}>{texts.activate}</Menu.Item>
          ) : (
            <Menu.Item c="var(--mantine-color-error)" onClick={() => setAsked('deactivate')}>
              {texts.deactivate}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asked === 'edit' && <UserEditor user={user} onClose={() => setAsked(null)} />}
      {asked === 'deactivate' && (
        <Question
          title={texts.deactivate}
          text={fill(texts.deactivate_question, { name })}
          onYes={deactivate}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === 'end_two_factor' && (
        <Question
          title={texts.end_two_factor}
          text={fill(texts.end_two_factor_question, { name })}
          onYes={endTwoFactor}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}

function Invitations({ invitations, onPass }: { invitations: Invitation[]; onPass: OnPass }) {
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {texts.invitations}
      </Title>
      <Text c="dimmed" size="sm">
        {texts.invitations_lead}
      </Text>
      <WideTable label={texts.invitations} width={640}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{common.name}</Table.Th>
            <Table.Th>{texts.rights}</Table.Th>
            <Table.Th>{texts.expires}</Table.Th>
            <Table.Th w={230}>
              <VisuallyHidden>{common.actions}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {invitations.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} onPass={onPass} />
          ))}
        </Table.Tbody>
      </WideTable>
    </Stack>
  )
}

function InvitationRow({ invitation, onPass }: { invitation: Invitation; onPass: OnPass }) {
  const refresh = useRefresh()
  const { name, email, expires_at, is_expired } = invitation
  const params = { id: invitation.id }
  const sendAgain = () =>
    attempt(async () => onPass({ name, ...(await call(users.send_again, { params })) })).then(refresh)
  const withdraw = async () => {
    if (await attempt(() => call(users.withdraw, { params }))) tell(fill(texts.withdrawn, { name }))
    await refresh()
  }
  return (
    <Table.Tr>
      <Table.Td maw={300} className="field-value">
        {name}
        <Text size="sm" c="dimmed">
          {email}
        </Text>
      </Table.Td>
      <Table.Td>
        <Rights {...invitation} />
      </Table.Td>
      <Table.Td>{is_expired ? texts.expired : formatMoment(expires_at)}</Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap" justify="end">
          <Button
            size="compact-sm"
            variant="default"
            aria-label={fill(texts.send_again_named, { name })}
            onClick={sendAgain}
          >
            {texts.send_again}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={fill(texts.withdraw_named, { name })}
            onClick={withdraw}
          >
            {texts.withdraw}
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}

function useRefresh() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['users'] })
}
