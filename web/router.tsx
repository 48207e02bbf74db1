import { Skeleton } from '@mantine/core'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { session } from '#calls/session.ts'
import { readAppointmentAddress, readCalendarAddress } from '#web/calendar/calendar-address.ts'
import { readListAddress } from '#web/company-list/list-address.ts'
import { readPersonListAddress } from '#web/people/person-list-address.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { companyCard, personCard, queries } from '#web/platform/queries.ts'
import { startPageOf } from '#web/platform/start-pages.ts'
import { NotFound } from '#web/shell/not-found.tsx'
import { Shell } from '#web/shell/shell.tsx'

const root = createRootRoute({ notFoundComponent: NotFound })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { changed?: true } =>
    search.changed === true ? { changed: true } : {},
  component: lazyRouteComponent(() => import('#web/sign-in/sign-in-page.tsx'), 'SignInPage'),
})
const forgottenPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgotten-password',
  component: lazyRouteComponent(() => import('#web/sign-in/password-pages.tsx'), 'ForgottenPasswordPage'),
})
const newPassword = createRoute({
  getParentRoute: () => root,
  path: '/new-password/$token',
  component: lazyRouteComponent(() => import('#web/sign-in/password-pages.tsx'), 'NewPasswordPage'),
})
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$token',
  component: lazyRouteComponent(() => import('#web/sign-in/invitation-page.tsx'), 'InvitationPage'),
})
const newAddress = createRoute({
  getParentRoute: () => root,
  path: '/new-address/$token',
  component: lazyRouteComponent(() => import('#web/sign-in/new-address-page.tsx'), 'NewAddressPage'),
})
const answer = createRoute({
  getParentRoute: () => root,
  path: '/answer/$token',
  validateSearch: (search: Record<string, unknown>): { answer?: string } =>
    typeof search.answer === 'string' ? { answer: search.answer } : {},
  component: lazyRouteComponent(() => import('#web/invitations/answer-page.tsx'), 'AnswerPage'),
})
const secondStep = createRoute({
  getParentRoute: () => root,
  path: '/second-step',
  component: lazyRouteComponent(() => import('#web/sign-in/second-step-page.tsx'), 'SecondStepPage'),
})
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('#web/sign-in/setup-page.tsx'), 'SetupPage'),
})

/** Which of a card's lower tabs is open, the first when it is not said; and which record in it. */
const readBelow = ({ below, open }: Record<string, unknown>): { below?: string; open?: string } => ({
  ...(typeof below === 'string' && /^[a-z]{1,20}$/.test(below) ? { below } : {}),
  ...(typeof open === 'string' && /^[0-9a-f-]{36}$/.test(open) ? { open } : {}),
})

/** What a new record is to be called. */
const readName = (search: Record<string, unknown>): { name?: string } =>
  typeof search.name === 'string' ? { name: search.name } : {}

/** Everything inside needs someone signed in; an empty installation begins with its firm. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  staleTime: 60_000,
  loader: async () => {
    const inside = await readSession()
    if (inside.lacks_two_factor) throw redirect({ to: '/second-step' })
    return inside
  },
})
async function readSession() {
  try {
    return await call(session.get)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 401) throw error
    const { needed } = await call(session.setup_state)
    throw redirect({ to: needed ? '/setup' : '/sign-in' })
  }
}
const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  loader: async ({ parentMatchPromise }) => {
    const { loaderData } = await parentMatchPromise
    throw redirect({ to: startPageOf(loaderData?.preferences.start_page), replace: true })
  },
})
const today = createRoute({
  getParentRoute: () => inside,
  path: '/today',
  component: lazyRouteComponent(() => import('#web/today/today-page.tsx'), 'TodayPage'),
})
/**
 * A record's card is asked for together with the code of its page; what can not be had the page tries again, and tells. The page that
 * was there stays until then, for a while.
 */
const ofCard = { pendingComponent: () => <Skeleton height={240} />, pendingMs: 200, pendingMinMs: 0 }
const ahead = (card: Promise<unknown>) => card.then(nothing, nothing)
const nothing = () => undefined

