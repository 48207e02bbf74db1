import { inLanguage } from '#web/platform/texts.ts'

export const historyTexts = inLanguage(
  {
    period: 'Tidsrom',
    today: 'I dag',
    week: 'Denne uken',
    month: 'Denne måneden',
    year: 'I år',
    anything: 'Alt',
  },
  {
    period: 'Period',
    today: 'Today',
    week: 'This week',
    month: 'This month',
    year: 'This year',
    anything: 'Anything',
  },
)
