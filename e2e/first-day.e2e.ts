import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'

test.describe.configure({ mode: 'serial' })

const email = 'kari@fjellregnskap.example'
const password = 'rolig som en fjord'

async function signIn(page: Page) {
  await page.goto('/sign-in')
  await page.getByLabel('E-post').fill(email)
  await page.getByLabel(/^Passord/).fill(password)
  await page.getByRole('button', { name: 'Logg inn' }).click()
  await expect(page.getByRole('heading', { name: 'Bedrifter' })).toBeVisible()
}

const panel = (page: Page) => page.getByRole('combobox', { name: 'Søk i kunder og personer' })

async function isAccessible(page: Page) {
  // Menus and notices fade in; colours are judged when they have.
  await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))))
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

test('the first visit makes the firm; faulty fields say so and keep what was typed', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Velkommen til Kundebok' })).toBeVisible()
  await isAccessible(page)
  await page.getByLabel('Firmaets navn').fill('Fjell Regnskap AS')
  await page.getByLabel('Org.nr.').fill('974760674')
  await page.getByLabel('Ditt navn').fill('Kari Nordmann')
  await page.getByLabel('E-post').fill(email)
  await page.getByLabel(/^Passord/).fill(password)
  await page.getByLabel('Legg inn noen eksempelkunder').check()
  await page.getByRole('button', { name: 'Kom i gang' }).click()
  await expect(page.getByText('riktig kontrollsiffer')).toBeVisible()
  await expect(page.getByLabel('Org.nr.')).toBeFocused()
  await page.getByLabel('Org.nr.').fill('974 760 673')
  await page.getByRole('button', { name: 'Kom i gang' }).click()
  await expect(page.getByRole('link', { name: 'Nordlys Elektro AS', exact: true })).toBeVisible()
  await isAccessible(page)
})

test('a company is registered, found by its nickname with the keyboard alone, and its card opens', async ({ page }) => {
  await signIn(page)
  await page.getByRole('link', { name: 'Ny bedrift' }).first().click()
  await page.getByLabel(/^Navn/).fill('Håkonsens Båtbyggeri AS')
  await page.getByLabel('Kallenavn').fill('Snekkern')
  await page.getByLabel('Telefon').fill('22 33')
  await page.getByLabel('Nettside').fill('javascript:alert(1)')
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByText('Telefonnummeret finnes ikke')).toBeVisible()
  await expect(page.getByText('Skriv en nettadresse')).toBeVisible()
  await isAccessible(page)
  await page.getByLabel('Telefon').fill('22 33 44 55')
  await page.getByLabel('Nettside').fill('haakonsen.example')
  await page.getByRole('group', { name: 'Postadresse' }).getByLabel('Poststed').fill('Risør')
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByRole('heading', { name: 'Håkonsens Båtbyggeri AS' })).toBeVisible()
  await isAccessible(page)

  await page.goto('/companies')
  await expect(page.getByRole('heading', { name: 'Bedrifter' })).toBeVisible()
  await page.keyboard.press('/')
  await expect(panel(page)).toBeFocused()
  await page.keyboard.type('snekker')
  await expect(page.getByRole('option', { name: /Håkonsens Båtbyggeri AS.*Snekkern/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Håkonsens Båtbyggeri AS' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Åpne nettsiden' })).toHaveAttribute('href', 'https://haakonsen.example')
})

