import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '#web/style.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { takeCareOf } from '#web/platform/api.ts'
import { readNonce } from '#web/platform/nonce.ts'
import { printOnWhite } from '#web/platform/paper.ts'
import { queries } from '#web/platform/queries.ts'
import { readLanguage } from '#web/platform/texts.ts'
import { router } from '#web/router.tsx'
import { ConfirmHost } from '#web/shell/confirm-host.tsx'
import { cssVariables, theme } from '#web/theme.ts'
import { Notices } from '#web/ui/notices.tsx'

document.documentElement.lang = readLanguage()
printOnWhite()
takeCareOf('two_factor_required', async () => {
  await router.navigate({ to: '/second-step' })
  return false
})
const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root.')
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={readNonce}
    >
      <Notices />
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
        <ConfirmHost />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
