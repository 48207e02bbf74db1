import { Alert, Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { firm } from '#contract/firm.ts'
import { HistoryList } from '#web/history/history-list.tsx'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { DirectoriesForm } from '#web/services/directories-form.tsx'
import { texts as serviceTexts } from '#web/services/texts.ts'
import { FirmForm } from './firm-form.tsx'
import { LogoSetting } from './logo-setting.tsx'
import { SeriesForm } from './series-form.tsx'
import { texts } from './texts.ts'

const ofFirm = { kind: 'firm' } as const

/** Innstillinger → Firma: what stands on our letters, our logo, and the numbers that we give. */
export function FirmPage() {
  const { data, error } = useQuery({ queryKey: ['firm'], queryFn: () => call(firm.get) })
  if (error && !data) return <Alert color="red">{sentenceOf(error)}</Alert>
  if (!data) return <Skeleton height={400} />
  return (
    <Stack gap="md" maw={860}>
      <div>
        <Title order={2} size="h4">
          {texts.firm}
        </Title>
        <Text c="dimmed" size="sm">
          {texts.lead}
        </Text>
      </div>
      <FirmForm firm={data} />
      <Section title={texts.logo} lead={texts.logo_lead}>
        <LogoSetting firm={data} />
      </Section>
      <Section title={texts.numbers} lead={texts.numbers_lead}>
        <SeriesForm />
      </Section>
      <Section title={serviceTexts.directories} lead={serviceTexts.directories_lead}>
        <DirectoriesForm />
      </Section>
      <Section title={texts.history}>
        <HistoryList of={null} filter={ofFirm} nothing={texts.no_history} />
      </Section>
    </Stack>
  )
}

function Section({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const id = useId()
  return (
    <Paper component="section" withBorder p="md" aria-labelledby={id}>
      <Title order={3} size="h5" id={id}>
        {title}
      </Title>
      {lead && (
        <Text c="dimmed" size="sm">
          {lead}
        </Text>
      )}
      <Stack gap="sm" mt="sm">
        {children}
      </Stack>
    </Paper>
  )
}