test('a change is in the history with old and new value, and every tab has its address', async ({ page }) => {
  await signIn(page)
  await panel(page).fill('snekkern')
  await page.getByRole('option', { name: /Håkonsens/ }).click()
  await page.getByRole('button', { name: 'Endre' }).click()
  await page.getByLabel('Kallenavn').fill('Båtmannen')
  await page.getByRole('button', { name: 'Lagre' }).click()
  await page.getByRole('tab', { name: 'Historikk' }).click()
  await expect(page.getByText('Snekkern → Båtmannen')).toBeVisible()
  await isAccessible(page)
  await page.getByRole('tab', { name: 'Tilleggsinformasjon' }).click()
  await expect(page).toHaveURL(/\/additional\?below=history$/)
  await page.reload()
  await expect(page.getByRole('tab', { name: 'Tilleggsinformasjon' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByText('Snekkern → Båtmannen')).toBeVisible()
})

test('two who change the same company: the second sees both versions, chooses, and loses nothing', async ({
  page,
  browser,
}) => {
  await signIn(page)
  await panel(page).fill('nordlys')
  await page.getByRole('option', { name: /Nordlys Elektro/ }).click()
  await page.getByRole('button', { name: 'Endre' }).click()
  await page.getByLabel('Kallenavn').fill('Lysfolka')
  await page.getByLabel('Bransje').fill('Elektro')

  const colleague = await (await browser.newContext()).newPage()
  await signIn(colleague)
  await colleague.goto(page.url())
  await colleague.getByRole('button', { name: 'Endre' }).click()
  await colleague.getByLabel('Kallenavn').fill('Nordlys')
  await colleague.getByLabel('Faks').fill('77 60 08 16')
  await colleague.getByRole('button', { name: 'Lagre' }).click()
  await expect(colleague.getByRole('heading', { name: 'Nordlys Elektro AS' })).toBeVisible()

  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByText('En kollega lagret mens du skrev')).toBeVisible()
  await expect(page.getByLabel('Faks')).toHaveValue('77 60 08 16')
  await expect(page.getByLabel('Bransje')).toHaveValue('Elektro')
  await isAccessible(page)
  await page.getByText('Kollegaens: Nordlys').click()
  await expect(page.getByRole('textbox', { name: 'Kallenavn' })).toHaveValue('Nordlys')
  await page.getByText('Mitt: Lysfolka').click()
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByRole('button', { name: 'Handlinger' })).toBeVisible()
  await expect(page.getByText('Lysfolka')).toBeVisible()
  await expect(page.getByText('77 60 08 16')).toBeVisible()
})

test('a draft survives a reload and a lost connection', async ({ page, context }) => {
  await signIn(page)
  await page.goto('/companies/new')
  await page.getByLabel(/^Navn/).fill('Utkast AS')
  await page.reload()
  await expect(page.getByLabel(/^Navn/)).toHaveValue('Utkast AS')
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByText('Ingen forbindelse')).toBeVisible()
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByRole('heading', { name: 'Utkast AS' })).toBeVisible()
})

test('a draft that is older than a colleague’s change is merged with it and overwrites nothing', async ({
  page,
  browser,
}) => {
  await signIn(page)
  await panel(page).fill('haugen rør')
  await page.getByRole('option', { name: /Haugen Rørservice/ }).click()
  await page.getByRole('button', { name: 'Endre' }).click()
  await page.getByLabel('Bransje').fill('Rørleggere')
  const colleague = await (await browser.newContext()).newPage()
  await signIn(colleague)
  await colleague.goto(page.url())
  await colleague.getByRole('button', { name: 'Endre' }).click()
  await colleague.getByLabel('Faks').fill('61 25 44 18')
  await colleague.getByRole('button', { name: 'Lagre' }).click()
  await expect(colleague.getByRole('button', { name: 'Handlinger' })).toBeVisible()

  await page.reload()
  await expect(page.getByText('Dette er et utkast')).toBeVisible()
  await expect(page.getByLabel('Bransje')).toHaveValue('Rørleggere')
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByText('Endringene deres er tatt med')).toBeVisible()
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByText('61 25 44 18')).toBeVisible()
  await page.getByRole('tab', { name: 'Tilleggsinformasjon' }).click()
  await expect(page.getByText('Rørleggere')).toBeVisible()
})

