import { type Browser, expect } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { fillSignIn, isAccessible, kari, signIn, test } from './story.ts'

test.describe.configure({ mode: 'serial' })

const ola = { email: 'ola@fjellregnskap.example', password: 'sola står opp i øst' }

const another = async (browser: Browser) => (await browser.newContext()).newPage()

test('a colleague is invited, chooses a password, and sees no button for what she may not do', async ({
  page,
  browser,
}) => {
  await signIn(page, kari)
  await page.getByRole('button', { name: 'Kari Nordmann' }).click()
  await page.getByRole('menuitem', { name: 'Innstillinger' }).click()
  await page.getByRole('link', { name: 'Brukere' }).click()
  await page.getByRole('button', { name: 'Inviter en kollega' }).click()
  await page.getByLabel('E-post').fill('ola')
  await page.getByLabel(/^Navn/).fill('Ola Dunk')
  await page.getByRole('button', { name: 'Inviter', exact: true }).click()
  await expect(page.getByText('Skriv e-postadressen som')).toBeVisible()
  await page.getByLabel('E-post').fill(ola.email)
  await page.getByRole('combobox', { name: 'Kunder og personer', exact: true }).click()
  await page.getByRole('option', { name: 'Kan se', exact: true }).click()
  await isAccessible(page)
  await page.getByRole('button', { name: 'Inviter', exact: true }).click()
  const link = await page.getByRole('textbox', { name: 'Lenke' }).inputValue()
  await isAccessible(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('region', { name: 'Invitasjoner' })).toContainText('Ola Dunk')
  await isAccessible(page)

  const other = await another(browser)
  await other.goto(link)
  await expect(other.getByRole('heading', { name: 'Bli med i Fjell Regnskap AS' })).toBeVisible()
  await isAccessible(other)
  await other.getByLabel(/^Passord/).fill('passord123456')
  await other.getByRole('button', { name: 'Bli med' }).click()
  await expect(other.getByText('Passordet er for vanlig')).toBeVisible()
  await other.getByLabel(/^Passord/).fill(ola.password)
  await other.getByRole('button', { name: 'Bli med' }).click()
  await expect(other.getByRole('heading', { name: 'Min dag' })).toBeVisible()
  await expect(other.getByRole('link', { name: 'Ny bedrift' })).toHaveCount(0)
  await other.goto('/companies')
  await other.getByRole('link', { name: 'Nordlys Elektro AS', exact: true }).click()
  await expect(other.getByRole('heading', { name: 'Nordlys Elektro AS' })).toBeVisible()
  await expect(other.getByRole('button', { name: 'Endre' })).toHaveCount(0)
  await expect(other.getByRole('button', { name: 'Handlinger', exact: true })).toHaveCount(0)
  await other.goto(link)
  await expect(other.getByRole('heading', { name: 'Lenken virker ikke' })).toBeVisible()
})

