import { type Browser, expect, type Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { startMailServer, startProgram } from './own-program.ts'
import { fillSignIn, isAccessible, kari, signIn, test } from './story.ts'

test.describe.configure({ mode: 'serial' })

const per = { email: 'per@fjellregnskap.example', password: 'sola står opp i øst' }

let mail: Awaited<ReturnType<typeof startMailServer>>
let program: Awaited<ReturnType<typeof startProgram>>

test.beforeAll(async () => {
  test.setTimeout(120_000)
  mail = await startMailServer()
  program = await startProgram({ SMTP_URL: mail.url, MAIL_FROM: 'Kundebok <crm@fjellregnskap.example>' })
  const made = await fetch(`${program.url}/api/setup`, {
    method: 'POST',
    headers: { 'kundebok-client': 'test', 'content-type': 'application/json' },
    body: JSON.stringify({ ...kari, firm_name: 'Fjell Regnskap AS', name: 'Kari Nordmann' }),
  })
  expect(made.status).toBe(204)
})
test.afterAll(async () => {
  await program.stop()
  await mail.stop()
})

const open = async (browser: Browser) => (await browser.newContext({ baseURL: program.url })).newPage()
const letterTo = async (address: string, about: string) => {
  const find = () => mail.letters.find(({ to, text }) => to === address && text.includes(about))?.text ?? ''
  await expect.poll(find).not.toBe('')
  return find()
}
const linkIn = (text: string) => /http:\S+/.exec(text)?.[0] ?? ''
/** A quarter of an hour goes by. */
const passTime = () => program.database.query(`update auth.session set confirmed_at = now() - interval '15 minutes'`)

test('an e-mail that was refused is seen with the reason, and sent again', async ({ browser }) => {
  const page = await open(browser)
  mail.refused.add(per.email)
  await signIn(page, kari)
  await page.goto('/settings/users')
  await page.getByRole('button', { name: 'Inviter en kollega' }).click()
  await page.getByLabel('E-post').fill(per.email)
  await page.getByLabel(/^Navn/).fill('Per Hansen')
  await page.getByRole('button', { name: 'Inviter', exact: true }).click()
  await expect(page.getByText('En e-post med lenken er sendt til Per Hansen')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Utgående e-post' }).click()
  const row = page.getByRole('row', { name: new RegExp(per.email) })
  await expect(row.getByText('Feilet')).toBeVisible()
  await expect(row.getByText(/550.*No such user here/)).toBeVisible()
  await isAccessible(page)
  expect(mail.letters).toEqual([])

  mail.refused.delete(per.email)
  await row.getByRole('button', { name: `Prøv igjen til ${per.email}` }).click()
  await expect(page.getByText('E-posten er lagt i kø')).toBeVisible()
  await expect(row.getByText('Sendt', { exact: true })).toBeVisible()
  await expect(row.getByRole('button')).toHaveCount(0)

  const other = await open(browser)
  await other.goto(linkIn(await letterTo(per.email, 'invitert')))
  await other.getByLabel(/^Passord/).fill(per.password)
  await other.getByRole('button', { name: 'Bli med' }).click()
  await expect(other.getByRole('heading', { name: 'Min dag' })).toBeVisible()
})

test('a new address is in force when its link is opened, and the old address is told', async ({ browser }) => {
  const page = await open(browser)
  await signIn(page, per)
  await page.goto('/profile')
  await page.getByRole('button', { name: 'Endre e-post' }).click()
  await expect(page.getByText('Den byttes når du åpner lenken')).toBeVisible()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-post').fill(kari.email)
  await dialog.getByRole('button', { name: 'Lagre' }).click()
  await expect(dialog.getByText('Adressen kan ikke brukes')).toBeVisible()
  await dialog.getByLabel('E-post').fill('per.hansen@fjellregnskap.example')
  await isAccessible(page)
  await dialog.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByText('Byttes til per.hansen@fjellregnskap.example når')).toBeVisible()
  await isAccessible(page)
  const old = await letterTo(per.email, 'per.hansen@fjellregnskap.example')
  expect(linkIn(old)).toBe('')

  const other = await open(browser)
  const link = linkIn(await letterTo('per.hansen@fjellregnskap.example', 'ta den i bruk'))
  await other.goto(link)
  await expect(other.getByRole('heading', { name: 'Ny adresse' })).toBeVisible()
  await isAccessible(other)
  await other.getByRole('button', { name: 'Ta i bruk adressen' }).click()
  await expect(other.getByText('Fra nå av logger du inn med per.hansen@fjellregnskap.example')).toBeVisible()
  await isAccessible(other)
  await other.goto(link)
  await other.getByRole('button', { name: 'Ta i bruk adressen' }).click()
  await expect(other.getByRole('alert')).toHaveText(/Lenken er brukt eller for gammel/)
  per.email = 'per.hansen@fjellregnskap.example'
  await signIn(other, per)
})

test('a quarter of an hour later rights want the password again, and nothing that was chosen is lost', async ({
  browser,
}) => {
  const page = await open(browser)
  await signIn(page, kari)
  await page.goto('/settings/users')
  await passTime()
  await page.getByRole('button', { name: 'Handlinger for Per Hansen' }).click()
  await page.getByRole('menuitem', { name: 'Endre navn og rettigheter' }).click()
  const editor = page.getByRole('dialog', { name: 'Endre Per Hansen' })
  await editor.getByRole('combobox', { name: 'Kunder og personer', exact: true }).click()
  await page.getByRole('option', { name: 'Kan se', exact: true }).click()
  await editor.getByRole('button', { name: 'Lagre' }).click()
  const asked = page.getByRole('dialog', { name: 'Bekreft at det er deg' })
  await expect(asked.getByLabel('Passordet ditt')).toBeFocused()
  await isAccessible(page)
  await page.keyboard.press('Escape')
  await expect(asked).toBeHidden()
  await expect(editor.getByText('Bekreft først at det er deg')).toBeVisible()
  await expect(editor.getByRole('combobox', { name: 'Kunder og personer', exact: true })).toHaveValue('Kan se')

  await editor.getByRole('button', { name: 'Lagre' }).click()
  await asked.getByLabel('Passordet ditt').fill('feil passord her')
  await page.keyboard.press('Enter')
  await expect(asked.getByText('Passordet er feil')).toBeVisible()
  await asked.getByLabel('Passordet ditt').fill(kari.password)
  await page.keyboard.press('Enter')
  await expect(asked).toBeHidden()
  await expect(editor).toBeHidden()
  await expect(page.getByRole('row', { name: /Per Hansen/ }).getByText('Kan se')).toBeVisible()

  // Beside the heading; the firm's own history stands among the settings.
  await page.getByRole('link', { name: 'Historikk' }).last().click()
  const change = 'Kari Nordmann Per Hansen Rettigheter: Kan se og endre → Kan se'
  await expect(page.getByRole('row', { name: change })).toBeVisible()
  await isAccessible(page)
  await page.getByRole('combobox', { name: 'Kollega' }).click()
  await page.getByRole('option', { name: /Kari Nordmann/ }).click()
  await expect(page.getByText('Takket ja til invitasjonen')).toHaveCount(0)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await isAccessible(page)
  await page.getByRole('link', { name: 'Til brukerne' }).click()
  await expect(page.getByRole('switch')).toBeVisible()
  await isAccessible(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})

/** Goes through with the app: what it shows is typed, the recovery codes are kept. */
async function setUpApp(page: Page) {
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('img', { name: 'QR-kode' })).toBeVisible()
  await isAccessible(page)
  const secret = Secret.fromBase32((await dialog.locator('pre').innerText()).replace(/\s/g, ''))
  const code = (ahead: number) => new TOTP({ secret }).generate({ timestamp: Date.now() + ahead * 30_000 })
  await dialog.getByLabel('Koden appen viser').fill(code(-1))
  await dialog.getByRole('button', { name: 'Slå på' }).click()
  await expect(page.getByRole('heading', { name: 'Gjenopprettingskoder' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Jeg har tatt vare på dem' }).click()
  return code
}

test('the firm requires a second step: colleagues are led to set one up and do nothing else before', async ({
  browser,
}) => {
  const other = await open(browser)
  await signIn(other, per)
  const page = await open(browser)
  await signIn(page, kari)
  await page.goto('/settings/users')
  const wish = page.getByRole('switch', { name: 'Krev to-trinns innlogging av alle' })
  await wish.click()
  const question = page.getByRole('dialog', { name: 'Krev to-trinns innlogging av alle' })
  await expect(question.getByText('Antall som ikke har det ennå: 2.')).toBeVisible()
  await question.getByRole('button', { name: 'Krev to-trinns innlogging av alle' }).click()
  await expect(page.getByRole('alert')).toContainText('Ta i bruk to-trinns innlogging eller en passnøkkel selv først')
  await expect(wish).not.toBeChecked()
  await isAccessible(page)
  await page.getByRole('link', { name: 'Gå til profilen din' }).click()
  await page.getByRole('button', { name: 'Slå på', exact: true }).click()
  await setUpApp(page)
  await page.goto('/settings/users')
  await wish.click()
  await question.getByRole('button', { name: 'Krev to-trinns innlogging av alle' }).click()
  await expect(wish).toBeChecked()
  await page.goto('/settings/firm')
  await expect(page.getByText('Krev to-trinns innlogging av alle: Nei → Ja')).toBeVisible()

  await other.getByRole('button', { name: 'Per Hansen' }).click()
  await other.getByRole('menuitem', { name: 'Min profil' }).click()
  await expect(other.getByRole('heading', { name: 'To-trinns innlogging' })).toBeVisible()
  await expect(other.getByText('Fjell Regnskap AS krever to-trinns innlogging av alle')).toBeVisible()
  await isAccessible(other)
  await other.goto('/companies')
  await expect(other).toHaveURL(/second-step/)
  await passTime()
  await other.getByRole('button', { name: 'Bruk en app på telefonen' }).click()
  const asked = other.getByRole('dialog', { name: 'Bekreft at det er deg' })
  await asked.getByLabel('Passordet ditt').fill(per.password)
  await other.keyboard.press('Enter')
  await expect(asked).toBeHidden()
  const code = await setUpApp(other)
  await expect(other.getByRole('heading', { name: 'Min dag' })).toBeVisible()

  // A browser that was in by the password alone is asked for the code that there is now.
  const third = await open(browser)
  await third.goto('/sign-in')
  await fillSignIn(third, per)
  await third.getByLabel('Kode', { exact: true }).fill(code(0))
  await third.keyboard.press('Enter')
  await expect(third.getByRole('heading', { name: 'Min dag' })).toBeVisible()
  await program.database.query(`update auth.session set is_strong = false`)
  await third.reload()
  await expect(third.getByText('Fjell Regnskap AS krever mer enn passordet')).toBeVisible()
  await isAccessible(third)
  await third.getByLabel('Kode', { exact: true }).fill(code(1))
  await third.keyboard.press('Enter')
  await expect(third.getByRole('heading', { name: 'Min dag' })).toBeVisible()
})

test('an administrator makes a second firm, switches between the two, and sees only what belongs to the one she is in', async ({
  browser,
}) => {
  await program.database.query(`update firm set requires_two_factor = false`)
  await program.database.query(`delete from auth.totp`)
  const page = await open(browser)
  await signIn(page, kari)
  await passTime()
  await page.getByRole('button', { name: /Fjell Regnskap AS/ }).click()
  await expect(page.getByRole('menuitem', { name: 'Fjell Regnskap AS' })).toHaveAttribute('aria-current', 'true')
  await isAccessible(page)
  await page.getByRole('menuitem', { name: 'Nytt firma' }).click()
  const dialog = page.getByRole('dialog', { name: 'Nytt firma' })
  await dialog.getByLabel('Firmaets navn').fill('Dal Revisjon AS')
  await dialog.getByLabel('Org.nr.').fill('923 609 017')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText(/kontrollsiffer/i)).toBeVisible()
  await isAccessible(page)
  await dialog.getByLabel('Org.nr.').fill('923 609 016')
  await dialog.getByLabel('Gate eller postboks').fill('Dalveien 3')
  await dialog.getByLabel('Postnr.').fill('5003')
  await dialog.getByLabel('Poststed').fill('Bergen')
  await page.keyboard.press('Enter')
  const asked = page.getByRole('dialog', { name: 'Bekreft at det er deg' })
  await asked.getByLabel('Passordet ditt').fill(kari.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /Dal Revisjon AS/ })).toBeVisible()
  await page.goto('/companies')
  await page.getByRole('link', { name: 'Ny bedrift' }).first().click()
  await page.getByLabel(/^Navn/).fill('Bare i Dal AS')
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByRole('heading', { name: 'Bare i Dal AS' })).toBeVisible()
  const address = page.url()

  await page.getByRole('button', { name: /Dal Revisjon AS/ }).click()
  await page.getByRole('menuitem', { name: 'Fjell Regnskap AS' }).click()
  await expect(page.getByRole('button', { name: /Fjell Regnskap AS/ })).toBeVisible()
  await expect(page.getByText('Bare i Dal AS')).toHaveCount(0)
  await page.goto(address)
  await expect(page.getByText('Bedriften finnes ikke')).toBeVisible()

  // Signing in leads to the firm that one was in last.
  await page.getByRole('button', { name: /Fjell Regnskap AS/ }).click()
  await page.getByRole('menuitem', { name: 'Dal Revisjon AS' }).click()
  await expect(page.getByRole('button', { name: /Dal Revisjon AS/ })).toBeVisible()
  const later = await open(browser)
  await signIn(later, kari)
  await expect(later.getByRole('button', { name: /Dal Revisjon AS/ })).toBeVisible()
  const list = later.getByRole('region', { name: 'Bedrifter' })
  await expect(list.getByRole('link', { name: 'Bare i Dal AS', exact: true })).toBeVisible()

  // Who may not make firms, and belongs to one, has nothing to choose.
  await signIn(later, per)
  await expect(later.getByText('Fjell Regnskap AS')).toBeVisible()
  await expect(later.getByRole('button', { name: /Fjell Regnskap AS/ })).toHaveCount(0)
  await expect(later.getByRole('link', { name: 'Ny bedrift' })).toHaveCount(0)
})
