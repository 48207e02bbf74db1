import { Alert, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useRights } from '#web/platform/session.ts'
import { texts } from '#web/platform/texts.ts'
import { texts as shellTexts } from '#web/shell/texts.ts'
import { CompanyForm } from './company-form.tsx'

const route = getRouteApi('/inside/companies/new')

export function NewCompanyPage() {
  const { name } = route.useSearch()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { mayChange } = useRights()
  if (!mayChange('crm')) return <Alert color="red">{shellTexts.no_right}</Alert>
  return (
    <>
      <Title order={1} size="h3" mb="md">
        {texts.new_company}
      </Title>
      <CompanyForm
        company={null}
        {...(name ? { name } : {})}
        onCancel={() => navigate({ to: '/companies' })}
        onSaved={async ({ id }) => {
          await queries.invalidateQueries()
          await navigate({ to: '/companies/$id/$tab', params: { id, tab: 'info' } })
        }}
      />
    </>
  )
}
