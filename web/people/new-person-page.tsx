import { Alert, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useRights } from '#web/platform/session.ts'
import { PersonForm } from './person-form.tsx'
import { texts } from './texts.ts'

const route = getRouteApi('/inside/persons/new')

export function NewPersonPage() {
  const { name = '' } = route.useSearch()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { mayChange } = useRights()
  if (!mayChange('crm')) return <Alert color="red">{texts.no_right}</Alert>
  const names = name.trim().split(/\s+/)
  const last_name = names.pop() ?? ''
  return (
    <>
      <Title order={1} size="h3" mb="md">
        {texts.new_person}
      </Title>
      <PersonForm
        person={null}
        {...(name ? { typed: { first_name: names.join(' '), last_name } } : {})}
        onCancel={() => navigate({ to: '/persons' })}
        onSaved={async ({ id }) => {
          await queries.invalidateQueries()
          await navigate({ to: '/persons/$id/$tab', params: { id, tab: 'info' } })
        }}
      />
    </>
  )
}
