import { expect, type Page } from '@playwright/test'
import { isAccessible, signIn, test } from './story.ts'

test.describe.configure({ mode: 'serial' })

test('a day is typed, or chosen in a calendar by the keyboard alone', async ({ page }) => {
  await signIn(page)
  await page.getByRole('link', { name: 'Ny bedrift' }).first().click()
  const day = page.getByLabel('Stiftet')
  await day.fill('3.2.2026')
  await page.keyboard.press('Tab')
  await expect(day).toHaveValue('03.02.2026')
  await expect(page.getByRole('button', { name: 'Velg i kalender', description: 'Stiftet' })).toBeFocused()
  await page.keyboard.press('Enter')
  const calendar = page.getByRole('dialog', { name: 'Velg i kalender' })
  await expect(calendar.getByRole('button', { name: '3 februar 2026', exact: true })).toBeFocused()
  // Monday first, with the weeks of Norway (ISO 8601).
  await expect(calendar.getByRole('row').first()).toHaveText('#mationtofrløsø')
  await expect(calendar.getByRole('row').nth(2)).toHaveText('62345678')
  await isAccessible(page)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(calendar).toBeHidden()
  await expect(day).toHaveValue('10.02.2026')
  await expect(page.getByRole('button', { name: 'Velg i kalender', description: 'Stiftet' })).toBeFocused()
  // Escape closes the calendar and not the form.
  await page.keyboard.press('Enter')
  await expect(calendar).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(calendar).toBeHidden()
  await expect(page.getByRole('heading', { name: 'Ny bedrift' })).toBeVisible()
  await expect(day).toHaveValue('10.02.2026')

  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.getByRole('button', { name: 'Velg i kalender', description: 'Stiftet' }).click()
  await calendar.getByRole('button', { name: 'Neste måned' }).click()
  await isAccessible(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await calendar.getByRole('button', { name: '17 mars 2026' }).click()
  await expect(day).toHaveValue('17.03.2026')
  await page.getByRole('button', { name: 'Avbryt' }).click()
})

/** As on A4: from a dark screen, at the width between the margins. */
async function print(page: Page) {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.setViewportSize({ width: 700, height: 1000 })
  await expect(page.getByRole('banner')).toBeHidden()
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await expect(page.getByRole('textbox')).toHaveCount(0)
  const colours = await page.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(document.body)
    return [color, backgroundColor]
  })
  expect(colours).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)'])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(700)
}

test('on paper a list is whole, black on white, with nothing to press', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await signIn(page)
  const rows = page.getByRole('region', { name: 'Bedrifter' }).getByRole('row')
  await expect(page.getByRole('link', { name: 'Nordlys Elektro AS', exact: true })).toBeVisible()
  const count = Number(/\d+/.exec((await page.getByRole('status').first().textContent()) ?? '')?.[0])
  await print(page)
  await expect(rows).toHaveCount(count + 1)
  await expect(page.getByRole('checkbox')).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Ny bedrift' })).toHaveCount(0)
  await expect(rows.last()).toBeVisible()

  // Back on the screen it is dark again, and draws what is in sight.
  await page.emulateMedia({ media: 'screen', colorScheme: 'dark' })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await expect(page.getByRole('banner')).toBeVisible()
})

test('on paper a card tells what stands in its open tabs', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await signIn(page)
  await page.getByRole('link', { name: 'Nordlys Elektro AS', exact: true }).click()
  await page.getByRole('tab', { name: /Historikk/ }).click()
  await print(page)
  await expect(page.getByRole('heading', { name: 'Nordlys Elektro AS' })).toBeVisible()
  await expect(page.getByRole('tab')).toHaveText([/Firmainfo/, /Historikk/])
  await expect(page.getByRole('button')).toHaveCount(0)
})
