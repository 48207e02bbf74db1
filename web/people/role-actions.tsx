import { Menu } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { people, type Role } from '#contract/people.ts'
import { call } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { fill } from '#web/platform/texts.ts'
import type { WriteSms } from '#web/sms/use-sms.tsx'
import { tell, tellUndo } from '#web/ui/tell-undo.tsx'
import { CommunicationItems } from './communication.tsx'
import { hasLeft, today } from './names.ts'
import type { Reach } from './reach.ts'
import { texts } from './texts.ts'

/** One link between a person and a company, from whichever card it is seen. */
export type Link = {
  id: string
  version: number
  role: Role
  person: { id: string; name: string }
  company: { id: string; name: string }
}

type Props = { link: Link; goTo: 'person' | 'company'; reach: Reach; onEdit: (link: Link) => void; onSms: WriteSms }

/** What can be done with a role: the same under the button of the row and on a right-click. */
export function RoleActions({ link, goTo, reach, onEdit, onSms }: Props) {
  const { mayChange } = useRights()
  const navigate = useNavigate()
  const { change, unlink } = useRoleChanges(link)
  const { role, person, company } = link
  const open = () =>
    goTo === 'person'
      ? navigate({ to: '/persons/$id/$tab', params: { id: person.id, tab: 'info' } })
      : navigate({ to: '/companies/$id/$tab', params: { id: company.id, tab: 'info' } })
  const left = hasLeft(role)
  return (
    <>
      <Menu.Item onClick={open}>{texts.go_to}</Menu.Item>
      {mayChange('crm') && (
        <>
          <Menu.Item onClick={() => onEdit(link)}>{texts.edit_role}</Menu.Item>
          {role.is_primary ? (
            <Menu.Item onClick={() => change({ is_primary: false })}>{texts.end_primary}</Menu.Item>
          ) : (
            <Menu.Item onClick={() => change({ is_primary: true })} disabled={left}>
              {left ? texts.primary_left : texts.make_primary}
            </Menu.Item>
          )}
          {left ? (
            <Menu.Item onClick={() => change({ to_on: null })}>{texts.has_not_left}</Menu.Item>
          ) : (
            <Menu.Item
              onClick={async () => {
                const isDone = await change({ to_on: today(), is_primary: false })
                if (isDone) tell(fill(texts.left_now, { person: person.name }))
              }}
            >
              {texts.has_left}
            </Menu.Item>
          )}
          <Menu.Item c="var(--mantine-color-error)" onClick={unlink}>
            {texts.unlink}
          </Menu.Item>
        </>
      )}
      <Menu.Divider />
      <CommunicationItems reach={reach} whose={{ company_id: company.id, person_id: person.id }} onSms={onSms} />
    </>
  )
}

function useRoleChanges({ id, version, role, person, company }: Link) {
  const queries = useQueryClient()
  const params = { id }
  const send = async (work: () => Promise<unknown>) => {
    const isDone = await attempt(work)
    await queries.invalidateQueries()
    return isDone
  }
  const change = (part: Partial<Role>) =>
    send(() => call(people.update_role, { params, version, body: { ...role, ...part } }))
  const link = () => send(() => call(people.link, { body: { person_id: person.id, company_id: company.id, role } }))
  const unlink = async () => {
    if (await send(() => call(people.unlink, { params, version })))
      tellUndo(fill(texts.unlinked, { person: person.name, company: company.name }), link)
  }
  return { change, unlink }
}
