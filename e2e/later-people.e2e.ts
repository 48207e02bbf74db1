import { writeFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { isAccessible, signIn, test } from './story.ts'

test.describe.configure({ mode: 'serial' })

const search = (page: Page) => page.getByRole('combobox', { name: 'Søk i kunder og personer' })
const dialog = (page: Page) => page.getByRole('dialog')
const save = (page: Page) => dialog(page).getByRole('button', { name: 'Lagre', exact: true })
const contacts = (page: Page) => page.getByRole('region', { name: 'Kontakter' })
const row = (page: Page, name: string) => contacts(page).getByRole('row').filter({ hasText: name })

async function register(page: Page, name: string) {
  await page.goto('/companies/new')
  await page.getByRole('textbox', { name: 'Navn', exact: true }).first().fill(name)
  await page.keyboard.press('Control+S')
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
}

test('a contact is made with her role in one step; faults are told at their fields and nothing typed is lost', async ({
  page,
}) => {
  await signIn(page)
  await register(page, 'Sildefabrikken AS')
  await page.getByRole('button', { name: 'Ny kontakt' }).click()
  await expect(dialog(page).getByRole('textbox', { name: 'Fornavn' })).toBeFocused()
  await dialog(page).getByRole('textbox', { name: 'Stilling' }).fill('Salgssjef')
  await dialog(page).getByRole('textbox', { name: 'E-post arbeid' }).fill('turid@')
  await save(page).click()
  await expect(dialog(page).getByText('Skriv fornavn eller etternavn.')).toBeVisible()
  await expect(dialog(page).getByText('Skriv e-postadressen som navn@firma.no.')).toBeVisible()
  await isAccessible(page)
  await dialog(page).getByRole('textbox', { name: 'Fornavn' }).fill('Turid')
  await dialog(page).getByRole('textbox', { name: 'Etternavn' }).fill('Brisling')
  await dialog(page).getByRole('textbox', { name: 'E-post arbeid' }).fill('turid@silda.example')
  await dialog(page).getByRole('textbox', { name: 'Mobil privat' }).fill('912 33 445')
  // Closed by mistake: what was typed is there again.
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'Ny kontakt' }).click()
  await expect(dialog(page).getByRole('textbox', { name: 'Etternavn' })).toHaveValue('Brisling')
  await save(page).click()
  await expect(dialog(page)).toHaveCount(0)
  await expect(row(page, 'Turid Brisling')).toContainText('Salgssjef')
  await expect(row(page, 'Turid Brisling').getByRole('link', { name: '912 33 445', exact: true })).toHaveAttribute(
    'href',
    'tel:+4791233445',
  )
  await isAccessible(page)
})

test('an existing person is told while one types, and taken instead', async ({ page }) => {
  await signIn(page)
  await register(page, 'Tranfabrikken AS')
  await page.getByRole('button', { name: 'Ny kontakt' }).click()
  await dialog(page).getByRole('textbox', { name: 'Mobil privat' }).fill('91233445')
  await expect(
    dialog(page)
      .getByRole('status')
      .getByText(/Turid Brisling, Sildefabrikken AS: samme mobil/),
  ).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Legg til denne i stedet' }).click()
  await dialog(page)
    .getByRole('option', { name: /Turid Brisling/ })
    .click()
  // The role of this company is empty, and waits to be filled in.
  const title = dialog(page).getByRole('textbox', { name: 'Stilling' })
  await expect(title).toBeFocused()
  await expect(title).toHaveValue('')
  await page.keyboard.type('Styreleder')
  await save(page).click()
  await expect(row(page, 'Turid Brisling')).toContainText('Styreleder')
})

