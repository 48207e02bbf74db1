import { expect, type Page } from '@playwright/test'
import { startProgram } from './own-program.ts'
import { fillSignIn, fingerOf, isAccessible, kari, test } from './story.ts'

test.describe.configure({ mode: 'serial' })

const ola = { email: 'ola@fjellregnskap.example', password: 'sola står opp i øst' }
let program: Awaited<ReturnType<typeof startProgram>>

test.beforeAll(async () => {
  test.setTimeout(120_000)
  program = await startProgram({})
  const call = caller()
  await call('POST', '/api/setup', { ...kari, firm_name: 'Fjell Regnskap AS', name: 'Kari Nordmann' })
  const invited = await call('POST', '/api/invitations', {
    ...{ email: ola.email, name: 'Ola Hansen', role: 'user', rights: { crm: 'change' } },
  })
  const token = String(invited.link).split('/').at(-1)
  await caller()('POST', '/api/invitations/accept', { token, name: 'Ola Hansen', password: ola.password })
  await call('POST', '/api/companies', { name: 'Nordlys Elektro AS', email: 'post@nordlys.example' })
})
test.afterAll(() => program.stop())

function caller() {
  let cookie = ''
  return async (method: string, path: string, body: object) => {
    const reply = await fetch(program.url + path, {
      method,
      headers: { 'kundebok-client': 'test', 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    })
    cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? cookie
    const text = await reply.text()
    return (text ? JSON.parse(text) : {}) as Record<string, unknown>
  }
}

async function enter(page: Page, who: typeof kari, path: string) {
  await page.goto(`${program.url}/sign-in`)
  await fillSignIn(page, who)
  await expect(page).not.toHaveURL(/sign-in/)
  await page.goto(program.url + path)
}

const week = '/calendar?view=week&on=2027-01-13'
const grid = (page: Page) => page.getByRole('region', { name: 'Kalender time for time' })
const event = (page: Page, name: string | RegExp) => grid(page).getByRole('link', { name })
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const undo = (page: Page, said: string) =>
  page.getByRole('alert').filter({ hasText: said }).getByRole('button', { name: 'Angre' })
const isSaved = (page: Page) => expect(page.getByRole('heading', { name: 'Ny avtale' })).toHaveCount(0)
const save = (page: Page) => page.getByRole('button', { name: 'Lagre', exact: true })

/** The middle of an hour in the column of a day; the grid shows days from Monday, hours from seven. */
async function placeOf(page: Page, weekday: number, hour: number) {
  const column = grid(page).locator('.grid-column').nth(weekday)
  const box = await column.boundingBox()
  if (!box) throw new Error('The column is not shown.')
  return { x: box.x + box.width / 2, y: box.y + (hour / 24) * box.height + 2 }
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }) {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x, from.y + 10, { steps: 2 })
  await page.mouse.move(to.x, to.y, { steps: 5 })
  await page.mouse.up()
}

test('an appointment is drawn in the calendar, moved to another day and stretched with the mouse', async ({ page }) => {
  await enter(page, kari, week)
  await expect(page.getByText('Uke 2', { exact: true })).toBeVisible()
  await isAccessible(page)
  await drag(page, await placeOf(page, 1, 9), await placeOf(page, 1, 10.45))
  await expect(page.getByRole('heading', { name: 'Ny avtale' })).toBeVisible()
  await expect(field(page, 'Klokkeslett, start')).toHaveValue('09:00')
  await expect(field(page, 'Klokkeslett, slutt')).toHaveValue('10:30')
  await page.getByLabel('Tittel').fill('Befaring')
  await save(page).click()
  await expect(event(page, /09:00–10:30, Befaring/)).toBeVisible()

  await event(page, /Befaring/).hover()
  const start = await placeOf(page, 1, 9.4)
  await drag(page, start, await placeOf(page, 3, 10.4))
  await expect(event(page, /10:00–11:30, Befaring/)).toBeVisible()
  await expect(page.getByText('Befaring er flyttet til tor. 14.1. 10:00–11:30.')).toBeVisible()
  const box = await event(page, /Befaring/).boundingBox()
  if (!box) throw new Error('The appointment is not shown.')
  await drag(page, { x: box.x + 20, y: box.y + box.height - 3 }, { x: box.x + 20, y: box.y + box.height + 45 })
  await expect(event(page, /10:00–12:30, Befaring/)).toBeVisible()
  await undo(page, 'slutter nå').click()
  await expect(event(page, /10:00–11:30, Befaring/)).toBeVisible()
})

