import { expect, type Page } from '@playwright/test'
import { signIn, test } from './story.ts'

test.describe.configure({ mode: 'serial' })

async function openCard(page: Page) {
  await signIn(page)
  await page.getByRole('link', { name: 'Nordlys Elektro AS', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Nordlys Elektro AS' })).toBeVisible()
}

const upper = (page: Page) => page.getByRole('tablist', { name: 'Om bedriften' })

test('a tab is moved from its right-click menu, and the order is there the next time', async ({ page }) => {
  await openCard(page)
  await expect(upper(page).getByRole('tab')).toHaveText(['Firmainfo', 'Tilleggsinformasjon'])
  await upper(page).getByRole('tab', { name: 'Firmainfo' }).click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Åpne i nytt vindu' })).toHaveAttribute('href', /\/info$/)
  await page.getByRole('menuitem', { name: 'Flytt mot høyre' }).click()
  await expect(upper(page).getByRole('tab')).toHaveText(['Tilleggsinformasjon', 'Firmainfo'])
  await page.reload()
  await expect(upper(page).getByRole('tab')).toHaveText(['Tilleggsinformasjon', 'Firmainfo'])
})

test('by the keyboard alone a tab is put away and comes back', async ({ page }) => {
  await openCard(page)
  const choose = page.getByRole('button', { name: 'Velg faner: Om bedriften' })
  await choose.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: /Velg faner/ })
  await dialog.getByRole('checkbox', { name: 'Tilleggsinformasjon' }).focus()
  await page.keyboard.press('Space')
  await expect(dialog.getByRole('checkbox', { name: 'Firmainfo' })).toBeDisabled()
  await page.keyboard.press('Escape')
  await expect(upper(page).getByRole('tab')).toHaveText(['Firmainfo'])
  await choose.click()
  await dialog.getByRole('button', { name: 'Som vanlig' }).click()
  await dialog.getByRole('button', { name: 'Lukk' }).last().click()
  await expect(upper(page).getByRole('tab')).toHaveText(['Firmainfo', 'Tilleggsinformasjon'])
})

test('where the row is too short the rest of the tabs hang below an arrow', async ({ page }) => {
  await openCard(page)
  await page.setViewportSize({ width: 320, height: 800 })
  await expect(upper(page).getByRole('tab')).toHaveText(['Firmainfo'])
  await page.getByRole('button', { name: 'Flere faner: Om bedriften' }).click()
  await page.getByRole('menuitem', { name: 'Tilleggsinformasjon' }).click()
  await expect(upper(page).getByRole('tab')).toHaveText(['Tilleggsinformasjon'])
  await expect(page).toHaveURL(/\/additional/)
})
