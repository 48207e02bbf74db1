import { Alert, Anchor, Button, Group, Select, SimpleGrid, Text } from '@mantine/core'
import { IconRoute } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { firm } from '#contract/firm.ts'
import type { Place } from '#contract/places.ts'
import { placeText } from '#web/addresses/show.ts'
import { call } from '#web/platform/api.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, texts as shared } from '#web/platform/texts.ts'
import { directionLinks, goalsOf } from './directions.ts'
import { OutsideLink } from './outside-link.tsx'
import { ServiceCard } from './service-card.tsx'
import type { ServiceProps } from './services.ts'
import { texts } from './texts.ts'
import { usePlaces } from './use-places.ts'

/** Veibeskrivelse: from our office or from where one is, to the visiting or the postal address. */
export function DirectionsService({ company, onFill }: ServiceProps) {
  const { mayChange } = useRights()
  const { data: ours } = useQuery({ queryKey: ['firm'], queryFn: () => call(firm.get) })
  const { found } = usePlaces(company.id)
  const goals = goalsOf(company)
  const office = ours && goalsOf(ours).find(({ isBox }) => !isBox)
  const [kind, setKind] = useState(goals[0]?.kind)
  const [start, setStart] = useState<'office' | 'position'>('office')
  const goal = goals.find((one) => one.kind === kind) ?? goals[0]
  if (!goal)
    return (
      <ServiceCard
        title={texts.directions}
        icon={IconRoute}
        state={{ is: 'lacking', fields: ['postal_address', 'visiting_address'] }}
        onFill={onFill}
      />
    )
  const spot = (address: typeof goal.address, place: Place | undefined) => ({
    text: placeText(address),
    lat: place?.lat ?? undefined,
    lon: place?.lon ?? undefined,
  })
  const from = office && start === 'office' ? spot(office.address, found?.office) : null
  return (
    <ServiceCard title={texts.directions} icon={IconRoute} state={{ is: 'ready' }} onFill={onFill}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
        <Select
          label={texts.from}
          allowDeselect={false}
          data={[
            { value: 'office', label: texts.office, disabled: !office },
            { value: 'position', label: texts.my_position },
          ]}
          value={office ? start : 'position'}
          onChange={(chosen) => setStart(chosen === 'office' ? 'office' : 'position')}
        />
        <Select
          label={texts.to}
          allowDeselect={false}
          data={goals.map(({ kind }) => ({ value: kind, label: shared[kind] }))}
          value={goal.kind}
          onChange={(chosen) => setKind(goals.find((one) => one.kind === chosen)?.kind)}
        />
      </SimpleGrid>
      <Text size="sm" className="field-value">
        {placeText(goal.address)}
      </Text>
      {ours && !office && <NoOffice hasBox={goalsOf(ours).length > 0} />}
      {goal.isBox && <PoBox onFill={mayChange('crm') && !company.visiting_address ? onFill : null} />}
      <Group gap="xs">
        {directionLinks(from, spot(goal.address, found?.[goal.kind])).map(({ name, href }) => (
          <OutsideLink key={name} href={href}>
            {name}
          </OutsideLink>
        ))}
      </Group>
    </ServiceCard>
  )
}

function PoBox({ onFill }: { onFill: ServiceProps['onFill'] | null }) {
  return (
    <Alert color="yellow" p="xs">
      <Group justify="space-between">
        <Text size="sm">{texts.po_box}</Text>
        {onFill && (
          <Button size="compact-sm" variant="default" onClick={() => onFill('visiting_address')}>
            {fill(texts.fill_in, { field: shared.visiting_address.toLocaleLowerCase() })}
          </Button>
        )}
      </Group>
    </Alert>
  )
}

/** Why the way can not begin at our office. */
function NoOffice({ hasBox }: { hasBox: boolean }) {
  const { isAdministrator } = useRights()
  return (
    <Text size="xs" c="dimmed">
      {hasBox ? texts.box_office : texts.no_office}{' '}
      {isAdministrator && (
        <Anchor component={Link} to="/settings/firm" inherit underline="always">
          {texts.set_up}
        </Anchor>
      )}
    </Text>
  )
}