const list = createRoute({
  getParentRoute: () => inside,
  path: '/companies',
  validateSearch: readListAddress,
  component: lazyRouteComponent(() => import('#web/company-list/company-list-page.tsx'), 'CompanyListPage'),
})
const companiesMap = createRoute({
  getParentRoute: () => inside,
  path: '/companies/map',
  validateSearch: readListAddress,
  component: lazyRouteComponent(() => import('#web/maps/companies-map-page.tsx'), 'CompaniesMapPage'),
})
const make = createRoute({
  getParentRoute: () => inside,
  path: '/companies/new',
  validateSearch: readName,
  component: lazyRouteComponent(() => import('#web/companies/new-company-page.tsx'), 'NewCompanyPage'),
})
const company = createRoute({
  getParentRoute: () => inside,
  path: '/companies/$id/$tab',
  validateSearch: readBelow,
  ...ofCard,
  loader: ({ params }) => ahead(queries.ensureQueryData({ ...companyCard(params.id), retry: false })),
  component: lazyRouteComponent(() => import('#web/companies/company-page.tsx'), 'CompanyPage'),
})
const personList = createRoute({
  getParentRoute: () => inside,
  path: '/persons',
  validateSearch: readPersonListAddress,
  component: lazyRouteComponent(() => import('#web/people/person-list-page.tsx'), 'PersonListPage'),
})
/** Addresses that name no tab, as people and other programs write them. */
const companyAddress = createRoute({
  getParentRoute: () => inside,
  path: '/companies/$id',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/companies/$id/$tab', params: { ...params, tab: 'info' }, replace: true })
  },
})
const personAddress = createRoute({
  getParentRoute: () => inside,
  path: '/persons/$id',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/persons/$id/$tab', params: { ...params, tab: 'info' }, replace: true })
  },
})
const newPerson = createRoute({
  getParentRoute: () => inside,
  path: '/persons/new',
  validateSearch: readName,
  component: lazyRouteComponent(() => import('#web/people/new-person-page.tsx'), 'NewPersonPage'),
})
const person = createRoute({
  getParentRoute: () => inside,
  path: '/persons/$id/$tab',
  validateSearch: readBelow,
  ...ofCard,
  loader: ({ params }) => ahead(queries.ensureQueryData({ ...personCard(params.id), retry: false })),
  component: lazyRouteComponent(() => import('#web/people/person-page.tsx'), 'PersonPage'),
})
/** What the page itself makes sense of, so that its rules come with its code. */
const readWords = (search: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  )
const planner = createRoute({
  getParentRoute: () => inside,
  path: '/tasks',
  validateSearch: readWords,
  component: lazyRouteComponent(() => import('#web/tasks/planner-page.tsx'), 'PlannerPage'),
})
/** A task over the planner. */
const task = createRoute({
  getParentRoute: () => planner,
  path: '$id',
  component: lazyRouteComponent(() => import('#web/tasks/linked-task.tsx'), 'LinkedTask'),
})
const profile = createRoute({
  getParentRoute: () => inside,
  path: '/profile',
  component: lazyRouteComponent(() => import('#web/profile/profile-page.tsx'), 'ProfilePage'),
})
/** The administrator's pages; each section is one route below it and one line in settings-page.tsx. */
const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('#web/settings/settings-page.tsx'), 'SettingsPage'),
})
const firm = createRoute({
  getParentRoute: () => settings,
  path: 'firm',
  component: lazyRouteComponent(() => import('#web/firm/firm-page.tsx'), 'FirmPage'),
})
const customFields = createRoute({
  getParentRoute: () => settings,
  path: 'fields',
  component: lazyRouteComponent(() => import('#web/custom-fields/custom-fields-page.tsx'), 'CustomFieldsPage'),
})
const categories = createRoute({
  getParentRoute: () => settings,
  path: 'categories',
  component: lazyRouteComponent(() => import('#web/categories/categories-page.tsx'), 'CategoriesPage'),
})

