import { expect, type Page } from '@playwright/test'
import { writeDirtyFile } from '#db/seed/dirty-import.ts'
import { makeDirtyRow } from '#db/seed/dirty-rows.ts'
import { isAccessible, signIn, test } from './story.ts'

test.describe.configure({ mode: 'serial', timeout: 180_000 })

const upload = (page: Page, name: string, buffer: Buffer) =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer })

test('a file that is none is refused in a sentence, and another can be chosen', async ({ page }) => {
  await signIn(page)
  await page.goto('/import')
  await isAccessible(page)
  await upload(page, 'gammel.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'))
  await expect(page.getByRole('alert')).toContainText('gammel Excel-fil')
  await isAccessible(page)
  await page.getByRole('button', { name: 'Velg en annen fil' }).click()
  await expect(page.getByRole('button', { name: 'Velg fil' })).toBeVisible()
})

/** The customer number of a row with nothing wrong in it. */
const soundNumber = () => {
  for (let at = 100; ; at++) {
    const { dirt, row } = makeDirtyRow(1, at)
    if (dirt === 'usual' && row?.Kundenr) return row.Kundenr
  }
}

test('five thousand dirty rows are imported, worked on, and undone', async ({ page }) => {
  await signIn(page)
  await page.goto('/import')
  await upload(page, 'kunder fra gammelt system.csv', Buffer.concat([...writeDirtyFile({ rows: 5_000 })]))
  await expect(page.getByRole('heading', { name: 'Hva er kolonnene?' })).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Felt: Kontaktperson' })).toHaveValue('Kontakt: navn')
  await isAccessible(page)
  await page.getByRole('button', { name: 'Kontroller radene' }).click()
  await expect(page.getByRole('heading', { name: 'Resultat av kontrollen' })).toBeVisible({ timeout: 120_000 })
  await page.getByText(/^Med feil \(\d+\)$/).click()
  await expect(page.getByText('Organisasjonsnummeret må ha ni siffer').first()).toBeVisible()
  await isAccessible(page)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Last ned radene med feil' }).click()
  expect((await download).suggestedFilename()).toBe('kunder fra gammelt system-med feil.csv')

  await page.getByRole('button', { name: /^Importer \d+ rader$/ }).click()
  await expect(page.getByText(/^[1-9]\d* av \d+ rader$/)).toBeVisible()
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Satt på pause' })).toBeVisible()
  await isAccessible(page)
  await page.getByRole('button', { name: 'Fortsett' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Importerer' })).toBeVisible()
  // It goes on while nobody looks.
  await page.goto('/import')
  const row = page.getByRole('row').filter({ hasText: 'kunder fra gammelt system.csv' })
  await expect(row.getByRole('cell', { name: 'Importert', exact: true })).toBeVisible({ timeout: 120_000 })
  await isAccessible(page)
  await row.getByRole('link').click()
  await expect(page.getByRole('heading', { name: 'Importen er ferdig' })).toBeVisible()
  await isAccessible(page)

  const search = page.getByRole('combobox', { name: 'Søk i kunder og personer' })
  const number = soundNumber()
  await search.fill(number)
  await page.getByRole('option').first().click()
  await expect(page.getByText(`Kundenr. ${number}`)).toBeVisible()
  await page.getByRole('tab', { name: 'Historikk' }).click()
  await expect(page.getByText('Opprettet').first()).toBeVisible()

  await page.goto('/import')
  await page.getByRole('link', { name: 'kunder fra gammelt system.csv' }).click()
  await page.getByRole('button', { name: 'Angre hele importen' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Angre hele importen' }).click()
  await expect(page.getByRole('heading', { name: 'Importen er angret' })).toBeVisible({ timeout: 120_000 })
  await search.fill(number)
  await expect(page.getByText('Ingen treff.')).toBeVisible()
})

test('by the keyboard alone, on a phone and in English', async ({ page }) => {
  await signIn(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.evaluate(() => localStorage.setItem('language', 'en'))
  await page.goto('/import')
  await upload(page, 'small.csv', Buffer.from('Company name;Phone\nHarbour Tools AS;22 33 44 56\n'))
  await expect(page.getByRole('heading', { name: 'What are the columns?' })).toBeVisible()
  await isAccessible(page)
  await page.getByRole('radio', { name: 'Leave the row out' }).focus()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Check the rows' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Import 1 rows' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'The import is done' })).toBeVisible()
  await isAccessible(page)
})
