import { expect, type Page } from '@playwright/test'
import { isAccessible, signIn, test } from './story.ts'

test.describe.configure({ mode: 'serial' })

/** What the content security policy kept from a page, from its first moment on. */
async function watchPolicy(page: Page) {
  await page.addInitScript(() => {
    const kept: string[] = []
    Object.assign(globalThis, { keptByPolicy: kept })
    document.addEventListener('securitypolicyviolation', (event) =>
      kept.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
    )
  })
  return () => page.evaluate(() => (globalThis as unknown as { keptByPolicy: string[] }).keptByPolicy)
}

let key = ''

test('a key is made with the keyboard, shown once, and lets a program in', async ({ page, playwright, baseURL }) => {
  await signIn(page)
  await page.goto('/profile')
  await page.getByRole('link', { name: 'Se nøklene' }).click()
  await expect(page.getByText('Du har ingen nøkler.')).toBeVisible()
  await page.getByRole('button', { name: 'Lag en nøkkel' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Lag en nøkkel' })
  await expect(dialog.getByLabel('Navn')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('Må fylles ut.').first()).toBeVisible()
  await isAccessible(page)
  await dialog.getByLabel('Navn').fill('Nettbutikken')
  await page.keyboard.press('Enter')
  const made = page.getByRole('dialog', { name: 'Nøkkelen er laget' })
  await expect(made.getByLabel('Nøkkel', { exact: true })).toHaveValue(/^kb_/)
  key = await made.getByLabel('Nøkkel', { exact: true }).inputValue()
  await isAccessible(page)
  await made.getByRole('button', { name: 'Ferdig' }).click()
  await expect(page.getByRole('cell', { name: /^Nettbutikken/ })).toBeVisible()
  await expect(page.getByText(key)).toHaveCount(0)
  await isAccessible(page)

  const program = await playwright.request.newContext({
    ...(baseURL ? { baseURL } : {}),
    extraHTTPHeaders: { authorization: `Bearer ${key}` },
  })
  expect((await program.get('/api/firm')).status()).toBe(200)
  expect((await program.post('/api/companies', { data: { name: 'Utenfor AS' } })).status()).toBe(403)
  await program.dispose()
})

test('the administrator sees every key and takes one back', async ({ page, playwright, baseURL }) => {
  await signIn(page)
  await page.goto('/settings/api-keys')
  await expect(page.getByRole('cell', { name: 'Kari' })).toBeVisible()
  await isAccessible(page)
  await page.getByRole('button', { name: 'Trekk tilbake Nettbutikken' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Trekk tilbake' }).click()
  await expect(page.getByRole('cell', { name: 'Trukket tilbake' })).toBeVisible()
  const program = await playwright.request.newContext({
    ...(baseURL ? { baseURL } : {}),
    extraHTTPHeaders: { authorization: `Bearer ${key}` },
  })
  expect((await program.get('/api/firm')).status()).toBe(401)
  await program.dispose()
})

test('the page of outgoing e-mail says how things stand, on a phone and in the dark too', async ({ page }) => {
  await signIn(page)
  await page.goto('/settings/mail')
  await expect(page.getByRole('heading', { name: 'Utgående e-post' })).toBeVisible()
  await expect(page.getByText('Denne installasjonen kan ikke sende e-post.', { exact: false })).toBeVisible()
  await page.getByText('Feilet', { exact: true }).click()
  await expect(page.getByText('Ingen e-post her.')).toBeVisible()
  await isAccessible(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.reload()
  await expect(page.getByText('Ingen e-post her.')).toBeVisible()
  await isAccessible(page)
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})

test('no page is hindered by its content security policy, which lets no foreign style in', async ({ page }) => {
  const kept = await watchPolicy(page)
  await signIn(page)
  for (const path of [
    '/',
    '/profile',
    '/profile/api-keys',
    '/settings/firm',
    '/settings/users',
    '/settings/mail',
    '/import',
  ]) {
    await page.goto(path)
    await expect(page.getByRole('heading').first()).toBeVisible()
    expect(await kept(), path).toEqual([])
  }
  // A dialog, a menu and a message: what makes style elements while the page runs.
  await page.goto('/profile/api-keys')
  await page.getByRole('button', { name: 'Lag en nøkkel' }).click()
  await page.getByRole('combobox', { name: 'Virker i' }).click()
  await page.getByRole('option', { name: 'ett år' }).click()
  expect(await kept()).toEqual([])
  await page.evaluate(() =>
    document.head.append(Object.assign(document.createElement('style'), { textContent: 'a{}' })),
  )
  await expect.poll(kept).toEqual([expect.stringContaining('style-src-elem inline')])
})

test('the page of the API shows every endpoint, from our own server alone', async ({ page, baseURL }) => {
  const kept = await watchPolicy(page)
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL ?? '') && !request.url().startsWith('data:')) elsewhere.push(request.url())
  })
  await page.goto('/api/docs')
  const document = await (await page.request.get('/api/openapi.json')).json()
  await expect(page.getByRole('heading', { name: /^Kundebok/ })).toBeVisible()
  for (const tag of Object.keys(Object.groupBy(document.tags as { name: string }[], ({ name }) => name)))
    await expect(page.locator(`[data-tag="${tag}"]`)).toBeVisible()
  await page.locator('[data-tag="companies"]').click()
  await expect(page.getByText('/api/companies/{id}', { exact: true }).first()).toBeVisible()
  await isAccessible(page)
  expect(elsewhere).toEqual([])
  expect(await kept()).toEqual([])
})
