import { expect, type Page } from '@playwright/test'
import { fillSignIn, isAccessible, kari, signIn, test } from './story.ts'

test.describe.configure({ mode: 'serial' })

const palette = (page: Page) => page.getByRole('combobox', { name: 'Søk eller gi en kommando' })
const option = (page: Page, name: string | RegExp) =>
  page.getByRole('listbox', { name: 'Treff og handlinger' }).getByRole('option', { name })

test('the day begins at Min dag, with ways to what one works with', async ({ page }) => {
  await page.goto('/sign-in')
  await fillSignIn(page, kari)
  await expect(page).toHaveURL(/\/today$/)
  await expect(page.getByRole('heading', { name: 'Min dag', level: 1 })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Avtaler i dag' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Oppgaver i dag' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Kolleger hos dine kunder' })).toBeVisible()
  await isAccessible(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await isAccessible(page)
  await page.getByRole('main').getByRole('button', { name: 'Ny bedrift' }).click()
  await expect(page.getByRole('heading', { name: 'Ny bedrift' })).toBeVisible()
})

test('a favourite stands on Min dag', async ({ page }) => {
  await signIn(page)
  await page.getByRole('link', { name: 'Nordlys Elektro AS', exact: true }).click()
  await page.getByRole('button', { name: 'Favoritt', pressed: false }).click()
  await expect(page.getByRole('button', { name: 'Favoritt', pressed: true })).toBeVisible()
  await page.getByRole('navigation', { name: 'Hovedsider' }).getByRole('link', { name: 'Min dag' }).click()
  const favourites = page.getByRole('main').getByRole('list', { name: 'Favoritter' })
  await favourites.getByRole('link', { name: 'Nordlys Elektro AS' }).click()
  await page.getByRole('button', { name: 'Favoritt', pressed: true }).click()
  await expect(page.getByRole('button', { name: 'Favoritt', pressed: false })).toBeVisible()
})

test('by the keyboard alone Ctrl+K opens a company, a page and an action on the open card', async ({ page }) => {
  await signIn(page)
  await page.keyboard.press('Control+k')
  await expect(palette(page)).toBeFocused()
  await expect(option(page, 'Ny oppgave')).toHaveAttribute('aria-selected', 'true')
  await isAccessible(page)
  await page.keyboard.type('nordlys')
  await expect(option(page, /^Nordlys Elektro AS/)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Nordlys Elektro AS' })).toBeVisible()

  await page.keyboard.press('Control+k')
  await palette(page).fill('oppdatere')
  await expect(option(page, 'Oppdatere kategorier')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: /Oppdatere kategorier/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await page.keyboard.press('Control+k')
  await palette(page).fill('egne felt')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Egne felt' })).toBeVisible()
})

test('the palette gives the focus back, says when nothing is found, and leads to the search', async ({ page }) => {
  await signIn(page)
  const button = page.getByRole('button', { name: 'Søk eller gi en kommando' })
  await button.press('Enter')
  await palette(page).fill('qqqxyz finnes ikke')
  await expect(page.getByText('Ingen treff.', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(palette(page)).toHaveCount(0)
  await expect(button).toBeFocused()
  await page.keyboard.press('Control+k')
  await palette(page).fill('gå til søket')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Søk i kunder og personer' })).toBeFocused()
})

test('on a phone the palette is opened by its button', async ({ page }) => {
  await signIn(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: 'Søk eller gi en kommando' }).click()
  await palette(page).fill('min dag')
  await isAccessible(page)
  await option(page, 'Min dag').click()
  await expect(page.getByRole('heading', { name: 'Min dag', level: 1 })).toBeVisible()
})
