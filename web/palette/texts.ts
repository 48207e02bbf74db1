import { inLanguage } from '#web/platform/texts.ts'

export const texts = inLanguage(
  {
    hint: 'Bedrift, person, side eller handling …',
    results: 'Treff og handlinger',
    here: 'På {name}',
    make: 'Nytt',
    records: 'Bedrifter og personer',
    pages: 'Sider',
    settings: 'Innstillinger',
    screen: 'Skjerm og konto',
    go_to_search: 'Gå til søket',
    switch_to: 'Bytt til {firm}',
    nothing: 'Ingen treff.',
    keys: '↑ ↓ velger · Enter åpner · Esc lukker',
  },
  {
    hint: 'Company, person, page or action …',
    results: 'Hits and actions',
    here: 'On {name}',
    make: 'New',
    records: 'Companies and persons',
    pages: 'Pages',
    settings: 'Settings',
    screen: 'Screen and account',
    go_to_search: 'Go to the search',
    switch_to: 'Switch to {firm}',
    nothing: 'No hits.',
    keys: '↑ ↓ choose · Enter opens · Esc closes',
  },
)
