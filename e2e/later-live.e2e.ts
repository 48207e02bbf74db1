import { type APIRequestContext, type Browser, expect, type Page } from '@playwright/test'
import { startProgram } from './own-program.ts'
import { fillSignIn, isAccessible, test } from './story.ts'

test.describe.configure({ mode: 'serial' })

const kari = { email: 'kari@fjellregnskap.example', password: 'rolig som en fjord' }
const liv = { email: 'liv@fjellregnskap.example', password: 'sola står opp i øst' }
let program: Awaited<ReturnType<typeof startProgram>>
let companyId: string

test.beforeAll(async ({ playwright }) => {
  test.setTimeout(120_000)
  program = await startProgram({})
  const request = await playwright.request.newContext({ baseURL: program.url })
  await post(request, '/api/setup', { firm_name: 'Fjell Regnskap AS', name: 'Kari Nordmann', ...kari })
  companyId = (await post(request, '/api/companies', { name: 'Nordlys Elektro AS', phone: '22334455' })).id
  const rights = { crm: 'change' }
  const { link } = await post(request, '/api/invitations', { name: 'Liv Berg', email: liv.email, role: 'user', rights })
  const token = link.split('/').at(-1)
  await post(request, '/api/invitations/accept', { token, name: 'Liv Berg', password: liv.password })
  await request.dispose()
})
test.afterAll(() => program.stop())

async function post(request: APIRequestContext, path: string, data: object) {
  const reply = await request.post(path, { data, headers: { 'kundebok-client': 'test' } })
  expect(reply.ok(), `${path}: ${await reply.text()}`).toBe(true)
  const text = await reply.text()
  return text ? JSON.parse(text) : undefined
}

/** A browser of her own, at the card. */
async function atCard(browser: Browser, who: typeof kari): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${program.url}/sign-in`)
  await fillSignIn(page, who)
  await expect(page).not.toHaveURL(/sign-in/)
  await page.goto(`${program.url}/companies/${companyId}/info`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  return page
}
const others = (page: Page) => page.getByRole('status', { name: 'Andre på dette kortet' })

test('two at one card see each other, and what the one saves is on the screen of the other without a reload', async ({
  browser,
}) => {
  const karis = await atCard(browser, kari)
  const livs = await atCard(browser, liv)
  await expect(others(karis).getByRole('img', { name: 'Liv Berg har også kortet åpent' })).toBeVisible()
  await expect(others(livs).getByRole('img', { name: 'Kari Nordmann har også kortet åpent' })).toBeVisible()
  await isAccessible(livs)

  await karis.getByRole('button', { name: 'Endre' }).click()
  await expect(others(livs).getByText('Kari Nordmann redigerer')).toBeVisible()
  await isAccessible(livs)
  await expect(others(karis).getByRole('img', { name: 'Liv Berg har også kortet åpent' })).toBeVisible()
  await karis.getByRole('textbox', { name: 'Navn', exact: true }).fill('Sørlys Elektro AS')
  await karis.getByRole('button', { name: 'Lagre' }).click()
  await expect(livs.getByRole('heading', { name: 'Sørlys Elektro AS' })).toBeVisible()
  await expect(others(livs).getByText('Kari Nordmann redigerer')).toBeHidden()

  await karis.getByRole('link', { name: 'Bedrifter' }).first().click()
  await expect(others(livs).getByRole('img')).toHaveCount(0)
  await karis.context().close()
  await livs.context().close()
})

test('what is being typed stays while a colleague saves, and both changes are kept', async ({ browser }) => {
  const karis = await atCard(browser, kari)
  const livs = await atCard(browser, liv)
  await livs.getByRole('button', { name: 'Endre' }).click()
  await livs.getByLabel('Kallenavn').fill('Elektrikeren vår')
  await karis.getByRole('button', { name: 'Endre' }).click()
  await karis.getByLabel('Telefon').fill('99887766')
  await karis.getByRole('button', { name: 'Lagre' }).click()
  await expect(karis.getByRole('link', { name: '998 87 766', exact: true })).toBeVisible()
  await expect(livs.getByLabel('Kallenavn')).toHaveValue('Elektrikeren vår')
  await livs.getByRole('button', { name: 'Lagre' }).click()
  await expect(livs.getByText('En kollega lagret mens du skrev.').first()).toBeVisible()
  await livs.getByRole('button', { name: 'Lagre' }).click()
  await expect(livs.getByRole('link', { name: '998 87 766', exact: true })).toBeVisible()
  await expect(karis.getByText('Elektrikeren vår').first()).toBeVisible()
  await karis.context().close()
  await livs.context().close()
})

test('a list shows the new company of a colleague, in every window of a browser that has one stream', async ({
  browser,
}) => {
  const karis = await atCard(browser, kari)
  const livs = await atCard(browser, liv)
  const second = await livs.context().newPage()
  const streams: string[] = []
  second.on('request', (request) => request.url().endsWith('/api/live') && streams.push(request.url()))
  await second.goto(`${program.url}/companies`)
  await expect(second.getByRole('link', { name: 'Sørlys Elektro AS' }).first()).toBeVisible()
  await karis.goto(`${program.url}/companies/new`)
  await karis.getByRole('textbox', { name: 'Navn', exact: true }).fill('Vestavind Bygg AS')
  await karis.getByRole('button', { name: 'Lagre' }).click()
  await expect(second.getByRole('link', { name: 'Vestavind Bygg AS' }).first()).toBeVisible()
  expect(streams).toEqual([])
  // The window that held the stream goes: the other takes over.
  await livs.close()
  await karis.goto(`${program.url}/companies/new`)
  await karis.getByRole('textbox', { name: 'Navn', exact: true }).fill('Østavind Bygg AS')
  await karis.getByRole('button', { name: 'Lagre' }).click()
  await expect(second.getByRole('link', { name: 'Østavind Bygg AS' }).first()).toBeVisible()
  expect(streams).toHaveLength(1)
  await karis.context().close()
  await second.context().close()
})

test('on a phone the colleagues on the card have room too', async ({ browser }) => {
  const karis = await atCard(browser, kari)
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  await page.goto(`${program.url}/sign-in`)
  await fillSignIn(page, liv)
  await expect(page).not.toHaveURL(/sign-in/)
  await page.goto(`${program.url}/companies/${companyId}/info`)
  await expect(others(page).getByRole('img', { name: 'Kari Nordmann har også kortet åpent' })).toBeVisible()
  await isAccessible(page)
  await context.close()
  await karis.context().close()
})