test('rights that are given hold at once; the last administrator can not go; deactivated is signed out', async ({
  page,
  browser,
}) => {
  const other = await another(browser)
  await signIn(other, ola)
  await signIn(page, kari)
  await page.goto('/settings/users')
  await page.getByRole('button', { name: 'Handlinger for Ola Dunk' }).click()
  await page.getByRole('menuitem', { name: 'Endre navn og rettigheter' }).click()
  await page.getByRole('combobox', { name: 'Kunder og personer', exact: true }).click()
  await page.getByRole('option', { name: 'Kan se og endre' }).click()
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await other.reload()
  await expect(other.getByRole('link', { name: 'Ny bedrift' }).first()).toBeVisible()

  await page.getByRole('button', { name: 'Handlinger for Kari Nordmann' }).click()
  await page.getByRole('menuitem', { name: 'Endre navn og rettigheter' }).click()
  await page.getByRole('radio', { name: 'Bruker' }).check()
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByText('Firmaet må ha minst én aktiv administrator').first()).toBeVisible()
  await page.getByRole('button', { name: 'Avbryt' }).click()

  await page.getByRole('button', { name: 'Handlinger for Ola Dunk' }).click()
  await page.getByRole('menuitem', { name: 'Deaktiver' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Deaktiver' }).click()
  await expect(page.getByText('Deaktivert')).toBeVisible()
  await other.goto('/companies')
  await expect(other).toHaveURL(/sign-in/)
  await page.getByRole('button', { name: 'Handlinger for Ola Dunk' }).click()
  await page.getByRole('menuitem', { name: 'Aktiver', exact: true }).click()
  await expect(page.getByText('Deaktivert')).toBeHidden()
})

test('who has forgotten the password gets a link of the administrator, once', async ({ page, browser }) => {
  await page.goto('/sign-in')
  await isAccessible(page)
  await page.getByRole('link', { name: 'Glemt passord?' }).click()
  await expect(page.getByText('Be administratoren i firmaet om en lenke')).toBeVisible()
  await isAccessible(page)
  await signIn(page, kari)
  await page.goto('/settings/users')
  await page.getByRole('button', { name: 'Handlinger for Ola Dunk' }).click()
  await page.getByRole('menuitem', { name: 'Lenke for nytt passord' }).click()
  const link = await page.getByRole('textbox', { name: 'Lenke' }).inputValue()
  const other = await another(browser)
  await other.goto(link)
  await isAccessible(other)
  ola.password = 'et hus ved sjøen'
  await other.getByLabel('Nytt passord').fill(ola.password)
  await other.getByRole('button', { name: 'Lagre passordet' }).click()
  await expect(other.getByText('Passordet er byttet')).toBeVisible()
  await fillSignIn(other, ola)
  await expect(other.getByRole('heading', { name: 'Min dag' })).toBeVisible()
  await other.goto(link)
  await other.getByLabel('Nytt passord').fill('enda et hus ved sjøen')
  await other.getByRole('button', { name: 'Lagre passordet' }).click()
  await expect(other.getByText('Lenken er brukt eller for gammel')).toBeVisible()
})

test('the own page: name, language and start page that follow to another machine, sessions ended', async ({
  page,
  browser,
}) => {
  await signIn(page, ola)
  await page.getByRole('button', { name: 'Ola Dunk' }).click()
  await page.getByRole('menuitem', { name: 'Min profil' }).click()
  await isAccessible(page)
  await page.getByRole('button', { name: 'Endre navn' }).click()
  await page.getByLabel('Navn', { exact: true }).fill('Ola Dunkersen')
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByRole('button', { name: 'Ola Dunkersen' })).toBeVisible()
  await page.getByRole('combobox', { name: 'Startside' }).click()
  await page.getByRole('option', { name: 'Ny bedrift' }).click()
  await page.getByRole('combobox', { name: 'Språk' }).click()
  await page.getByRole('option', { name: 'English' }).click()
  await expect(page.getByRole('heading', { name: 'My profile' })).toBeVisible()
  await isAccessible(page)

  const other = await another(browser)
  await other.goto('/sign-in')
  await fillSignIn(other, ola)
  await expect(other.getByRole('heading', { name: 'New company' })).toBeVisible()
  await page.reload()
  const sessions = page.getByRole('region', { name: 'Sessions' })
  await expect(sessions.getByText('This one')).toHaveCount(1)
  await sessions.getByRole('button', { name: 'Sign out all others' }).click()
  await expect(sessions.getByRole('button')).toHaveCount(0)
  await other.goto('/companies')
  await expect(other).toHaveURL(/sign-in/)

  await page.getByRole('combobox', { name: 'Language' }).click()
  await page.getByRole('option', { name: 'Norsk bokmål' }).click()
  await expect(page.getByRole('heading', { name: 'Min profil' })).toBeVisible()
  await page.getByRole('combobox', { name: 'Startside' }).click()
  await page.getByRole('option', { name: 'Bedrifter' }).click()
  await page.getByRole('button', { name: 'Bytt passord' }).click()
  await page.getByLabel('Passordet du har nå').fill('feil')
  await page.getByLabel('Nytt passord').fill('en ny og lang setning')
  await page.getByRole('dialog').getByRole('button', { name: 'Bytt passord' }).click()
  await expect(page.getByText('Passordet er feil')).toBeVisible()
  await page.getByLabel('Passordet du har nå').fill(ola.password)
  await page.getByRole('dialog').getByRole('button', { name: 'Bytt passord' }).click()
  await expect(page.getByText('Passordet er byttet')).toBeVisible()
  ola.password = 'en ny og lang setning'
})

