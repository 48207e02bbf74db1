import { expect, type Page } from '@playwright/test'
import { isAccessible, signIn, test } from './story.ts'

test.describe.configure({ mode: 'serial' })

const names = (page: Page) => page.locator('.list-table tbody a')

test('the list is sorted and narrowed, and its address opens the same again', async ({ page }) => {
  await signIn(page)
  await page.goto('/companies')
  await expect(names(page).first()).toBeVisible()
  await isAccessible(page)
  await page.getByRole('button', { name: 'Navn', exact: true }).click()
  await expect(page.getByRole('columnheader', { name: 'Navn' })).toHaveAttribute('aria-sort', 'descending')
  await page.getByRole('textbox', { name: 'Søk i listen' }).fill('elektro')
  await expect(page).toHaveURL(/q=elektro/)
  await expect(names(page)).toHaveCount(2)
  const before = await names(page).allTextContents()
  await page.reload()
  await expect(names(page)).toHaveText(before)
  await page.getByRole('button', { name: 'Nullstill' }).click()
  await expect(page).not.toHaveURL(/q=/)
  await page.getByRole('textbox', { name: 'Søk i listen' }).fill('finnes ikke i det hele tatt')
  await expect(page.getByText('Ingen bedrifter passer.')).toBeVisible()
})

test('owner and kind narrow the list by the keyboard alone', async ({ page }) => {
  await signIn(page)
  await page.goto('/companies')
  await expect(names(page).first()).toBeVisible()
  await page.getByRole('button', { name: 'Alle eiere' }).press('Enter')
  const owners = page.getByRole('combobox', { name: 'Alle eiere' })
  await expect(owners).toBeFocused()
  await expect(page.getByRole('option', { name: 'Kari Nordmann' })).toBeVisible()
  await isAccessible(page)
  await owners.pressSequentially('kari')
  await owners.press('ArrowDown')
  await owners.press('Enter')
  await expect(page).toHaveURL(/owner_ids=/)
  await page.getByRole('combobox', { name: 'Slag' }).selectOption('Leverandør')
  await expect(page).toHaveURL(/is=supplier/)
  await page.reload()
  await expect(page.getByRole('combobox', { name: 'Slag' })).toHaveValue('supplier')
  await page.getByRole('button', { name: 'Nullstill' }).click()
  await expect(page).not.toHaveURL(/owner_ids|is=/)
})

test('a menu gives the focus back; where its code can not come, the page says so and stays', async ({ page }) => {
  await signIn(page)
  const menu = page.getByRole('button', { name: 'Kari Nordmann' })
  await menu.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Min profil' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menuitem', { name: 'Min profil' })).toBeHidden()
  await expect(menu).toBeFocused()
  await menu.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Min profil' })).toBeFocused()

  await page.reload()
  await page.route(/assets\/menu-.*\.js/, (route) => route.abort())
  await menu.click()
  await expect(page.getByRole('alert')).toContainText('kunne ikke hentes')
  await isAccessible(page)
  await page.unroute(/assets\/menu-.*\.js/)
  await page.getByRole('button', { name: 'Last siden på nytt' }).click()
  await menu.click()
  await expect(page.getByRole('menuitem', { name: 'Min profil' })).toBeVisible()
})

test('columns are chosen and ordered by the keyboard alone, and stay', async ({ page }) => {
  await signIn(page)
  await page.goto('/companies')
  await page.getByRole('button', { name: 'Kolonner' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Kolonner' })
  await dialog.getByRole('checkbox', { name: 'Ansatte' }).focus()
  await page.keyboard.press('Space')
  await expect(dialog.getByRole('button', { name: 'Flytt Ansatte opp' })).toBeVisible()
  await isAccessible(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('columnheader', { name: 'Ansatte' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('columnheader', { name: 'Ansatte' })).toBeVisible()
  await page.getByRole('button', { name: 'Kolonner' }).click()
  await dialog.getByRole('button', { name: 'Som vanlig' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('columnheader', { name: 'Ansatte' })).toHaveCount(0)
})

test('rows are walked and chosen by the keyboard, changed together, deleted and brought back', async ({ page }) => {
  await signIn(page)
  await page.goto('/companies?sort=customer_number')
  await names(page).first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  const bar = page.getByRole('group', { name: '2 valgt' })
  await expect(bar).toBeVisible()
  await isAccessible(page)
  const first = (await names(page).first().textContent()) ?? ''
  await bar.getByRole('button', { name: 'Slett' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Slett' }).click()
  await expect(page.getByText('2 bedrifter er slettet.')).toBeVisible()
  await expect(names(page).filter({ hasText: first })).toHaveCount(0)
  await page.getByRole('button', { name: 'Angre' }).click()
  await expect(names(page).first()).toHaveText(first)
})

test('the list goes out as a workbook and as CSV', async ({ page }) => {
  await signIn(page)
  await page.goto('/companies')
  for (const [item, name] of [
    ['Excel-arbeidsbok', 'bedrifter.xlsx'],
    ['CSV for Excel', 'bedrifter.csv'],
  ] as const) {
    await page.getByRole('button', { name: 'Eksporter' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: item }).click()
    expect((await download).suggestedFilename()).toBe(name)
  }
})

test('a search is saved, found again and opened in the list', async ({ page }) => {
  await signIn(page)
  const panel = page.getByRole('combobox', { name: 'Søk i kunder og personer' })
  await panel.fill('elektro')
  await expect(
    page
      .getByRole('option', { name: /Nordlys Elektro AS/ })
      .locator('mark')
      .first(),
  ).toHaveText('Elektro')
  await page.getByRole('button', { name: 'Ta vare på søket' }).click()
  await page.getByRole('textbox', { name: 'Navn på søket' }).fill('Elektrikere')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await panel.fill('')
  await page
    .getByRole('navigation', { name: 'Lagrede søk' })
    .getByRole('button', { name: 'Elektrikere', exact: true })
    .click()
  await expect(panel).toHaveValue('elektro')
  await isAccessible(page)
  await page.getByRole('link', { name: 'Vis treffene i listen' }).click()
  await expect(page).toHaveURL(/companies\?q=elektro/)
  await expect(names(page).filter({ hasText: 'Nordlys Elektro AS' })).toHaveCount(1)
  await panel.fill('')
  await page.getByRole('button', { name: 'Glem Elektrikere' }).click()
  await expect(page.getByRole('navigation', { name: 'Lagrede søk' })).toHaveCount(0)
})

test('on a phone the list is of cards', async ({ page }) => {
  await signIn(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/companies')
  await expect(page.getByRole('list', { name: 'Bedrifter' }).getByRole('link').first()).toBeVisible()
  await isAccessible(page)
})
