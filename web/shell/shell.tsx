import {
  ActionIcon,
  AppShell,
  Box,
  Burger,
  Group,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconLanguage,
  IconLogout,
  IconMoon,
  IconPlus,
  IconSettings,
  IconUser,
  IconUserCircle,
} from '@tabler/icons-react'
import { Link, Outlet, useRouter } from '@tanstack/react-router'
import { Suspense, useEffect } from 'react'
import { useCardAhead } from '#web/platform/code-ahead.ts'
import { signOut } from '#web/platform/leave.ts'
import { useLive } from '#web/platform/live.ts'
import { usePreferences } from '#web/platform/preferences.ts'
import { useRights, useSession } from '#web/platform/session.ts'
import { switchLanguage, texts } from '#web/platform/texts.ts'
import { FirmMenu } from '#web/shell/firm-menu.tsx'
import { MainNav } from '#web/shell/main-nav.tsx'
import { PaletteButton } from '#web/palette/palette-button.tsx'
import { SearchPanel } from '#web/shell/search-panel.tsx'
import { texts as shellTexts } from '#web/shell/texts.ts'
import { lazily } from '#web/ui/lazily.tsx'
import { MenuButton } from '#web/ui/menu-button.tsx'

const Bell = lazily(async () => (await import('#web/notifications/bell.tsx')).Bell)

/** Header, the search panel that is always there (a drawer on a phone), and the page. */
export function Shell() {
  const [isOpen, { toggle, open, close }] = useDisclosure()
  const router = useRouter()
  const { mayChange, mayRead } = useRights()
  useLive()
  useCardAhead()
  // A page was chosen: on a phone the drawer has done its work.
  useEffect(() => router.subscribe('onResolved', close), [router, close])
  // On a phone it stands in the drawer.
  const focusSearch = () => {
    open()
    setTimeout(() => document.querySelector<HTMLInputElement>('[role="search"] input')?.focus())
  }
  return (
    <AppShell
      header={{ height: 48 }}
      navbar={{ width: 320, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <AppShell.Header>
        <a className="skip" href="#content">
          {texts.skip}
        </a>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={texts.menu} />
            <Text component={Link} to="/" fw={700} c="inherit">
              {texts.app}
            </Text>
            <FirmMenu />
            <MainNav />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <PaletteButton focusSearch={focusSearch} />
            {mayChange('crm') && (
              <ActionIcon
                component={Link}
                to="/companies/new"
                variant="light"
                size="lg"
                aria-label={texts.new_company}
                title={texts.new_company}
              >
                <IconPlus size={18} />
              </ActionIcon>
            )}
            {mayRead('crm') && (
              <Suspense fallback={<Box w={34} />}>
                <Bell />
              </Suspense>
            )}
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={texts.search}>
        <AppShell.Section>
          <MainNav isInDrawer />
        </AppShell.Section>
        <AppShell.Section grow className="side-scroller">
          <SearchPanel />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  )
}

function UserMenu() {
  const { user } = useSession()
  const { isAdministrator } = useRights()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const shown = useComputedColorScheme()
  const { chosen, choose } = usePreferences()
  // The colours follow the person to another machine.
  useEffect(() => {
    if (chosen.color_scheme && chosen.color_scheme !== colorScheme) setColorScheme(chosen.color_scheme)
  }, [chosen.color_scheme, colorScheme, setColorScheme])
  return (
    <MenuButton
      position="bottom-end"
      renderButton={(target) => (
        <ActionIcon variant="subtle" size="lg" color="gray" aria-label={user.name} {...target}>
          <IconUserCircle size={22} />
        </ActionIcon>
      )}
      entries={[
        { heading: user.name },
        { label: shellTexts.profile, icon: <IconUser size={16} />, to: '/profile' },
        ...(isAdministrator
          ? [{ label: shellTexts.settings, icon: <IconSettings size={16} />, to: '/settings/firm' }]
          : []),
        'line',
        {
          label: texts.dark,
          icon: <IconMoon size={16} />,
          onChoose: () => choose({ color_scheme: shown === 'dark' ? 'light' : 'dark' }),
        },
        { label: texts.switch_language, icon: <IconLanguage size={16} />, onChoose: switchLanguage },
        'line',
        { label: texts.sign_out, icon: <IconLogout size={16} />, onChoose: signOut },
      ]}
    />
  )
}
