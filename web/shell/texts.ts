import { inLanguage } from '#web/platform/texts.ts'

export const texts = inLanguage(
  {
    profile: 'Min profil',
    settings: 'Innstillinger',
    switch_firm: 'Bytt firma',
    firm_now: '{firm}, bytt firma',
    no_right: 'Du har ikke rett til å registrere bedrifter.',
  },
  {
    profile: 'My profile',
    settings: 'Settings',
    switch_firm: 'Switch firm',
    firm_now: '{firm}, switch firm',
    no_right: 'You do not have the right to register companies.',
  },
)
