// Text messages through Kannel, as its HTTP interface speaks: set up, sent from cards and lists, delivered, answered, refused.
import { expect, type Page } from '@playwright/test'
import { startKannel } from '#server/sms/kannel.fake.ts'
import { startProgram } from './own-program.ts'
import { fillSignIn, isAccessible, kari, test } from './story.ts'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

let program: Awaited<ReturnType<typeof startProgram>>
let kannel: Awaited<ReturnType<typeof startKannel>>
let cookie = ''
let nordlys = ''
let eva = ''

test.beforeAll(async () => {
  kannel = await startKannel({ username: 'kundebok', password: 'hemmelig ord' })
  program = await startProgram({ KANNEL_URL: kannel.url })
  const made = await post('/api/setup', { firm_name: 'Fjell Regnskap AS', name: 'Kari Nordmann', ...kari })
  cookie = made.headers.get('set-cookie')?.split(';')[0] ?? ''
  nordlys = await idOf('/api/companies', { name: 'Nordlys Elektro AS', mobile: '90 00 00 01' })
  eva = await idOf('/api/persons', { first_name: 'Eva', last_name: 'Vik', mobile: '92 00 00 01' })
  await post('/api/affiliations', {
    person_id: eva,
    company_id: nordlys,
    role: { title: 'Daglig leder', is_primary: true },
  })
  await idOf('/api/companies', { name: 'Fasttelefon AS', phone: '22 33 44 55' })
  await idOf('/api/companies', { name: 'Uten Nummer AS' })
})
test.afterAll(async () => {
  await program.stop()
  await kannel.stop()
})

const post = (path: string, body: object) =>
  fetch(program.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'kundebok-client': 'story', cookie },
    body: JSON.stringify(body),
  })
const idOf = async (path: string, body: object) => ((await (await post(path, body)).json()) as { id: string }).id

async function enter(page: Page) {
  await page.goto(`${program.url}/sign-in`)
  await fillSignIn(page, kari)
  await expect(page).not.toHaveURL(/sign-in/)
}
const openCard = (page: Page, path: string) => page.goto(`${program.url}${path}/info?below=sms`)
const messages = (page: Page) => page.getByRole('list', { name: 'SMS-meldinger' })

