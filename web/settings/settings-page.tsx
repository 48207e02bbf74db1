import { Grid, NavLink, Title } from '@mantine/core'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { texts as keyTexts } from '#web/api-keys/texts.ts'
import { texts as categoryTexts } from '#web/categories/texts.ts'
import { texts as fieldTexts } from '#web/custom-fields/texts.ts'
import { texts as firmTexts } from '#web/firm/texts.ts'
import { texts as historyTexts } from '#web/history/texts.ts'
import { texts as letterTexts } from '#web/invitations/texts.ts'
import { texts as mailTexts } from '#web/mail/texts.ts'
import { inLanguage } from '#web/platform/texts.ts'
import { texts as smsTexts } from '#web/sms/settings-texts.ts'
import { texts as userTexts } from '#web/users/texts.ts'

const texts = inLanguage({ settings: 'Innstillinger' }, { settings: 'Settings' })

/** The administrator's pages, in their order. */
export const sections: { to: string; title: string }[] = [
  { to: '/settings/firm', title: firmTexts.firm },
  { to: '/settings/users', title: userTexts.users },
  { to: '/settings/fields', title: fieldTexts.own_fields },
  { to: '/settings/categories', title: categoryTexts.categories },
  { to: '/settings/mail', title: mailTexts.mail },
  { to: '/settings/letters', title: letterTexts.letters },
  { to: '/settings/sms', title: smsTexts.sms },
  { to: '/settings/api-keys', title: keyTexts.keys },
  { to: '/settings/history', title: historyTexts.history },
]

/** A frame for the firm's settings: what can be set at the left, the chosen part at the right. */
export function SettingsPage() {
  const { pathname } = useLocation()
  return (
    <>
      <Title order={1} size="h3" mb="md">
        {texts.settings}
      </Title>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 3 }} component="nav" className="settings-nav" aria-label={texts.settings}>
          {sections.map(({ to, title }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              label={title}
              active={pathname.startsWith(to)}
              {...(pathname.startsWith(to) ? { 'aria-current': 'page' as const } : {})}
            />
          ))}
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 9 }}>
          <Outlet />
        </Grid.Col>
      </Grid>
    </>
  )
}
