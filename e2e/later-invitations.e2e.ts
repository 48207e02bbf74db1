// Calendars outside: the secret address and app passwords of the profile, the firm's letters, answers by link.
import { expect, type Page } from '@playwright/test'
import { startMailServer, startProgram } from './own-program.ts'
import { fillSignIn, fitsPhone, isAccessible, kari, test } from './story.ts'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

let program: Awaited<ReturnType<typeof startProgram>>
let mail: Awaited<ReturnType<typeof startMailServer>>
let appointment = ''

test.beforeAll(async () => {
  mail = await startMailServer()
  program = await startProgram({ SMTP_URL: mail.url, MAIL_FROM: 'Kundebok <crm@fjellregnskap.example>' })
  const firm = { firm_name: 'Fjell Regnskap AS', name: 'Kari Nordmann', ...kari }
  const made = await post('/api/setup', firm)
  const cookie = made.headers.get('set-cookie')?.split(';')[0] ?? ''
  const company = await (
    await post('/api/companies', { name: 'Nordlys Elektro AS', email: 'post@nordlys.example' }, cookie)
  ).json()
  const silent = await (await post('/api/companies', { name: 'Uten Adresse AS' }, cookie)).json()
  const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
  const meeting = {
    ...{ title: 'Gjennomgang av tilbudet', place: 'Storgata 1, Bergen' },
    ...{ starts_at: `${day}T09:00:00Z`, ends_at: `${day}T10:00:00Z` },
    participants: [company, silent].map(({ id }: { id: string }) => ({ kind: 'company', id })),
  }
  appointment = (await (await post('/api/appointments', meeting, cookie)).json()).id
})
test.afterAll(async () => {
  await program.stop()
  await mail.stop()
})

const post = (path: string, body: object, cookie = '') =>
  fetch(program.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'kundebok-client': 'story', cookie },
    body: JSON.stringify(body),
  })

async function enter(page: Page) {
  await page.goto(`${program.url}/sign-in`)
  await fillSignIn(page, kari)
  await expect(page).not.toHaveURL(/sign-in/)
}

