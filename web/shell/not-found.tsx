import { Center, Stack, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { texts } from '#web/platform/texts.ts'

export function NotFound() {
  return (
    <Center component="main" mih="60vh">
      <Stack align="center">
        <Title order={1} size="h3">
          {texts.page_not_found}
        </Title>
        <Link className="plain-link" to="/companies">
          {texts.home}
        </Link>
      </Stack>
    </Center>
  )
}
