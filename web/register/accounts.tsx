import { Group, Stack, Table, Text, Title } from '@mantine/core'
import type { RegisterAccounts } from '#contract/register.ts'
import { fill } from '#web/platform/texts.ts'
import { WideTable } from '#web/ui/wide-table.tsx'
import { texts } from './texts.ts'

const rows = ['revenue_ore', 'operating_result_ore', 'result_ore', 'equity_ore', 'debt_ore'] as const

/** The accounts of the years that are known: a small drawing for the eye, and the figures. */
export function Accounts({ items }: { items: RegisterAccounts[] }) {
  const kind = items.some((one) => one.kind === 'company') ? 'company' : 'group'
  const years = items.filter((one) => one.kind === kind).toSorted((one, other) => one.year - other.year)
  const newest = years.at(-1)
  if (!newest)
    return (
      <Text size="sm" c="dimmed">
        {texts.no_accounts}
      </Text>
    )
  const shown = years.slice(-6)
  const isSame = shown.every(({ currency }) => currency === newest.currency)
  return (
    <Stack gap={6}>
      <Group justify="space-between">
        <Title order={3} size="h6">
          {texts.accounts}
        </Title>
        <Text size="xs" c="dimmed">
          {[kind === 'group' && texts.group_accounts, fill(texts.thousands, { currency: newest.currency })]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </Group>
      {shown.length > 1 && isSame && <Chart years={shown} />}
      <WideTable label={texts.accounts} width={140 + shown.length * 80}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th />
            {shown.map(({ year, currency }) => (
              <Table.Th key={year} ta="end">
                {year}
                {!isSame && ` ${currency}`}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row}>
              <Table.Th fw={400} pl={0}>
                {texts[row]}
              </Table.Th>
              {shown.map((one) => (
                <Table.Td key={one.year} ta="end" className="figure" data-below={(one[row] ?? 0) < 0 || undefined}>
                  {inThousands(one[row])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Stack>
  )
}

const whole = new Intl.NumberFormat('nb-NO', { maximumFractionDigits: 0 })
const inThousands = (ore: number | null) => (ore === null ? '–' : whole.format(ore / 100_000))

const [WIDTH, HEIGHT] = [300, 90]

/** Turnover and result side by side for each year; what it shows stands in the table below. */
function Chart({ years }: { years: RegisterAccounts[] }) {
  const values = years.flatMap(({ revenue_ore, result_ore }) => [revenue_ore ?? 0, result_ore ?? 0])
  const [most, least] = [Math.max(...values, 1), Math.min(...values, 0)]
  const y = (ore: number) => 4 + ((most - ore) / (most - least)) * (HEIGHT - 22)
  const step = WIDTH / years.length
  const bar = (ore: number | null, at: number, name: string) => {
    const [top, bottom] = [y(Math.max(ore ?? 0, 0)), y(Math.min(ore ?? 0, 0))]
    const width = Math.min(step * 0.3, 28)
    return <rect x={at} y={top} width={width} height={Math.max(bottom - top, 1)} className={name} rx={2} />
  }
  const told = years
    .map((one) => `${one.year}: ${inThousands(one.revenue_ore)} / ${inThousands(one.result_ore)}`)
    .join('; ')
  return (
    <figure className="accounts-chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={fill(texts.chart, { years: told })}>
        {years.map(({ year, revenue_ore, result_ore }, at) => {
          const middle = (at + 0.5) * step
          return (
            <g key={year}>
              {bar(revenue_ore, middle - Math.min(step * 0.3, 28) - 1, 'bar-revenue')}
              {bar(result_ore, middle + 1, (result_ore ?? 0) < 0 ? 'bar-loss' : 'bar-result')}
              <text x={middle} y={HEIGHT - 3} textAnchor="middle">
                {year}
              </text>
            </g>
          )
        })}
        <line x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} className="zero" />
      </svg>
      <figcaption>
        <span className="key bar-revenue" /> {texts.revenue_ore} <span className="key bar-result" /> {texts.result_ore}
      </figcaption>
    </figure>
  )
}
