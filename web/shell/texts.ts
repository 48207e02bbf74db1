import { inLanguage } from '#web/platform/texts.ts'

export const texts = inLanguage(
  {
    profile: 'Min profil',
    settings: 'Innstillinger',
    switch_firm: 'Bytt firma',
    firm_now: '{firm}, bytt firma',
    show_in_list: 'Vis treffene i listen',
    any_category: 'Alle',
    saved_searches: 'Lagrede søk',
    save_search: 'Ta vare på søket …',
    search_name: 'Navn på søket',
    replaces: 'Erstatter søket med samme navn.',
    forget: 'Glem {name}',
    rename: 'Gi {name} nytt navn',
    no_right: 'Du har ikke rett til å registrere bedrifter.',
  },
  {
    profile: 'My profile',
    settings: 'Settings',
    switch_firm: 'Switch firm',
    firm_now: '{firm}, switch firm',
    show_in_list: 'Show the hits in the list',
    any_category: 'Any',
    saved_searches: 'Saved searches',
    save_search: 'Keep the search …',
    search_name: 'Name of the search',
    replaces: 'Replaces the search of this name.',
    forget: 'Forget {name}',
    rename: 'Rename {name}',
    no_right: 'You do not have the right to register companies.',
  },
)