test('an app password is made with the keyboard, shown once, opens the calendar and is taken back', async ({
  page,
}) => {
  await enter(page)
  await page.goto(`${program.url}/profile`)
  await page.getByRole('region', { name: 'Kalender på telefonen' }).getByRole('link', { name: 'Sett opp' }).click()
  await expect(page.getByRole('textbox', { name: 'Server' })).toHaveValue(/\/dav\/$/)
  await expect(page.getByText('Du har ingen app-passord.')).toBeVisible()
  await isAccessible(page)
  await page.getByRole('button', { name: 'Lag et app-passord' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Lag et app-passord' })
  await expect(dialog.getByLabel('Navn')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('Må fylles ut.')).toBeVisible()
  await dialog.getByLabel('Navn').fill('Telefonen')
  await page.keyboard.press('Enter')
  const made = page.getByRole('dialog', { name: 'App-passordet er laget' })
  const password = await made.getByRole('textbox', { name: 'App-passord' }).inputValue()
  expect(password).toMatch(/^([a-z2-9]{4}-){5}[a-z2-9]{4}$/)
  await isAccessible(page)
  await made.getByRole('button', { name: 'Ferdig' }).click()
  await expect(page.getByRole('cell', { name: 'Telefonen', exact: true })).toBeVisible()
  await expect(page.getByText(password)).toHaveCount(0)

  const authorization = `Basic ${Buffer.from(`${kari.email}:${password}`).toString('base64')}`
  const knock = async () =>
    (await fetch(`${program.url}/dav/`, { method: 'PROPFIND', headers: { authorization, depth: '0' } })).status
  expect(await knock()).toBe(207)
  await fitsPhone(page)
  await page.getByRole('button', { name: 'Trekk tilbake Telefonen' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Trekk tilbake' }).click()
  await expect(page.getByText('Du har ingen app-passord.')).toBeVisible()
  expect(await knock()).toBe(401)
})

test('the address of the calendar is shown once, replaced by a new one, and deleted', async ({ page }) => {
  await enter(page)
  await page.goto(`${program.url}/profile/calendar`)
  const address = async () => {
    const made = page.getByRole('dialog', { name: 'Adressen er laget' })
    const shown = await made.getByRole('textbox', { name: 'Kalenderadresse' }).inputValue()
    await isAccessible(page)
    await made.getByRole('button', { name: 'Ferdig' }).click()
    return program.url + new URL(shown).pathname
  }
  await page.getByRole('button', { name: 'Lag en adresse' }).click()
  const first = await address()
  expect(await (await fetch(first)).text()).toContain('SUMMARY:Gjennomgang av tilbudet')
  await page.getByRole('button', { name: 'Lag en ny adresse' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Lag en ny adresse' }).click()
  const second = await address()
  expect((await fetch(first)).status).toBe(404)
  expect((await fetch(second)).status).toBe(200)
  await page.getByRole('button', { name: 'Slett adressen' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Slett adressen' }).click()
  await expect(page.getByText('Du har ingen adresse.')).toBeVisible()
  expect((await fetch(second)).status).toBe(404)
})

test('the administrator writes the letter; a field that there is not is refused where it stands', async ({ page }) => {
  await enter(page)
  await page.goto(`${program.url}/settings/letters`)
  await expect(page.getByLabel('Emne')).toHaveValue('Invitasjon: {{title}}')
  await isAccessible(page)
  await page.getByLabel('Tekst').fill('Kjære {{fornavn}}')
  await page.getByRole('button', { name: 'Lagre', exact: true }).click()
  await expect(page.getByText('Teksten nevner et felt som ikke finnes.', { exact: false })).toBeVisible()
  await expect(page.getByLabel('Tekst')).toHaveValue('Kjære {{fornavn}}')
  await page.getByLabel('Tekst').fill('Kjære {{name}}, vi ses {{when}}.')
  await page.getByText('Endring', { exact: true }).click()
  await expect(page.getByLabel('Emne')).toHaveValue('Endret: {{title}}')
  await page.getByText('Invitasjon', { exact: true }).click()
  await expect(page.getByLabel('Tekst')).toHaveValue('Kjære {{name}}, vi ses {{when}}.')
  await page.getByRole('button', { name: 'Lagre', exact: true }).click()
  await expect(page.getByText('Brevet er lagret.')).toBeVisible()
  await fitsPhone(page)
})

test('whoever is invited answers by the link of the letter, and can change it until it is called off', async ({
  page,
  browser,
}) => {
  await enter(page)
  await page.goto(`${program.url}/calendar/${appointment}`)
  await page.getByRole('button', { name: 'Send møtebekreftelse' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send møtebekreftelse' })
  await expect(dialog.getByText('Uten Adresse AS har ingen e-postadresse.')).toBeVisible()
  await expect(dialog.getByText('<post@nordlys.example>')).toBeVisible()
  await dialog.getByLabel('Noen ord fra deg').fill('Ta med regnskapet.')
  await expect(dialog.getByText('Kjære Nordlys Elektro AS, vi ses', { exact: false })).toBeVisible()
  await isAccessible(page)
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(page.getByText('Bekreftelsen er sendt til Nordlys Elektro AS.')).toBeVisible()
  await expect.poll(() => mail.letters.length).toBe(1)
  const [letter] = mail.letters
  expect(letter?.text).toContain('Kjære Nordlys Elektro AS, vi ses')
  const link = /https?:\/\/\S+(\/answer\/[\w-]{86})\?answer=accepted/.exec(letter?.text ?? '')?.[1] ?? ''
  const guest = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  await guest.goto(`${program.url}${link}?answer=accepted`)
  await expect(guest.getByRole('heading', { name: 'Gjennomgang av tilbudet' })).toBeVisible()
  await expect(guest.getByText('Kari Nordmann i Fjell Regnskap AS', { exact: false })).toBeVisible()
  await isAccessible(guest)
  const state = async () => {
    const reply = await page.request.get(`${program.url}/api/appointments/${appointment}`)
    const { participants } = await reply.json()
    return participants.find(({ email }: { email: string }) => email === 'post@nordlys.example').state
  }
  expect(await state()).toBe('unseen')
  await guest.getByRole('button', { name: 'Send svaret' }).click()
  await expect(guest.getByRole('status')).toContainText('Svaret er sendt.')
  expect(await state()).toBe('accepted')
  await guest.getByRole('radio', { name: 'Nei, jeg kommer ikke' }).focus()
  await guest.keyboard.press('Space')
  await guest.keyboard.press('Enter')
  await expect(guest.getByRole('status')).toContainText('Svaret er sendt.')
  expect(await state()).toBe('declined')
  await fitsPhone(guest)

  const { version } = await (await page.request.get(`${program.url}/api/appointments/${appointment}`)).json()
  await page.request.delete(`${program.url}/api/appointments/${appointment}`, {
    headers: { 'kundebok-client': 'story', 'if-match': `"${version}"` },
  })
  await guest.reload()
  await expect(guest.getByText('Møtet er avlyst.')).toBeVisible()
  await isAccessible(guest)
  await guest.goto(`${program.url}/answer/${'a'.repeat(86)}`)
  await expect(guest.getByRole('heading', { name: 'The link does not work' })).toBeVisible()
})