test('by the keyboard alone: linked, greyed the second time, made primary, left, unlinked and taken back', async ({
  page,
}) => {
  await signIn(page)
  await register(page, 'Reketråler AS')
  await page.getByRole('button', { name: 'Legg til kontakt' }).press('Enter')
  await expect(dialog(page).getByRole('combobox')).toBeFocused()
  await page.keyboard.type('brisling')
  await expect(dialog(page).getByRole('option', { name: /Turid Brisling/ })).toBeVisible()
  await isAccessible(page)
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByRole('textbox', { name: 'Stilling' })).toBeFocused()
  await page.keyboard.type('Skipper')
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toHaveCount(0)

  await page.getByRole('button', { name: 'Legg til kontakt' }).press('Enter')
  await expect(dialog(page).getByRole('combobox')).toBeFocused()
  await page.keyboard.type('brisling')
  await expect(dialog(page).getByRole('option', { name: /Allerede tilknyttet/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await isAccessible(page)
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByText('Personen er allerede knyttet til bedriften.')).toBeVisible()
  await page.keyboard.press('Escape')

  const menu = page.getByRole('button', { name: 'Handlinger for Turid Brisling' })
  const choose = async (name: string) => {
    await menu.press('Enter')
    await page.getByRole('menuitem', { name, exact: true }).press('Enter')
  }
  await menu.press('Enter')
  await isAccessible(page)
  await page.keyboard.press('Escape')
  await choose('Gjør til hovedkontakt')
  await expect(row(page, 'Turid Brisling')).toContainText('Hovedkontakt')
  await choose('Har sluttet')
  await expect(row(page, 'Turid Brisling')).toContainText('Sluttet')
  await expect(row(page, 'Turid Brisling')).not.toContainText('Hovedkontakt')
  await choose('Har ikke sluttet likevel')
  await expect(row(page, 'Turid Brisling')).not.toContainText('Sluttet')
  await choose('Fjern tilknytningen')
  await expect(page.getByText('Ingen kontakter ennå.')).toBeVisible()
  await page.getByRole('button', { name: 'Angre' }).click()
  await expect(row(page, 'Turid Brisling')).toContainText('Skipper')
})

test('a right-click has what the button has; double-click opens the person, with all her companies', async ({
  page,
}) => {
  await signIn(page)
  await search(page).fill('sildefabrikken')
  await page.getByRole('option', { name: /Sildefabrikken AS/ }).click()
  await row(page, 'Turid Brisling').getByText('Salgssjef').click({ button: 'right' })
  const items = page.getByRole('menuitem')
  await expect(items.filter({ hasText: 'Gå til' })).toBeVisible()
  const byRightClick = await items.allTextContents()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Handlinger for Turid Brisling' }).click()
  await expect(items.filter({ hasText: 'Gå til' })).toBeVisible()
  expect(await items.allTextContents()).toEqual(byRightClick)
  expect(byRightClick).toContain('turid@silda.example Sildefabrikken AS')
  expect(byRightClick).toContain('912 33 445 Mobil, privat')
  await page.keyboard.press('Escape')
  await row(page, 'Turid Brisling').getByText('Salgssjef').dblclick()
  await expect(page.getByRole('heading', { name: 'Turid Brisling', level: 1 })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Bedrifter' }).getByRole('row')).toHaveCount(4)
  await isAccessible(page)
})

test('the card of a person: changed beside a colleague, a private customer, a company linked, deleted and back', async ({
  page,
  context,
}) => {
  await signIn(page)
  await search(page).fill('turid@silda')
  await page.getByRole('option', { name: /Turid Brisling/ }).click()
  await expect(page.getByRole('heading', { name: 'Turid Brisling', level: 1 })).toBeVisible()
  const other = await context.newPage()
  await other.goto(page.url())
  await other.getByRole('button', { name: 'Endre', exact: true }).click()
  await other.getByRole('textbox', { name: 'Kallenavn' }).fill('Tutta')

  await page.getByRole('button', { name: 'Endre', exact: true }).click()
  await page.getByRole('textbox', { name: 'Kallenavn' }).fill('Turi')
  await page.getByRole('checkbox', { name: 'Privatkunde' }).check()
  await page.keyboard.press('Control+S')
  await expect(page.getByText(/Kundenr\. \d+/)).toBeVisible()
  await other.keyboard.press('Control+S')
  await expect(other.getByRole('alert')).toContainText('En kollega lagret mens du skrev.')
  await isAccessible(other)
  await other.getByRole('radio', { name: /Kollegaens: Turi/ }).check()
  await other.keyboard.press('Control+S')
  await expect(other.getByRole('button', { name: 'Handlinger', exact: true })).toBeVisible()
  await expect(other.getByText('Turi', { exact: true })).toBeVisible()
  await other.close()

  await page.getByRole('button', { name: 'Tilknytt bedrift' }).click()
  await dialog(page).getByRole('combobox').fill('nordlys')
  await dialog(page)
    .getByRole('option', { name: /Nordlys Elektro AS/ })
    .click()
  await expect(dialog(page).getByRole('textbox', { name: 'Stilling' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('link', { name: 'Nordlys Elektro AS', exact: true })).toBeVisible()

  await page.reload()
  await page.getByRole('button', { name: 'Handlinger', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Slett' }).click()
  await dialog(page).getByRole('button', { name: 'Slett' }).click()
  await expect(page).toHaveURL(/\/persons$/)
  await page.getByRole('button', { name: 'Angre' }).click()
  await expect(page.getByRole('heading', { name: 'Turid Brisling', level: 1 })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Nordlys Elektro AS', exact: true })).toBeVisible()
})

test('the list of persons is sought, chosen in, and goes out as workbook, CSV and vCard', async ({ page }) => {
  await signIn(page)
  await page.getByRole('navigation', { name: 'Hovedsider' }).getByRole('link', { name: 'Personer' }).click()
  const list = page.getByRole('region', { name: 'Personer' })
  await expect(list.getByRole('link').first()).toBeVisible()
  await isAccessible(page)
  await page.getByRole('textbox', { name: 'Søk i listen' }).fill('brisling')
  await expect(list.getByRole('link')).toHaveCount(1)
  await expect(list.getByRole('row').last()).toContainText('Sildefabrikken AS')
  await page.getByRole('checkbox', { name: 'Velg Turid Brisling' }).click()
  await expect(page.getByRole('group', { name: '1 valgt' })).toBeVisible()
  for (const [item, name] of [
    ['Excel-arbeidsbok', 'personer.xlsx'],
    ['CSV for Excel', 'personer.csv'],
    ['vCard 4.0 (.vcf)', 'personer.vcf'],
  ] as const) {
    await page.getByRole('button', { name: 'Eksporter' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: item }).click()
    expect((await download).suggestedFilename()).toBe(name)
  }
})

test('a file of vCards is looked over, and what is chosen is registered', async ({ page }, testInfo) => {
  await signIn(page)
  await page.goto('/persons')
  await page.getByRole('button', { name: 'Importer vCard' }).click()
  const file = testInfo.outputPath('kontakter.vcf')
  const card = (...lines: string[]) => ['BEGIN:VCARD', 'VERSION:4.0', ...lines, 'END:VCARD', ''].join('\r\n')
  writeFileSync(file, 'ikke noe kort')
  await dialog(page).locator('input[type=file]').setInputFiles(file)
  await expect(dialog(page).getByText('Filen har ingen vCard-kort.')).toBeVisible()
  writeFileSync(
    file,
    card('FN:Arne Makrell', 'ORG:Sildefabrikken AS', 'TITLE:Lagersjef', 'TEL;TYPE=cell:98765001') +
      card('FN:Turid Brisling', 'EMAIL:turid@silda.example') +
      card('FN:', 'NOTE:ingen'),
  )
  await dialog(page).locator('input[type=file]').setInputFiles(file)
  await expect(dialog(page).getByText('3 kort i filen, 1 valgt.')).toBeVisible()
  await expect(dialog(page).getByText(/Kan være registrert fra før: Turid Brisling/)).toBeVisible()
  await expect(dialog(page).getByRole('checkbox', { name: 'Kort 3' })).toBeDisabled()
  await isAccessible(page)
  await dialog(page).getByRole('button', { name: 'Registrer 1' }).click()
  await expect(page.getByText('1 personer er registrert.')).toBeVisible()
  await search(page).fill('lagersjef')
  await expect(page.getByRole('option', { name: /Arne Makrell/ })).toBeVisible()
})

test('on a phone, in English and dark, a contact is made and reached', async ({ page }) => {
  await signIn(page)
  await page.evaluate(() => localStorage.setItem('language', 'en'))
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto('/companies?q=sildefabrikken')
  await page.getByRole('link', { name: 'Sildefabrikken AS' }).first().click()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: 'New contact' }).click()
  await isAccessible(page)
  await dialog(page).getByRole('textbox', { name: 'Last name' }).fill('Torsk')
  await dialog(page).getByRole('textbox', { name: 'Work mobile' }).fill('90011222')
  await dialog(page).getByRole('button', { name: 'Save', exact: true }).click()
  await expect(dialog(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'Actions for Torsk' }).click()
  await expect(page.getByRole('menuitem', { name: /No e-mail is registered/ })).toBeDisabled()
  await expect(page.getByRole('menuitem', { name: /900 11 222 Mobile/ })).toHaveCount(1)
  await isAccessible(page)
  await page.getByRole('menuitem', { name: 'Go to' }).click()
  await expect(page.getByRole('heading', { name: 'Torsk', level: 1 })).toBeVisible()
  await isAccessible(page)
  await page.goto('/persons')
  await expect(page.getByRole('list', { name: 'Persons' }).getByRole('link').first()).toBeVisible()
  await isAccessible(page)
})