test('with the keyboard alone it is made, moved, stretched, changed for one week of a series, and deleted', async ({
  page,
}) => {
  await enter(page, kari, week)
  await page.getByRole('button', { name: 'Ny avtale mandag 11. januar 2027' }).press('Enter')
  await page.getByLabel('Tittel').fill('Mandagsmøte')
  await field(page, 'Slutt').fill('10.01.2027')
  await page.getByLabel('Tittel').press('Control+s')
  await expect(page.getByText('Slutt må være etter start.')).toBeVisible()
  await isAccessible(page)
  await field(page, 'Slutt').fill('11.01.2027')
  await page.getByLabel('Gjentas').selectOption('Ukentlig')
  await page.getByLabel('Tittel').press('Control+s')
  await event(page, /09:00–10:00, Mandagsmøte/).press('Alt+ArrowDown')
  await page.getByRole('button', { name: 'Bare denne' }).press('Enter')
  await expect(event(page, /09:15–10:15, Mandagsmøte/)).toBeVisible()
  await event(page, /Mandagsmøte/).press('Alt+Shift+ArrowDown')
  await expect(event(page, /09:15–10:30, Mandagsmøte/)).toBeVisible()
  await page.getByRole('button', { name: 'Senere' }).press('Enter')
  await expect(page.getByText('Uke 3', { exact: true })).toBeVisible()
  await event(page, /09:00–10:00, Mandagsmøte/).press('Enter')
  await page.getByLabel('Sted').fill('Møterom 2')
  await save(page).press('Enter')
  await page.getByRole('button', { name: 'Denne og de som følger' }).press('Enter')
  await expect(event(page, /Mandagsmøte, Møterom 2/)).toBeVisible()
  await event(page, /Mandagsmøte/).press('Enter')
  await page.getByRole('button', { name: 'Slett' }).press('Enter')
  await page.getByRole('button', { name: 'Bare denne' }).press('Enter')
  await expect(page.getByText('Mandagsmøte er slettet.')).toBeVisible()
  await expect(event(page, /Mandagsmøte/)).toHaveCount(0)
  await undo(page, 'Mandagsmøte er slettet.').press('Enter')
  await expect(event(page, /Mandagsmøte/)).toBeVisible()

  // From this one on they are gone, and come back.
  await page.getByRole('button', { name: 'Senere' }).press('Enter')
  await expect(page.getByText('Uke 4', { exact: true })).toBeVisible()
  await event(page, /Mandagsmøte/).press('Enter')
  await page.getByRole('button', { name: 'Slett' }).press('Enter')
  await page.getByRole('button', { name: 'Denne og de som følger' }).press('Enter')
  await expect(page.getByText('Denne avtalen og de som følger, er slettet.')).toBeVisible()
  await expect(event(page, /Mandagsmøte/)).toHaveCount(0)
  await undo(page, 'de som følger, er slettet').press('Enter')
  await expect(event(page, /Mandagsmøte/)).toBeVisible()
  await event(page, /Mandagsmøte/).press('Alt+ArrowDown')
  await page.getByRole('button', { name: 'Denne og de som følger' }).press('Enter')
  await expect(event(page, /09:15–10:15, Mandagsmøte/)).toBeVisible()
  await undo(page, 'Mandagsmøte er flyttet til man. 25.1.').press('Enter')
  await expect(event(page, /09:00–10:00, Mandagsmøte/)).toBeVisible()
})

test('a colleague is invited and answers; of the private one he sees that she is busy', async ({ browser }) => {
  // His browser is in another part of the world; the calendar is in Norwegian time.
  const abroad = { timezoneId: 'America/New_York', locale: 'en-US' }
  const [hers, his] = [await (await browser.newContext()).newPage(), await (await browser.newContext(abroad)).newPage()]
  await enter(hers, kari, '/calendar/new?starts=2027-01-13T12:00:00Z&ends=2027-01-13T13:00:00Z')
  await hers.getByLabel('Tittel').fill('Planlegging')
  await hers.getByLabel('Legg til deltaker').fill('ola')
  await hers.getByRole('option', { name: 'Ola Hansen' }).click()
  await save(hers).click()
  await isSaved(hers)
  await hers.goto(`${program.url}/calendar/new?starts=2027-01-13T14:00:00Z&ends=2027-01-13T15:00:00Z`)
  await hers.getByLabel('Tittel').fill('Legetime')
  await hers.getByRole('switch', { name: 'Privat' }).check()
  await save(hers).click()
  await isSaved(hers)

  await enter(his, ola, week)
  await his.getByRole('button', { name: /Kolleger/ }).click()
  await his.getByRole('button', { name: 'Alle', exact: true }).click()
  await his.keyboard.press('Escape')
  await expect(grid(his).getByText('15:00–16:00, Opptatt, Kari Nordmann')).toBeAttached()
  await expect(his.getByText('Legetime')).toHaveCount(0)
  await expect(his.getByText('Tidene er norsk tid (Europe/Oslo).')).toBeVisible()
  await isAccessible(his)
  await event(his, /Planlegging.*Ola Hansen, ikke besvart/).click()
  await expect(his.getByText('Kari Nordmann har invitert deg.')).toBeVisible()
  await his.getByRole('button', { name: 'Godta' }).click()
  await expect(his.getByRole('button', { name: 'Godta' })).toHaveAttribute('aria-pressed', 'true')
  await isAccessible(his)

  await hers.goto(`${program.url}/calendar/new?starts=2027-01-13T12:30:00Z&ends=2027-01-13T13:30:00Z`)
  await hers.getByLabel('Legg til deltaker').fill('ola')
  await hers.getByRole('option', { name: 'Ola Hansen' }).click()
  await expect(hers.getByText('Ola Hansen: Planlegging, ons. 13.1. 13:00–14:00')).toBeVisible()
  await isAccessible(hers)
  await hers.context().close()
  await his.context().close()
})