test('before it is set up, the card says so and leads to the settings', async ({ page }) => {
  await enter(page)
  await openCard(page, `/companies/${nordlys}`)
  await expect(page.getByText('Ingen SMS ennå.')).toBeVisible()
  await page.getByRole('tabpanel', { name: 'SMS' }).getByRole('button', { name: 'Send SMS' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send SMS til Nordlys Elektro AS' })
  await expect(dialog.getByText('SMS er ikke satt opp for firmaet.')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Send', exact: true })).toBeDisabled()
  await isAccessible(page)
  await dialog.getByRole('link', { name: 'Sett opp SMS' }).click()
  await expect(page.getByRole('heading', { name: 'SMS', exact: true })).toBeVisible()
})

test('an administrator sets it up, and the test message arrives', async ({ page }) => {
  await enter(page)
  await page.goto(`${program.url}/settings/sms`)
  await page.getByRole('combobox', { name: 'Leverandør' }).click()
  await page.getByRole('option', { name: /Kannel/ }).click()
  await page.getByLabel('Avsender').fill('Blåbærsyltetøy')
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByText('Et telefonnummer, eller et navn på høyst elleve tegn: a–z')).toBeVisible()
  await page.getByLabel('Brukernavn').fill('kundebok')
  await page.getByLabel('Passord', { exact: true }).fill('hemmelig ord')
  await page.getByLabel('Avsender').fill('Fjell')
  await page.getByLabel('Adresse', { exact: true }).fill('http://10.0.0.9:13013')
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByText('Kan ikke nås herfra: privat nett eller uvanlig port.')).toBeVisible()
  await expect(page.getByLabel('Passord', { exact: true })).toHaveValue('hemmelig ord')
  await page.getByLabel('Adresse', { exact: true }).fill('')
  await page.getByLabel('Pris per SMS-del').fill('45')
  await isAccessible(page)
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByText('SMS-oppsettet er lagret.')).toBeVisible()
  await expect(page.getByLabel('Passord', { exact: true })).toHaveValue('')
  await expect(page.getByText('Lagret. Skriv bare for å bytte.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Innkommende SMS' })).toHaveValue(/\/sms-callbacks\/.+\/replies/)

  const test = page.getByRole('region', { name: 'Prøv oppsettet' })
  await test.getByLabel('Mobilnummer').fill('22 33 44 55')
  await test.getByRole('button', { name: 'Send prøvemelding' }).click()
  await expect(test.getByText('Norske mobilnumre begynner med 4 eller 9.')).toBeVisible()
  await test.getByLabel('Mobilnummer').fill('900 00 009')
  await test.getByRole('button', { name: 'Send prøvemelding' }).click()
  await expect(test.getByText('Levert')).toBeVisible()

  const templates = page.getByRole('region', { name: 'Maler' })
  await templates.getByRole('button', { name: 'Ny mal' }).click()
  const dialog = page.getByRole('dialog', { name: 'Ny mal' })
  await dialog.getByLabel('Navn på malen').fill('Påminnelse')
  await dialog.getByLabel('Tekst').fill('Hei {{fornavn}}')
  await dialog.getByRole('button', { name: 'Lagre' }).click()
  await expect(dialog.getByText('Teksten nevner et felt som ikke finnes.')).toBeVisible()
  await dialog.getByLabel('Tekst').fill('Hei ')
  await dialog.getByRole('button', { name: 'Fornavn' }).click()
  await expect(dialog.getByLabel('Tekst')).toHaveValue('Hei {{first_name}}')
  await isAccessible(page)
  await dialog.getByRole('button', { name: 'Lagre' }).click()
  await expect(templates.getByText('Påminnelse')).toBeVisible()
})

