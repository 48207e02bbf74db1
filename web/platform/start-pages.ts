import { texts } from '#web/platform/texts.ts'

const paths = ['/today', '/companies', '/persons', '/companies/new', '/calendar'] as const
const titles = {
  '/today': texts.my_day,
  '/companies': texts.companies,
  '/persons': texts.persons,
  '/companies/new': texts.new_company,
  '/calendar': texts.calendar,
}

/** The pages that one can begin the day with. */
export const startPages = paths.map((value) => ({ value, label: titles[value] }))

/** The chosen one, or my day when none is chosen or it is not there any more. */
export const startPageOf = (chosen: string | undefined) => paths.find((path) => path === chosen) ?? '/today'