test('the second step is switched on with an app, asked for at sign-in, and a recovery code works once', async ({
  page,
  browser,
}) => {
  await signIn(page, ola)
  await page.goto('/profile')
  const panel = page.getByRole('region', { name: 'To-trinns innlogging' })
  await panel.getByRole('button', { name: 'Slå på' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('img', { name: 'QR-kode' })).toBeVisible()
  await isAccessible(page)
  const secret = Secret.fromBase32((await dialog.locator('pre').innerText()).replace(/\s/g, ''))
  const code = (ahead: number) => new TOTP({ secret }).generate({ timestamp: Date.now() + ahead * 30_000 })
  await dialog.getByLabel('Koden appen viser').fill('000000')
  await dialog.getByRole('button', { name: 'Slå på' }).click()
  await expect(dialog.getByText('Koden er feil eller brukt')).toBeVisible()
  await dialog.getByLabel('Koden appen viser').fill(code(-1))
  await dialog.getByRole('button', { name: 'Slå på' }).click()
  await expect(page.getByRole('heading', { name: 'Gjenopprettingskoder' })).toBeVisible()
  await isAccessible(page)
  const [recovery = ''] = await dialog.locator('code').allInnerTexts()
  await dialog.getByRole('button', { name: 'Jeg har tatt vare på dem' }).click()
  await expect(panel.getByText('10 gjenopprettingskoder igjen')).toBeVisible()

  const other = await another(browser)
  await other.goto('/sign-in')
  await fillSignIn(other, ola)
  await expect(other.getByLabel('Kode', { exact: true })).toBeFocused()
  await isAccessible(other)
  await other.keyboard.type(code(0))
  await other.keyboard.press('Enter')
  await expect(other.getByRole('heading', { name: 'Bedrifter' })).toBeVisible()

  const third = await another(browser)
  await third.goto('/sign-in')
  await fillSignIn(third, ola)
  await third.getByRole('button', { name: 'Har du ikke telefonen?' }).click()
  await third.getByLabel('Gjenopprettingskode').fill(recovery)
  await third.getByRole('button', { name: 'Fortsett' }).click()
  await expect(third.getByRole('heading', { name: 'Bedrifter' })).toBeVisible()

  await signIn(page, kari)
  await page.goto('/settings/users')
  await page.getByRole('button', { name: 'Handlinger for Ola Dunkersen' }).click()
  await page.getByRole('menuitem', { name: 'Slå av to-trinns innlogging' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Slå av to-trinns innlogging' }).click()
  await expect(page.getByText('To-trinns innlogging er slått av')).toBeVisible()
  await signIn(await another(browser), ola)
})

test('a passkey is registered under a name, signs in alone, and opens nothing when removed', async ({
  page,
  baseURL,
}) => {
  const site = (baseURL ?? '').replace('127.0.0.1', 'localhost')
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  })
  // An older browser, where we say so, knows passkeys but does not suggest them.
  await page.addInitScript(() => {
    if (sessionStorage.getItem('old')) PublicKeyCredential.isConditionalMediationAvailable = async () => false
  })
  await page.goto(`${site}/sign-in`)
  await fillSignIn(page, ola)
  await expect(page.getByRole('heading', { name: 'Bedrifter' })).toBeVisible()
  await page.goto(`${site}/profile`)
  await page.getByRole('button', { name: 'Ny passnøkkel' }).click()
  await page.getByLabel('Navn på passnøkkelen').fill('Jobb-PC')
  await isAccessible(page)
  await page.getByRole('button', { name: 'Fortsett' }).click()
  const panel = page.getByRole('region', { name: 'Passnøkler' })
  await expect(panel.getByText('Jobb-PC')).toBeVisible()

  const signOut = async () => {
    await page.getByRole('button', { name: 'Ola Dunkersen' }).click()
    await page.getByRole('menuitem', { name: 'Logg ut' }).click()
  }
  await page.evaluate(() => sessionStorage.setItem('old', 'yes'))
  await signOut()
  await expect(page.getByLabel('E-post')).toHaveAttribute('autocomplete', 'username webauthn')
  await isAccessible(page)
  await page.getByRole('button', { name: 'Bruk passnøkkel' }).click()
  await expect(page.getByRole('heading', { name: 'Bedrifter' })).toBeVisible()
  // Suggested by the browser in the field for the address, it signs in without the button.
  await page.evaluate(() => sessionStorage.removeItem('old'))
  const entered = page.waitForResponse((reply) => reply.url() === `${site}/api/session/passkey`)
  await signOut()
  expect((await entered).status()).toBe(204)
  await expect(page.getByRole('heading', { name: 'Bedrifter' })).toBeVisible()
  await page.goto(`${site}/profile`)
  await expect(panel.getByText(/brukt/)).toBeVisible()
  await panel.getByRole('button', { name: 'Fjern Jobb-PC' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Fjern' }).click()
  await expect(panel.getByText('Ingen passnøkler ennå')).toBeVisible()
  await signOut()
  await expect(page.getByText('Passnøkkelen ble ikke godtatt')).toBeVisible()
  await expect(page).toHaveURL(/sign-in/)
})