test('a Swedish company keeps its country through a change; a wrong invoice address is told at the field', async ({
  page,
}) => {
  await signIn(page)
  await panel(page).fill('västkustens')
  await page.getByRole('option', { name: /Västkustens/ }).click()
  await expect(page.getByText(/Göteborg, Sverige/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Endre' }).click()
  await page.getByRole('textbox', { name: 'E-post for faktura' }).fill('faktura@vast.example; feil')
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByText('Skriv e-postadressen som')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'E-post for faktura' })).toBeFocused()
  // The last address is the wrong one: Backspace takes it up again.
  await page.keyboard.press('Backspace')
  await page.getByRole('textbox', { name: 'E-post for faktura' }).fill('')
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByRole('button', { name: 'Handlinger' })).toBeVisible()
  await page.getByRole('tab', { name: 'Historikk' }).click()
  const history = page.getByRole('tabpanel', { name: 'Historikk' })
  await expect(history.getByText('E-post for faktura: tom → faktura@vast.example')).toBeVisible()
  await expect(history.getByText(/Postadresse: .*→/)).toBeHidden()
  await expect(history.getByText('Kontakt: Annika Lindqvist')).toBeVisible()
  await expect(history.getByText('Eier: Kari Nordmann')).toBeVisible()
  expect(await history.textContent()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
})

test('a likely duplicate is shown while typing; a deleted company comes back with Angre', async ({ page }) => {
  await signIn(page)
  await page.goto('/companies/new')
  await page.getByLabel(/^Navn/).fill('utkast as')
  await expect(page.getByText('Kan være registrert fra før')).toBeVisible()
  await page.getByRole('link', { name: 'Vis' }).click()
  await page.getByRole('button', { name: 'Handlinger' }).click()
  await page.getByRole('menuitem', { name: 'Slett' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Slett' }).click()
  await expect(page.getByRole('link', { name: 'Utkast AS', exact: true })).toBeHidden()
  await page.getByRole('button', { name: 'Angre' }).click()
  await expect(page.getByRole('heading', { name: 'Utkast AS' })).toBeVisible()
})

test('the right-click menu has the entries of the button', async ({ page }) => {
  await signIn(page)
  await page.getByRole('link', { name: 'Nordlys Elektro AS', exact: true }).click()
  await page.getByText('Besøksadresse').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Gjør inaktiv' }).click()
  await expect(page.getByText('Inaktiv', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Handlinger' }).click()
  await page.getByRole('menuitem', { name: 'Gjør aktiv' }).click()
  await expect(page.getByText('Inaktiv', { exact: true })).toBeHidden()
})

test('a favourite and the last opened stand in the empty search panel', async ({ page }) => {
  await signIn(page)
  await page.getByRole('link', { name: 'Sjøhuset Fisk og Vilt AS', exact: true }).click()
  await page.getByRole('button', { name: 'Favoritt' }).click()
  await expect(page.getByRole('button', { name: 'Favoritt' })).toHaveAttribute('aria-pressed', 'true')
  await page.goto('/companies')
  await expect(page.getByRole('navigation', { name: 'Sist åpnet' }).getByRole('link').first()).toHaveText(/Sjøhuset/)
  await isAccessible(page)
  await page
    .getByRole('navigation', { name: 'Favoritter' })
    .getByRole('link', { name: /Sjøhuset/ })
    .click()
  await expect(page.getByRole('heading', { name: 'Sjøhuset Fisk og Vilt AS' })).toBeVisible()
})

test('on a phone the search is a drawer, in English and in the dark', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await signIn(page)
  await page.getByRole('button', { name: 'Kari Nordmann' }).click()
  await page.getByRole('menuitem', { name: 'English' }).click()
  await page.getByRole('button', { name: 'Search and menu' }).click()
  await page.getByRole('combobox', { name: 'Search companies and persons' }).fill('aasgard')
  await page.getByRole('option', { name: /Åsgård Regnskap/ }).click()
  await expect(page.getByRole('heading', { name: 'Åsgård Regnskap AS' })).toBeVisible()
  await expect(page.getByText('Marit Solberg')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await isAccessible(page)
})

test('signing out leaves no way in and no draft behind', async ({ page }) => {
  await signIn(page)
  await page.goto('/companies/new')
  await page.getByLabel(/^Navn/).fill('Hemmelig AS')
  await page.getByRole('button', { name: 'Kari Nordmann' }).click()
  await page.getByRole('menuitem', { name: 'Logg ut' }).click()
  await expect(page.getByRole('button', { name: 'Logg inn' })).toBeVisible()
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('draft:')))).toEqual([])
  await page.goto('/companies')
  await expect(page).toHaveURL(/sign-in/)
})
