import { serveAddresses } from '#server/addresses/routes.ts'
import { serveApiKeys } from '#server/api-keys/routes.ts'
import { serveCalDav } from '#server/caldav/routes.ts'
import { serveCalendarAccess } from '#server/calendar-access/routes.ts'
import { serveCategories } from '#server/categories/routes.ts'
import { serveAppointments } from '#server/appointments/routes.ts'
import { serveCompanies } from '#server/companies/routes.ts'
import { serveHistory } from '#server/history/routes.ts'
import { serveImports } from '#server/imports/routes.ts'
import { serveCustomFields } from '#server/custom-fields/routes.ts'
import { serveFirm } from '#server/firm/routes.ts'
import { serveInvitations } from '#server/invitations/routes.ts'
import { serveLive } from '#server/live/routes.ts'
import { serveMails } from '#server/mail/routes.ts'
import { serveNotes } from '#server/notes/routes.ts'
import { serveNotifications } from '#server/notifications/routes.ts'
import { makeAuthenticate } from '#server/platform/authenticate.ts'
import type { Database } from '#server/platform/db.ts'
import { makeServer, serveHealth, type Settings } from '#server/platform/http.ts'
import { serveApiPage } from '#server/platform/api-page.ts'
import { serveOpenApi } from '#server/platform/openapi.ts'
import { servePlaces } from '#server/places/routes.ts'
import { servePeople } from '#server/people/routes.ts'
import { servePreferences } from '#server/preferences/routes.ts'
import { serveProfile } from '#server/profile/routes.ts'
import { serveWeb } from '#server/platform/web.ts'
import { serveRegisterCompanies } from '#server/register-companies/routes.ts'
import { serveRegister } from '#server/register/routes.ts'
import { serveSearch } from '#server/search/routes.ts'
import { serveToday } from '#server/today/routes.ts'
import { serveSavedSearches } from '#server/search/saved-searches.ts'
import { serveServices } from '#server/services/routes.ts'
import { serveSignIn } from '#server/sign-in/routes.ts'
import { serveSms } from '#server/sms/routes.ts'
import { serveTasks } from '#server/tasks/routes.ts'
import { serveUsers } from '#server/users/routes.ts'

/** The whole web server on a database; the modules in their order. */
export async function makeApp(db: Database, settings: Settings) {
  const server = makeServer(db, makeAuthenticate(db, settings.is_secure), settings)
  serveHealth(server)
  serveOpenApi(server)
  serveApiPage(server)
  serveSignIn(server)
  serveProfile(server)
  serveUsers(server)
  serveApiKeys(server)
  serveCalendarAccess(server)
  servePreferences(server)
  serveFirm(server)
  serveMails(server)
  serveAddresses(server)
  serveRegister(server)
  serveCustomFields(server)
  serveCategories(server)
  serveCompanies(server)
  serveSms(server)
  serveNotifications(server)
  serveTasks(server)
  serveNotes(server)
  serveInvitations(server)
  serveAppointments(server)
  serveCalDav(server)
  servePeople(server)
  serveRegisterCompanies(server)
  serveHistory(server)
  serveImports(server)
  serveSearch(server)
  serveSavedSearches(server)
  serveToday(server)
  servePlaces(server)
  serveServices(server)
  serveLive(server)
  await serveWeb(server)
  return server.app
}
