import { Affix, Alert, Button, Group } from '@mantine/core'
import { type ComponentType, lazy } from 'react'
import { inLanguage } from '#web/platform/texts.ts'

const texts = inLanguage(
  { failed: 'Denne delen kunne ikke hentes. Det du har skrevet, er tatt vare på.', again: 'Last siden på nytt' },
  { failed: 'This part could not be fetched. What you have typed is kept.', again: 'Reload the page' },
)

/** A component whose code comes with its first use; where it can not come, a notice says so, with a way on. */
export function lazily<P>(load: () => Promise<ComponentType<P>>) {
  return lazy(async () => ({ default: await load().catch((): ComponentType<P> => Failed) }))
}

function Failed() {
  return (
    <Affix position={{ bottom: 16, right: 16 }} maw="calc(100vw - 32px)">
      <Alert color="yellow" role="alert">
        {texts.failed}
        <Group mt="xs">
          <Button size="compact-sm" variant="default" onClick={() => location.reload()}>
            {texts.again}
          </Button>
        </Group>
      </Alert>
    </Affix>
  )
}
