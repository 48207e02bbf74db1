import { expect, type Page } from '@playwright/test'
import { startMapsFake } from '#server/places/maps.fake.ts'
import { startProgram } from './own-program.ts'
import { fillSignIn, fitsPhone, isAccessible, kari, test } from './story.ts'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

let program: Awaited<ReturnType<typeof startProgram>>
let maps: Awaited<ReturnType<typeof startMapsFake>>

test.beforeAll(async () => {
  maps = await startMapsFake()
  program = await startProgram({
    ...{ GEOCODER_URL: maps.geocoder_url, TILE_URL: maps.tile_url, TILE_ATTRIBUTION: '© Kartverket' },
    TILE_ATTRIBUTION_URL: 'https://www.kartverket.no/',
  })
  const reply = await fetch(`${program.url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'kundebok-client': 'story' },
    body: JSON.stringify({ firm_name: 'Fjell Regnskap AS', name: 'Kari Nordmann', ...kari }),
  })
  expect(reply.status).toBe(204)
})
test.afterAll(async () => {
  await program.stop()
  await maps.stop()
})

async function enter(page: Page) {
  await page.goto(`${program.url}/sign-in`)
  await fillSignIn(page, kari)
  await expect(page).not.toHaveURL(/sign-in/)
}
const service = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const state = (page: Page, name: string) => service(page, name).getByRole('status')
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })

async function register(page: Page, name: string, website = '') {
  await page.goto(`${program.url}/companies/new`)
  await field(page, 'Navn').first().fill(name)
  if (website) await field(page, 'Nettside').fill(website)
}
async function saveAndOpenServices(page: Page, name: string) {
  await page.keyboard.press('Control+S')
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await page.getByRole('tab', { name: 'Tjenester' }).click()
}

test('an address completes while it is typed, and stands on the map of the card a moment after', async ({ page }) => {
  await enter(page)
  await register(page, 'Polarbåt AS', 'polarbat.example')
  const postal = page.getByRole('group', { name: 'Postadresse' })
  await postal.getByLabel('Gate eller postboks').pressSequentially('ole tob')
  await expect(page.getByRole('option', { name: 'Ole Tobias Olsens gate 3, 8610 Mo i Rana' })).toBeVisible()
  await isAccessible(page)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(postal.getByLabel('Gate eller postboks')).toHaveValue('Ole Tobias Olsens gate 3')
  await expect(postal.getByLabel('Postnr.')).toHaveValue('8610')
  await expect(postal.getByLabel('Poststed')).toHaveValue('Mo i Rana')
  const picture = page.waitForResponse((reply) => reply.url().includes('/api/map-tiles/') && reply.ok())
  await saveAndOpenServices(page, 'Polarbåt AS')
  await expect(state(page, 'Kart')).toHaveText('Klar')
  await picture
  const map = page.getByRole('region', { name: 'Kart over Ole Tobias Olsens gate 3, 8610 Mo i Rana, Norge' })
  await expect(map.getByRole('link', { name: '© Kartverket' })).toHaveAttribute('href', 'https://www.kartverket.no/')
  await isAccessible(page)
  // By the keys alone: nearer, and a bit to the east.
  const nearer = page.waitForResponse((reply) => /\/api\/map-tiles\/16-/.test(reply.url()))
  await map.focus()
  await page.keyboard.press('+')
  await page.keyboard.press('ArrowRight')
  await nearer
  await page.keyboard.press('Home')
  await fitsPhone(page)
})

test('the way there, the directories and the website are links out of the program', async ({ page }) => {
  await enter(page)
  await page.goto(`${program.url}/companies`)
  await page.getByRole('link', { name: 'Polarbåt AS', exact: true }).click()
  await page.getByRole('link', { name: 'Vis postadresse på kartet' }).click()
  const directions = service(page, 'Veibeskrivelse')
  await expect(directions).toContainText('Firmaet har ingen adresse ennå.')
  const google = directions.getByRole('link', { name: /^Google Maps/ })
  await expect(google).toHaveAttribute(
    'href',
    /destination=Ole\+Tobias\+Olsens\+gate\+3%2C\+8610\+Mo\+i\+Rana%2C\+Norge$/,
  )
  await expect(google).toHaveAttribute('rel', 'noopener noreferrer')
  await expect(directions.getByRole('link', { name: /^OpenStreetMap/ })).toHaveAttribute(
    'href',
    /route=%3B66\.3128%2C14\.1428$/,
  )
  await expect(service(page, 'Nettside').getByRole('link', { name: /^Åpne nettsiden/ })).toHaveAttribute(
    'href',
    'https://polarbat.example',
  )
  const lookup = service(page, 'Nummersøk')
  await expect(lookup.getByRole('link', { name: /^Gule Sider/ })).toHaveAttribute(
    'href',
    'https://www.gulesider.no/Polarb%C3%A5t%20AS/bedrifter',
  )
  // What is lacking leads to its field.
  await lookup.getByRole('button', { name: 'Fyll ut telefon' }).click()
  await expect(field(page, 'Telefon')).toBeFocused()
  await page.keyboard.type('75 12 34 56')
  await page.keyboard.press('Control+S')
  await expect(page.getByRole('link', { name: 'Slå opp nummeret i 1881 nummersøk' })).toHaveAttribute(
    'href',
    'https://www.1881.no/?query=75123456',
  )
})

test('a company of which nothing is known says of each service what it lacks; a box is no place to go', async ({
  page,
}) => {
  await enter(page)
  await register(page, 'Tom Eske AS')
  await saveAndOpenServices(page, 'Tom Eske AS')
  for (const name of ['Kart', 'Veibeskrivelse', 'Nettside']) await expect(state(page, name)).toHaveText('Mangler data')
  await service(page, 'Veibeskrivelse').getByRole('button', { name: 'Fyll ut postadresse' }).press('Enter')
  const street = page.getByRole('group', { name: 'Postadresse' }).getByLabel('Gate eller postboks')
  await expect(street).toBeFocused()
  await page.keyboard.type('Postboks 12')
  await page.keyboard.press('Tab')
  await page.keyboard.type('0101')
  await page.keyboard.press('Control+S')
  await expect(page.getByRole('heading', { name: 'Tom Eske AS', level: 1 })).toBeVisible()
  await expect(service(page, 'Kart')).toContainText('Adressen er en postboks, og den står ikke på kartet.')
  await expect(service(page, 'Veibeskrivelse')).toContainText('Adressen er en postboks. Dit kan ingen kjøre.')
  await expect(page.getByRole('link', { name: /på kartet$/ })).toHaveCount(0)
  await isAccessible(page)
})

test('while the register is down one types on, and the map says so and can be asked again; nobody knows some addresses', async ({
  page,
}) => {
  await enter(page)
  maps.state.failure = 'error'
  await register(page, 'Nedetid AS')
  const postal = page.getByRole('group', { name: 'Postadresse' })
  await postal.getByLabel('Gate eller postboks').pressSequentially('Bryggen 5')
  await expect(page.getByText('Adresseregisteret svarer ikke akkurat nå. Skriv adressen selv.')).toBeVisible()
  await postal.getByLabel('Postnr.').fill('5003')
  await expect(postal.getByLabel('Poststed')).toHaveValue('Bergen')
  await saveAndOpenServices(page, 'Nedetid AS')
  await expect(service(page, 'Kart')).toContainText('Kartverket svarer ikke akkurat nå.', { timeout: 30_000 })
  maps.state.failure = null
  await page.getByRole('button', { name: 'Endre' }).click()
  await postal.getByLabel('Gate eller postboks').fill('Ingensteds vei 1')
  await page.keyboard.press('Control+S')
  await expect(service(page, 'Kart')).toContainText(
    'Kartverket kjenner ikke adressen Ingensteds vei 1, 5003 Bergen, Norge.',
    { timeout: 60_000 },
  )
})

test('the firm chooses its own directories; a faulty link is told at its field', async ({ page }) => {
  await enter(page)
  await page.goto(`${program.url}/settings/firm`)
  const section = page.getByRole('region', { name: 'Nummersøk' })
  await section.getByRole('button', { name: 'Legg til katalog' }).click()
  await section.getByRole('textbox', { name: 'Navn på katalog 5' }).fill('Firmaboka')
  const link = section.getByRole('textbox', { name: 'Lenke til Firmaboka' })
  await link.fill('https://firma.example/sok')
  await link.press('Enter')
  await expect(section.getByText('Skriv lenken med https:// og minst én av')).toBeVisible()
  await expect(link).toBeFocused()
  await isAccessible(page)
  await link.fill('https://firma.example/sok?q={org_number}')
  await section.getByRole('button', { name: 'Fjern Gule Sider' }).click()
  await section.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByText('Katalogene er lagret.')).toBeVisible()
  await fitsPhone(page)
  await page.goto(`${program.url}/companies`)
  await page.getByRole('link', { name: 'Polarbåt AS', exact: true }).click()
  await page.getByRole('tab', { name: 'Tjenester' }).click()
  await expect(service(page, 'Nummersøk')).toContainText('Firmaboka: mangler org.nr.')
  await expect(service(page, 'Nummersøk').getByRole('link', { name: /^Gule Sider/ })).toHaveCount(0)
})

test('all of a search stands on the map, together where it is near; the rest is listed with what it lacks', async ({
  page,
}) => {
  await enter(page)
  for (const [name, street, code] of [
    ['Karl AS', 'Karl Johans gate 1', '0154'],
    ['Johan AS', 'Karl Johans gate 11', '0154'],
    ['Brygga AS', 'Bryggen 5', '5003'],
  ]) {
    await page.request.post(`${program.url}/api/companies`, {
      headers: { 'kundebok-client': 'story' },
      data: { name, postal_address: { street, postal_code: code, city: code === '5003' ? 'Bergen' : 'Oslo' } },
    })
    const { items } = await (await page.request.get(`${program.url}/api/companies?q=${name}`)).json()
    await page.request.post(`${program.url}/api/companies/${items[0].id}/places`, {
      headers: { 'kundebok-client': 'story' },
    })
  }
  await page.goto(`${program.url}/companies`)
  await page.getByRole('link', { name: 'Kart', exact: true }).click()
  await expect(async () => {
    await page.reload()
    await expect(page.getByText('4 på kartet')).toBeVisible({ timeout: 2_000 })
  }).toPass()
  const map = page.getByRole('region', { name: 'Kart med 4 bedrifter' })
  await expect(map.getByRole('button', { name: 'Brygga AS' })).toBeVisible()
  await isAccessible(page)
  await map.getByRole('button', { name: /^2 bedrifter, blant dem/ }).press('Enter')
  await expect(map.getByRole('link', { name: 'Johan AS' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(map.getByRole('link', { name: 'Johan AS' })).toHaveCount(0)
  await page.getByRole('button', { name: /uten kjent sted$/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Uten kjent sted' })
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Tom Eske AS' })).toContainText('Postboks')
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Nedetid AS' })).toContainText('Ikke i adresseregisteret')
  await isAccessible(page)
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: 'Søk i listen' }).fill('brygga')
  await expect(page.getByText('1 på kartet')).toBeVisible()
  await fitsPhone(page)
  await page.evaluate(() => localStorage.setItem('language', 'en'))
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Companies on the map' })).toBeVisible()
  await page.getByRole('region', { name: 'Map with one company' }).getByRole('button', { name: 'Brygga AS' }).click()
  await page
    .getByRole('region', { name: /^Map with/ })
    .getByRole('link', { name: 'Brygga AS' })
    .click()
  await page.getByRole('tab', { name: 'Services' }).click()
  await expect(state(page, 'Map')).toHaveText('Ready')
  await isAccessible(page)
})

test('a browser without WebGL has the same map of plain pictures', async ({ page }) => {
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null
  })
  await enter(page)
  await page.goto(`${program.url}/companies/map?q=brygga`)
  const map = page.getByRole('region', { name: 'Kart med én bedrift' })
  const nearer = page.waitForResponse((reply) => reply.url().includes('/api/map-tiles/16-') && reply.ok())
  await map.getByRole('button', { name: 'Zoom inn' }).click()
  await nearer
  await expect(map.getByRole('button', { name: 'Brygga AS' })).toBeVisible()
  maps.state.failure = 'error'
  await map.focus()
  for (let times = 0; times < 12; times++) await page.keyboard.press('ArrowLeft')
  await expect(page.getByText('Kartbildet kan ikke hentes akkurat nå.')).toBeVisible()
  maps.state.failure = null
})
