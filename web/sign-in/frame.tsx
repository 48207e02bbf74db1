import { Anchor, Container, Group, Paper, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { switchLanguage, texts as common } from '#web/platform/texts.ts'
import { texts } from './texts.ts'

/** The page of someone who is not signed in: what it is for, the form, and the way back. */
export function Frame({ title, lead, way_back = true, children }: FrameProps) {
  return (
    <Container component="main" size={440} py={{ base: 'xl', sm: 72 }}>
      <Text fw={700} c="var(--mantine-color-anchor)" mb="xs">
        {common.app}
      </Text>
      <Title order={1} size="h2" mb={lead ? 4 : 'md'} className="field-value">
        {title}
      </Title>
      {lead && (
        <Text c="dimmed" mb="md" className="field-value">
          {lead}
        </Text>
      )}
      <Paper withBorder p="lg">
        {children}
      </Paper>
      <Group justify="space-between" mt="md">
        {way_back ? (
          <Anchor component={Link} to="/sign-in" size="sm">
            {texts.back}
          </Anchor>
        ) : (
          <span />
        )}
        <Anchor component="button" type="button" size="sm" onClick={switchLanguage}>
          {common.switch_language}
        </Anchor>
      </Group>
    </Container>
  )
}

type FrameProps = { title: string; lead?: string; way_back?: boolean; children: ReactNode }
