import { type Browser, expect, type Page } from '@playwright/test'
import { isAccessible, kari, signIn, test } from './story.ts'

test.describe.configure({ mode: 'serial' })

const nora = { email: 'nora@fjellregnskap.example', password: 'fjorden ligger blank i dag' }
const another = async (browser: Browser) => (await browser.newContext()).newPage()
let card: string

/** What the story stands on: a colleague, and a company of its own. */
test.beforeAll(async ({ browser }) => {
  const page = await another(browser)
  await signIn(page, kari)
  const post = async (path: string, data: object) =>
    (await page.request.post(path, { data, headers: { 'kundebok-client': 'test' } })).json()
  const { id } = await post('/api/companies', { name: 'Skarven Rederi AS' })
  card = `/companies/${id}/info?below=notes`
  const rights = { crm: 'change' }
  const { link } = await post('/api/invitations', { email: nora.email, name: 'Nora Vik', role: 'user', rights })
  const token = String(link).split('/').at(-1)
  const data = { token, name: 'Nora Vik', password: nora.password }
  await page.request.post('/api/invitations/accept', { data, headers: { 'kundebok-client': 'test' } })
  await page.context().close()
})

const dialog = (page: Page) => page.getByRole('dialog')
const text = (page: Page) => dialog(page).getByRole('textbox', { name: 'Tekst' })
const list = (page: Page) => page.getByRole('list', { name: 'Notater' })
const row = (page: Page, subject: string) => list(page).getByRole('listitem').filter({ hasText: subject })
const choose = async (page: Page, subject: string, entry: string) => {
  await page.getByRole('button', { name: `Handlinger for ${subject}` }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

test('a note is written on the card, with a colleague mentioned, and she is told of it', async ({ page, browser }) => {
  await signIn(page, kari)
  await page.goto(card)
  await expect(page.getByText('Ingen notater ennå.')).toBeVisible()
  await page.getByRole('button', { name: 'Handlinger', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Nytt notat' }).click()
  await text(page).click()
  await page.keyboard.type('Hør med @nor')
  await expect(page.getByRole('option', { name: 'Nora Vik' })).toBeVisible()
  await isAccessible(page)
  await page.keyboard.press('Enter')
  await page.keyboard.type('om anløpet.')
  // Without a subject it is no note; what was written stays.
  await dialog(page).getByRole('button', { name: 'Lagre' }).click()
  await expect(dialog(page).getByText('Må fylles ut.')).toBeVisible()
  await expect(text(page)).toContainText('Hør med @Nora Vik om anløpet.')
  await dialog(page).getByLabel('Emne').fill('Anløp i mai')
  await page.keyboard.press('Control+s')
  await expect(row(page, 'Anløp i mai')).toContainText('Hør med @Nora Vik om anløpet.')
  await expect(page.getByRole('tab', { name: /Notater/ })).toContainText('1')
  await isAccessible(page)

  const other = await another(browser)
  await signIn(other, nora)
  await other.getByRole('button', { name: 'Varsler, 1 uleste' }).click()
  await isAccessible(other)
  await other.getByRole('link', { name: /Kari Nordmann nevnte deg i notatet «Anløp i mai»/ }).click()
  await expect(other.getByRole('heading', { name: 'Skarven Rederi AS' })).toBeVisible()
  await expect(row(other, 'Anløp i mai').getByText('om anløpet.')).toBeVisible()
  await expect(other.getByRole('button', { name: 'Varsler', exact: true })).toBeVisible()
})

test('a private note is seen by its author alone; the administrator sees that it is there', async ({
  page,
  browser,
}) => {
  const other = await another(browser)
  await signIn(other, nora)
  await other.goto(card)
  await other.getByRole('button', { name: 'Nytt notat' }).click()
  await dialog(other).getByLabel('Emne').fill('Lønnsforhandling')
  await dialog(other).getByLabel('Privat').check()
  await expect(dialog(other).getByText('Et privat notat varsler ingen')).toBeVisible()
  await dialog(other).getByRole('button', { name: 'Lagre' }).click()
  await expect(row(other, 'Lønnsforhandling')).toContainText('Privat')
  await expect(other.getByRole('tab', { name: /Notater/ })).toContainText('2')

  await signIn(page, kari)
  await page.goto(card)
  await expect(page.getByText('1 privat notat av Nora Vik. Bare forfatteren kan lese private notater.')).toBeVisible()
  await expect(page.getByRole('tab', { name: /Notater/ })).toContainText('1')
  await expect(page.getByText('Lønnsforhandling')).toHaveCount(0)
  await isAccessible(page)
})

test('what is typed survives a reload, pasted HTML becomes safe text, and what is too long is refused with nothing lost', async ({
  page,
}) => {
  await signIn(page, kari)
  await page.goto(card)
  await page.getByRole('button', { name: 'Nytt notat' }).click()
  await dialog(page).getByLabel('Emne').fill('Limt inn')
  await text(page).click()
  const paste = (html: string, plain: string) =>
    text(page).evaluate(
      (element, [html, plain]) => {
        const clipboardData = new DataTransfer()
        if (html) clipboardData.setData('text/html', html)
        clipboardData.setData('text/plain', plain ?? '')
        element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      },
      [html, plain],
    )
  await paste(
    `<p>Hei <b onclick="alert(1)">du</b></p><script>alert(2)</script><img src=x onerror="alert(3)">
      <a href="javascript:alert(4)">klikk</a> <a href="https://skarven.example/">skarven</a><iframe src="https://x.example"></iframe>`,
    'Hei du',
  )
  await expect.poll(() => page.evaluate(() => Object.values(localStorage).join(' '))).toContain('skarven')
  await page.reload()
  await page.getByRole('button', { name: 'Fortsett på utkastet' }).click()
  await expect(dialog(page).getByText('Dette er et utkast som ikke ble lagret.')).toBeVisible()
  await expect(dialog(page).getByLabel('Emne')).toHaveValue('Limt inn')
  await dialog(page).getByRole('button', { name: 'Lagre' }).click()
  const name = 'Vis hele: Limt inn'
  await page.getByTitle(name).click()
  await expect(row(page, 'Limt inn').getByRole('link', { name: 'skarven' })).toHaveAttribute('href', /^https:/)
  await expect(row(page, 'Limt inn').getByRole('link')).toHaveCount(1)
  await expect(row(page, 'Limt inn').locator('script, img, iframe, [onclick]')).toHaveCount(0)
  await expect(row(page, 'Limt inn').locator('strong')).toHaveText('du')

  await choose(page, 'Limt inn', 'Endre')
  await text(page).click()
  await paste('', 'fjord '.repeat(20_000))
  await dialog(page).getByRole('button', { name: 'Lagre' }).click()
  await expect(dialog(page).getByText('Notatet er for langt')).toBeVisible()
  await expect(dialog(page).getByLabel('Emne')).toHaveValue('Limt inn')
  await dialog(page).getByRole('button', { name: 'Avbryt' }).click()
})

test('two who change a note at once: the second sees both versions, and chooses', async ({ page, browser }) => {
  await signIn(page, kari)
  await page.goto(card)
  await choose(page, 'Anløp i mai', 'Endre')
  await dialog(page).getByLabel('Emne').fill('Anløp i juni')
  const other = await another(browser)
  await signIn(other, nora)
  await other.goto(card)
  await choose(other, 'Anløp i mai', 'Endre')
  await expect(dialog(other).getByLabel('Privat')).toBeDisabled()
  await dialog(other).getByLabel('Emne').fill('Anløp i juli')
  await dialog(other).getByRole('button', { name: 'Lagre' }).click()
  await expect(row(other, 'Anløp i juli')).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Lagre' }).click()
  await expect(dialog(page).getByText('En kollega lagret mens du skrev')).toBeVisible()
  await isAccessible(page)
  await dialog(page).getByText('Mitt: Anløp i juni').click()
  await dialog(page).getByRole('button', { name: 'Lagre' }).click()
  await expect(row(page, 'Anløp i juni')).toBeVisible()
  await choose(page, 'Anløp i juni', 'Tidligere utgaver')
  await expect(dialog(page).getByText('Anløp i juli → Anløp i juni')).toBeVisible()
  await expect(dialog(page).getByText('Anløp i mai → Anløp i juli')).toBeVisible()
  await isAccessible(page)
})

test('by the keyboard alone a note is pinned, found, deleted and brought back', async ({ page }) => {
  await signIn(page, kari)
  await page.goto(card)
  await row(page, 'Limt inn').getByRole('button', { name: 'Handlinger for Limt inn' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Endre' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(list(page).getByRole('listitem').first()).toContainText('Limt inn')
  await expect(row(page, 'Limt inn').getByRole('img', { name: 'Festet' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Søk i notatene' }).fill('anlop')
  await expect(list(page).getByRole('listitem')).toHaveCount(1)
  await choose(page, 'Anløp i juni', 'Slett')
  await dialog(page).getByRole('button', { name: 'Slett' }).press('Enter')
  await expect(page.getByText('Ingen notater passer til søket.')).toBeVisible()
  await page.getByRole('button', { name: 'Angre' }).click()
  await expect(row(page, 'Anløp i juni')).toBeVisible()
})

test('notifications are read and marked on their page, and e-mail is a choice', async ({ page }) => {
  await signIn(page, nora)
  await page.goto('/notifications')
  const told = page.getByRole('list', { name: 'Varsler' })
  await expect(told.getByRole('listitem')).toHaveCount(1)
  await told.getByRole('button', { name: /Merk som ulest/ }).click()
  await expect(page.getByRole('button', { name: 'Varsler, 1 uleste' })).toBeVisible()
  await page.getByText('Uleste', { exact: true }).click()
  await expect(told.getByRole('listitem')).toHaveCount(1)
  await page.getByRole('button', { name: 'Merk alle som lest' }).click()
  await expect(page.getByText('Ingen uleste varsler.')).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Varsler på e-post' })).toBeDisabled()
  await isAccessible(page)
})

test('on a phone and in English a note is written with the colleague chosen by touch', async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    colorScheme: 'dark',
  })
  const page = await context.newPage()
  await signIn(page, nora)
  await page.evaluate(() => localStorage.setItem('language', 'en'))
  await page.goto(card)
  await page.getByRole('button', { name: 'New note' }).tap()
  await dialog(page).getByLabel('Subject').fill('From the quay')
  await dialog(page).getByRole('textbox', { name: 'Text' }).tap()
  await dialog(page).getByRole('button', { name: 'Mention a colleague' }).tap()
  await page.getByRole('option', { name: 'Kari Nordmann' }).tap()
  await isAccessible(page)
  await dialog(page).getByRole('button', { name: 'Save' }).tap()
  const notes = page.getByRole('list', { name: 'Notes' })
  await expect(notes.getByRole('listitem').filter({ hasText: 'From the quay' })).toContainText('@Kari Nordmann')
  await isAccessible(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await context.close()
})