test('from the card an appointment is made with the company, confirmed to it, and stands in the tab', async ({
  page,
}) => {
  await enter(page, kari, '/companies')
  await page.getByRole('link', { name: 'Nordlys Elektro AS', exact: true }).click()
  await page.getByRole('button', { name: 'Handlinger', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Ny avtale' }).click()
  await expect(page.getByRole('list', { name: 'Deltakere' })).toContainText('Nordlys Elektro AS')
  await page.getByLabel('Tittel').fill('Årsgjennomgang')
  await field(page, 'Start').fill('15.01.2090')
  await save(page).click()
  await expect(page.getByRole('dialog')).toContainText('post@nordlys.example')
  await isAccessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Avbryt' }).click()
  await page.getByRole('tab', { name: 'Avtaler (1)' }).click()
  await expect(page.getByRole('list', { name: 'Kommende' })).toContainText('Årsgjennomgang')
  await isAccessible(page)
})

test('the month has its holidays, and on a phone there are agenda and day, in English too', async ({ page }) => {
  await enter(page, kari, '/calendar?view=month&on=2026-12-10')
  await expect(page.getByText('1. juledag')).toBeVisible()
  await isAccessible(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${program.url}/calendar?view=agenda&on=2027-01-11`)
  await expect(page.getByRole('link', { name: /Planlegging/ })).toBeVisible()
  await isAccessible(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.getByText('Dag', { exact: true }).click()
  await expect(grid(page)).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.evaluate(() => localStorage.setItem('language', 'en'))
  await page.goto(`${program.url}/calendar?view=day&on=2027-01-13`)
  await page
    .getByRole('link', { name: /13:00–14:00, Planlegging/ })
    .first()
    .click()
  await expect(page.getByLabel('Title')).toHaveValue('Planlegging')
  await isAccessible(page)
})

test('with a finger that rests on it an appointment is moved; one that does not rest scrolls', async ({ browser }) => {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  await enter(page, kari, '/calendar?view=day&on=2027-01-14')
  await expect(event(page, /10:00–11:30, Befaring/)).toBeVisible()
  const middle = async () => {
    const box = await event(page, /Befaring/).boundingBox()
    if (!box) throw new Error('The appointment is not shown.')
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }
  const finger = await fingerOf(page)
  const from = await middle()
  await finger.down(from)
  await finger.move(from, { x: from.x, y: from.y - 96 })
  await finger.up()
  await expect.poll(async () => (await middle()).y).toBeLessThan(from.y - 20)
  await expect(event(page, /10:00–11:30, Befaring/)).toBeVisible()

  await event(page, /Befaring/).evaluate((one) => one.scrollIntoView({ block: 'center' }))
  // What was flung goes on a little.
  let held = await middle()
  await expect(async () => {
    const before = held
    await page.evaluate(async () => {
      for (let frames = 0; frames < 6; frames++) await new Promise(requestAnimationFrame)
    })
    held = await middle()
    expect(held).toEqual(before)
  }).toPass()
  await finger.down(held)
  await expect(grid(page).locator('.ghost')).toHaveText('10:00–11:30')
  await finger.move(held, { x: held.x, y: held.y + 96 })
  // Near the edge the grid goes along, a little farther than the finger.
  await expect(grid(page).locator('.ghost')).toHaveText(/^1[12]:\d\d–1[34]:\d\d$/)
  await finger.up()
  await expect(event(page, /1[12]:\d\d–1[34]:\d\d, Befaring/)).toBeVisible()
  await undo(page, 'Befaring er flyttet').click()
  await expect(event(page, /10:00–11:30, Befaring/)).toBeVisible()
  await context.close()
})

test('the month on a phone: marks in days, and a day opens by a press', async ({ browser }) => {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  await enter(page, kari, '/calendar?view=month&on=2027-01-14')
  const month = page.getByRole('region', { name: 'Kalender for måneden' })
  const mark = month.getByText('Befaring', { exact: true })
  await expect(mark).toBeVisible()
  await isAccessible(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await month.getByRole('button', { name: /14\. januar.*Avtaler: \d/ }).tap()
  await expect(event(page, /10:00–11:30, Befaring/)).toBeVisible()
  await context.close()
})