const users = createRoute({
  getParentRoute: () => settings,
  path: 'users',
  component: lazyRouteComponent(() => import('#web/users/users-page.tsx'), 'UsersPage'),
})
const userHistory = createRoute({
  getParentRoute: () => settings,
  path: 'users/history',
  component: lazyRouteComponent(() => import('#web/users/user-history-page.tsx'), 'UserHistoryPage'),
})
const notifications = createRoute({
  getParentRoute: () => inside,
  path: '/notifications',
  component: lazyRouteComponent(() => import('#web/notifications/notifications-page.tsx'), 'NotificationsPage'),
})
const ownKeys = createRoute({
  getParentRoute: () => inside,
  path: '/profile/api-keys',
  component: lazyRouteComponent(() => import('#web/api-keys/own-keys-page.tsx'), 'OwnKeysPage'),
})
const calendarAccess = createRoute({
  getParentRoute: () => inside,
  path: '/profile/calendar',
  component: lazyRouteComponent(() => import('#web/calendar-access/calendar-access-page.tsx'), 'CalendarAccessPage'),
})
const letters = createRoute({
  getParentRoute: () => settings,
  path: 'letters',
  component: lazyRouteComponent(() => import('#web/invitations/letters-page.tsx'), 'LettersPage'),
})
const smsSettings = createRoute({
  getParentRoute: () => settings,
  path: 'sms',
  component: lazyRouteComponent(() => import('#web/sms/sms-settings-page.tsx'), 'SmsSettingsPage'),
})
const allKeys = createRoute({
  getParentRoute: () => settings,
  path: 'api-keys',
  component: lazyRouteComponent(() => import('#web/api-keys/all-keys-page.tsx'), 'AllKeysPage'),
})
const mail = createRoute({
  getParentRoute: () => settings,
  path: 'mail',
  component: lazyRouteComponent(() => import('#web/mail/mail-page.tsx'), 'MailPage'),
})
const firmHistory = createRoute({
  getParentRoute: () => settings,
  path: 'history',
  component: lazyRouteComponent(() => import('#web/history/history-page.tsx'), 'HistoryPage'),
})
const importList = createRoute({
  getParentRoute: () => inside,
  path: '/import',
  component: lazyRouteComponent(() => import('#web/import/imports-page.tsx'), 'ImportsPage'),
})
const importOne = createRoute({
  getParentRoute: () => inside,
  path: '/import/$id',
  component: lazyRouteComponent(() => import('#web/import/import-page.tsx'), 'ImportPage'),
})
const sms = createRoute({
  getParentRoute: () => inside,
  path: '/sms',
  validateSearch: readWords,
  component: lazyRouteComponent(() => import('#web/sms/sms-page.tsx'), 'SmsPage'),
})
const calendar = createRoute({
  getParentRoute: () => inside,
  path: '/calendar',
  validateSearch: readCalendarAddress,
  component: lazyRouteComponent(() => import('#web/calendar/calendar-page.tsx'), 'CalendarPage'),
})
const appointment = createRoute({
  getParentRoute: () => inside,
  path: '/calendar/$id',
  validateSearch: readAppointmentAddress,
  component: lazyRouteComponent(() => import('#web/calendar/appointment-page.tsx'), 'AppointmentPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    setup,
    forgottenPassword,
    newPassword,
    invitation,
    newAddress,
    answer,
    secondStep,
    inside.addChildren([
      ownKeys,
      calendarAccess,
      home,
      today,
      profile,
      notifications,
      list,
      companiesMap,
      make,
      companyAddress,
      company,
      personList,
      newPerson,
      personAddress,
      person,
      planner.addChildren([task]),
      importList,
      importOne,
      sms,
      calendar,
      appointment,
      settings.addChildren([
        users,
        userHistory,
        firm,
        customFields,
        categories,
        mail,
        letters,
        smsSettings,
        allKeys,
        firmHistory,
      ]),
    ]),
  ]),
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