test('a message from the card, with the keyboard alone, is delivered and stands in the history', async ({ page }) => {
  await enter(page)
  await openCard(page, `/companies/${nordlys}`)
  await page.getByRole('tabpanel', { name: 'SMS' }).getByRole('button', { name: 'Send SMS' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Send SMS til Nordlys Elektro AS' })
  await expect(dialog.getByRole('checkbox', { name: /Nordlys Elektro AS 900 00 001/ })).toBeChecked()
  await expect(dialog.getByRole('checkbox', { name: /Eva Vik/ })).not.toBeChecked()
  await dialog.getByRole('checkbox', { name: /Eva Vik/ }).focus()
  await page.keyboard.press('Space')
  await expect(dialog.getByText('2 mottakere')).toBeVisible()
  await dialog.getByLabel('Tekst').focus()
  await page.keyboard.type('Hei {{first_name}}, vi kommer kl. 9. Ære være €')
  await expect(dialog.getByText(/1 SMS-del · 1\d\d igjen i delen/)).toBeVisible()
  await expect(dialog.getByText('Til sammen 2 SMS-deler, anslått pris kr 0,90')).toBeVisible()
  await isAccessible(page)
  // What was typed is there again when the dialog was closed in between.
  await page.keyboard.press('Escape')
  await page.getByRole('tabpanel', { name: 'SMS' }).getByRole('button', { name: 'Send SMS' }).press('Enter')
  await expect(dialog.getByLabel('Tekst')).toHaveValue('Hei {{first_name}}, vi kommer kl. 9. Ære være €')
  await expect(dialog.getByText('2 mottakere')).toBeVisible()
  await dialog.getByRole('button', { name: 'Send', exact: true }).press('Enter')
  await expect(page.getByText('2 meldinger er lagt i kø.')).toBeVisible()
  await expect(messages(page).getByText('Levert')).toHaveCount(2)
  expect(kannel.taken.map(({ text }) => text)).toContain('Hei Eva, vi kommer kl. 9. Ære være €')
  await isAccessible(page)
  await page.getByRole('tab', { name: 'Historikk' }).click()
  await expect(page.getByText('Levert').first()).toBeVisible()
})

test('the provider’s addresses are made anew, and the form beside them goes on', async ({ page }) => {
  await enter(page)
  await page.goto(`${program.url}/settings/sms`)
  const address = page.getByRole('textbox', { name: 'Innkommende SMS' })
  const before = await address.inputValue()
  await page.getByRole('button', { name: 'Lag nye adresser' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Lag nye adresser' })
  await expect(dialog.getByRole('radio', { name: 'Virker i tre døgn til' })).toBeChecked()
  await isAccessible(page)
  await dialog.getByRole('button', { name: 'Lag nye' }).press('Enter')
  await expect(page.getByText(/De gamle virker til/)).toBeVisible()
  await expect(address).not.toHaveValue(before)
  await page.getByLabel('Pris per SMS-del').fill('45')
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByText('SMS-oppsettet er lagret.')).toBeVisible()
})

test('the icon beside a mobile writes to that number, on the card and among the contacts', async ({ page }) => {
  await enter(page)
  await page.goto(`${program.url}/companies/${nordlys}/info`)
  await page.getByRole('button', { name: 'Send SMS til 900 00 001' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send SMS til Nordlys Elektro AS' })
  await expect(dialog.getByText('1 mottaker', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.goto(`${program.url}/persons/${eva}/info`)
  await page.getByRole('button', { name: 'Send SMS til 920 00 001' }).press('Enter')
  const toEva = page.getByRole('dialog', { name: 'Send SMS til Eva Vik' })
  await expect(toEva.getByRole('checkbox', { name: /Eva Vik/ })).toBeChecked()
})

test('the answer comes to the card and the bell, and STOP ends advertising', async ({ page }) => {
  await enter(page)
  await openCard(page, `/persons/${eva}`)
  const consent = page.getByRole('region', { name: 'Reklame på SMS' })
  await consent.getByRole('button', { name: 'Registrer samtykke' }).click()
  const dialog = page.getByRole('dialog', { name: 'Registrer samtykke' })
  await dialog.getByRole('button', { name: 'Lagre' }).click()
  await expect(dialog.getByText('Må fylles ut.')).toBeVisible()
  await dialog.getByLabel('Hvordan ble det gitt?').fill('På telefon')
  await dialog.getByRole('button', { name: 'Lagre' }).click()
  await expect(consent.getByText(/Samtykket .*: På telefon/)).toBeVisible()

  const { reply_address } = await (await fetch(`${program.url}/api/sms-settings`, { headers: { cookie } })).json()
  await kannel.write(reply_address, { from: '+4792000001', text: 'STOP' })
  await expect(messages(page).getByText('STOP', { exact: true })).toBeVisible()
  await expect(consent.getByText('Har ikke samtykket.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Varsler, 1 uleste' })).toBeVisible()
  await isAccessible(page)
  await page.getByRole('navigation', { name: 'Hovedsider' }).getByRole('link', { name: 'SMS' }).click()
  await messages(page).getByRole('button', { name: 'Svar' }).click()
  await expect(page.getByRole('dialog', { name: 'Send SMS til Eva Vik' })).toBeVisible()
  await page.keyboard.press('Escape')
  await openCard(page, `/persons/${eva}`)

  await page.getByRole('tabpanel', { name: 'SMS' }).getByRole('button', { name: 'Send SMS' }).click()
  const sms = page.getByRole('dialog', { name: 'Send SMS til Eva Vik' })
  await sms.getByRole('radio', { name: 'Reklame' }).check()
  await expect(sms.getByText('har reservert seg mot reklame')).toBeVisible()
  await sms.getByLabel('Tekst').fill('Tilbud')
  await sms.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(sms.getByText('Ingen kan få meldingen.').last()).toBeVisible()
  await isAccessible(page)
})

test('from a selection of the list each gets her own, and it is said who does not', async ({ page }) => {
  await enter(page)
  await page.goto(`${program.url}/companies`)
  await page
    .getByRole('checkbox', { name: /Velg alle/ })
    .first()
    .check()
  await page.getByRole('button', { name: 'Send SMS' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send SMS' })
  await expect(dialog.getByText('1 mottaker', { exact: true })).toBeVisible()
  await dialog.getByText('Får den ikke (2)').click()
  await expect(dialog.getByText('fasttelefon, kan ikke få SMS')).toBeVisible()
  await expect(dialog.getByText('mangler mobilnummer')).toBeVisible()
  await dialog.getByRole('combobox', { name: 'Mal' }).click()
  await page.getByRole('option', { name: 'Påminnelse' }).click()
  await expect(dialog.getByText('Hei Nordlys Elektro AS')).toBeVisible()
  await dialog.getByRole('checkbox', { name: 'Send senere' }).check()
  await dialog.getByRole('button', { name: 'Planlegg' }).click()
  await expect(dialog.getByText('Skriv dato og klokkeslett.')).toBeVisible()
  const day = new Date(Date.now() + 3 * 86_400_000)
  await dialog
    .getByLabel('Dato')
    .fill(day.toLocaleDateString('nb-NO', { day: '2-digit', month: '2-digit', year: 'numeric' }))
  await dialog.getByLabel('Klokkeslett').fill('0930')
  await dialog.getByRole('button', { name: 'Planlegg' }).click()
  await expect(page.getByText(/Meldingen sendes/)).toBeVisible()
  await page.goto(`${program.url}/sms?state=queued`)
  await expect(messages(page).getByText(/Planlagt/)).toBeVisible()
  await messages(page).getByRole('button', { name: 'Stopp', exact: true }).click()
  await expect(page.getByText('Meldingen er stoppet.')).toBeVisible()
  await expect(page.getByText('Ingen SMS passer med valgene.')).toBeVisible()
})

test('an answer that never came leaves the message uncertain, until somebody judges', async ({ page }) => {
  await enter(page)
  const doubtful = await idOf('/api/companies', { name: 'Tvilsom AS', mobile: '40 00 05 00' })
  await page.goto(`${program.url}/companies/${doubtful}/info`)
  await page.getByRole('button', { name: 'Kommunikasjon' }).click()
  await page.getByRole('group', { name: 'Send SMS' }).getByRole('menuitem').click()
  const dialog = page.getByRole('dialog', { name: 'Send SMS til Tvilsom AS' })
  await dialog.getByLabel('Tekst').fill('Hei')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('tab', { name: 'SMS' }).click()
  await expect(messages(page).getByText(/Kan være sendt/)).toBeVisible()
  await messages(page).getByRole('button', { name: 'Send på nytt' }).click()
  const question = page.getByRole('dialog', { name: 'Send på nytt' })
  await expect(question.getByText(/kan mottakeren få den to ganger/)).toBeVisible()
  await isAccessible(page)
  await question.getByRole('button', { name: 'Avbryt' }).click()
  await messages(page).getByRole('button', { name: 'Regn som sendt' }).click()
  await expect(messages(page).getByText('Sendt', { exact: true })).toBeVisible()
})

test('on a phone, in the dark and in English', async ({ page }) => {
  await enter(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.evaluate(() => localStorage.setItem('language', 'en'))
  const fits = async () => {
    await isAccessible(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  }
  await page.goto(`${program.url}/sms`)
  await expect(page.getByRole('heading', { name: 'Text messages' })).toBeVisible()
  await fits()
  await page.goto(`${program.url}/settings/sms`)
  await expect(page.getByLabel('Sender')).toHaveValue('Fjell')
  await fits()
  await page.goto(`${program.url}/companies/${nordlys}/info?below=sms`)
  await page.getByRole('button', { name: 'Send a text message', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Send a text message to Nordlys Elektro AS' })
  await dialog.getByLabel('Text').fill('Smil 😀')
  await expect(dialog.getByText(/room for 70 in each part/)).toBeVisible()
  await fits()
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(page.getByText('The message is in the queue.')).toBeVisible()
})
