import { expect, type Page } from '@playwright/test'
import { fingerOf, isAccessible, kari, signIn, test } from './story.ts'

let company: string

/** A day as it is typed, so many days from today in Norway. */
const today = Temporal.Now.plainDateISO('Europe/Oslo')
const typed = (later: number) => {
  const { day, month, year } = today.add({ days: later })
  return [String(day).padStart(2, '0'), String(month).padStart(2, '0'), year].join('.')
}
const iso = (later: number) => today.add({ days: later }).toString()

test.beforeEach(async ({ page }) => {
  // By itself the story begins on an empty installation.
  const { needed } = await api(page, 'GET', '/api/setup')
  if (needed)
    await page.request.fetch('/api/setup', {
      ...{ method: 'POST', headers: { 'kundebok-client': 'test' } },
      data: { ...kari, firm_name: 'Fjell Regnskap AS', name: 'Kari Nordmann' },
    })
  await signIn(page)
  company ??= (await api(page, 'POST', '/api/companies', { name: 'Fjordkraft Verft AS' })).id
})

async function api(page: Page, method: string, path: string, data?: object) {
  const reply = await page.request.fetch(path, {
    method,
    headers: { 'kundebok-client': 'test' },
    ...(data ? { data } : {}),
  })
  expect(reply.ok(), path).toBe(true)
  return reply.json()
}
const make = (page: Page, title: string, more: object = {}) => api(page, 'POST', '/api/tasks', { title, ...more })
const planner = async (page: Page, query = '') => {
  await page.goto(`/tasks${query}`)
  await expect(page.getByRole('heading', { name: 'Oppgaver', level: 1 })).toBeVisible()
}
const column = (page: Page, name: string | RegExp) => page.getByRole('region', { name })
const notice = (page: Page, text: string) => page.getByRole('alert').filter({ hasText: text })

test('a task made on the card is on its tab and in the planner; what is wrong is said at its field', async ({
  page,
}) => {
  await page.goto(`/companies/${company}/info`)
  await page.getByRole('button', { name: 'Handlinger', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Ny oppgave' }).click()
  const dialog = page.getByRole('dialog', { name: 'Ny oppgave' })
  await expect(dialog.getByRole('combobox', { name: 'Bedrift' })).toHaveValue('Fjordkraft Verft AS')
  await dialog.getByLabel('Frist', { exact: true }).fill(typed(1))
  await dialog.getByLabel('Start', { exact: true }).fill(typed(2))
  await dialog.getByRole('button', { name: 'Lagre' }).click()
  await expect(dialog.getByText('Må fylles ut.')).toBeVisible()
  await expect(dialog.getByText('Fristen kan ikke være før starten.')).toBeVisible()
  await isAccessible(page)
  await dialog.getByLabel(/^Tittel/).fill('Ring om tilbudet')
  await dialog.getByLabel('Start', { exact: true }).fill(typed(0))
  await dialog.getByRole('button', { name: 'Lagre' }).click()
  await expect(dialog).toHaveCount(0)
  await page.getByRole('tab', { name: 'Oppgaver (1)' }).click()
  await expect(page.getByRole('list', { name: 'Oppgaver' })).toContainText('Ring om tilbudet')
  await isAccessible(page)
  await page.getByRole('navigation', { name: 'Hovedsider' }).getByRole('link', { name: 'Oppgaver' }).click()
  await expect(page.getByRole('heading', { name: 'I morgen' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Ring om tilbudet' })).toBeVisible()
  await isAccessible(page)
})

test('what is typed stays when the dialog is closed, and the form follows per cent and status', async ({ page }) => {
  await planner(page)
  await page.getByRole('button', { name: 'Ny oppgave' }).click()
  const dialog = page.getByRole('dialog', { name: 'Ny oppgave' })
  await dialog.getByLabel(/^Tittel/).fill('Halvferdig')
  await page.keyboard.press('Escape')
  await page.reload()
  await page.getByRole('button', { name: 'Ny oppgave' }).click()
  await expect(dialog.getByLabel(/^Tittel/)).toHaveValue('Halvferdig')
  await dialog.getByLabel('Fullført (%)').fill('100')
  await expect(dialog.getByLabel('Status')).toHaveValue('done')
  await dialog.getByLabel('Status').selectOption('Venter')
  await expect(dialog.getByLabel('Fullført (%)')).toHaveValue('50')
  await dialog.getByRole('button', { name: 'Avbryt' }).click()
  await page.getByRole('button', { name: 'Ny oppgave' }).click()
  await expect(dialog.getByLabel(/^Tittel/)).toHaveValue('')
})

test('a task that recurs is completed by one press: the next is there, and goes again with undo', async ({ page }) => {
  await planner(page)
  await page.getByRole('button', { name: 'Ny oppgave' }).click()
  const dialog = page.getByRole('dialog', { name: 'Ny oppgave' })
  await dialog.getByLabel(/^Tittel/).fill('Ukerapport')
  await dialog.getByLabel('Frist', { exact: true }).fill(typed(0))
  await dialog.getByLabel('Gjentas').selectOption('Ukentlig')
  await dialog.getByText('man', { exact: true }).click()
  await dialog.getByText('ons', { exact: true }).click()
  await expect(dialog.getByText('Gjentas hver mandag og onsdag.')).toBeVisible()
  await dialog.getByLabel('Slutter').selectOption('På en dag')
  await dialog.getByLabel('Siste dag').fill('31.12.2099')
  await expect(dialog.getByText('Gjentas hver mandag og onsdag til 31.12.2099.')).toBeVisible()
  await isAccessible(page)
  await dialog.getByRole('button', { name: 'Lagre' }).click()
  await expect(dialog).toHaveCount(0)
  await page.getByRole('button', { name: 'Fullfør Ukerapport' }).click()
  await expect(notice(page, '«Ukerapport» er utført.')).toBeVisible()
  await isAccessible(page)
  const list = async () => (await api(page, 'GET', '/api/tasks?view=all&q=ukerapport')).items
  expect(await list()).toMatchObject([{ status: 'not_started' }])
  await notice(page, '«Ukerapport» er utført.').getByRole('button', { name: 'Angre' }).click()
  await expect.poll(list).toMatchObject([{ due_on: iso(0), status: 'not_started', percent_complete: 0 }])
})

test('by the mouse a card is dragged to another status and to another day', async ({ page }) => {
  await make(page, 'Dra meg', { due_on: iso(0) })
  await planner(page, '?as=status')
  await page.getByRole('link', { name: 'Dra meg' }).dragTo(column(page, 'Venter'), { targetPosition: { x: 60, y: 60 } })
  await expect(notice(page, '«Dra meg» er flyttet til venter.')).toBeVisible()
  await expect(column(page, 'Venter').getByText('Dra meg')).toBeVisible()
  await isAccessible(page)
  // All columns of the week are in sight.
  await page.setViewportSize({ width: 2200, height: 900 })
  await page.getByText('Uke', { exact: true }).click()
  await expect(column(page, 'Uten frist')).toBeVisible()
  await page.getByRole('link', { name: 'Dra meg' }).dragTo(column(page, 'Uten frist'), {
    // Below it lies the notice of the move before.
    targetPosition: { x: 60, y: 60 },
  })
  await expect(column(page, 'Uten frist').getByText('Dra meg')).toBeVisible()
  await isAccessible(page)
})

test('by the keyboard alone a card is moved, opened, and a row is put off from its menu', async ({ page }) => {
  await make(page, 'Flytt meg', { due_on: iso(-1) })
  await planner(page, '?as=status&q=flytt')
  await page.getByRole('link', { name: 'Flytt meg' }).focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect(column(page, 'Pågår').getByRole('link', { name: 'Flytt meg' })).toBeVisible()
  await planner(page, '?q=flytt')
  await expect(page.getByRole('heading', { name: 'Forfalt' })).toBeVisible()
  await page.getByRole('link', { name: 'Flytt meg' }).focus()
  await page.keyboard.press('Space')
  await expect(page.getByRole('group', { name: '1 valgt' })).toBeVisible()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Oppgave' })
  await expect(dialog.getByLabel(/^Tittel/)).toBeFocused()
  await expect(dialog.getByLabel('Status')).toHaveValue('in_progress')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Handlinger for Flytt meg' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Åpne' })).toBeFocused()
  await isAccessible(page)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: 'I morgen' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'I morgen' })).toBeVisible()
})

test('a right-click has what the button has; a selection is put off, given away and deleted, and taken back', async ({
  page,
}) => {
  for (const title of ['Bunke en', 'Bunke to']) await make(page, title, { due_on: iso(0) })
  await planner(page, '?q=bunke')
  await page.getByText('Bunke en').click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Velg dag …' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('checkbox', { name: 'Velg Bunke en' }).click()
  await page.getByRole('checkbox', { name: 'Velg Bunke to' }).click()
  await isAccessible(page)
  await page.getByRole('group', { name: '2 valgt' }).getByRole('button', { name: 'Utsett til' }).click()
  await page.getByRole('menuitem', { name: 'Velg dag …' }).click()
  const dialog = page.getByRole('dialog', { name: 'Utsett til' })
  await dialog.getByRole('textbox', { name: 'Frist' }).fill('32.13.2026')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('Skriv en dato som 31.12.2026.')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Frist' }).fill(typed(40))
  await page.keyboard.press('Enter')
  await expect(notice(page, `2 oppgaver er flyttet til ${typed(40)}.`)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Senere', exact: true })).toBeVisible()
  await page.getByRole('checkbox', { name: 'Velg Bunke en' }).click()
  await page.getByRole('checkbox', { name: 'Velg Bunke to' }).click()
  await page.getByRole('group', { name: '2 valgt' }).getByRole('button', { name: 'Slett' }).click()
  await expect(page.getByText('Ingen oppgaver passer.')).toBeVisible()
  await notice(page, '2 oppgaver er slettet.').getByRole('button', { name: 'Angre' }).click()
  await expect(page.getByRole('link', { name: 'Bunke to' })).toBeVisible()
})

test('when a colleague saved first, nothing that was typed is lost', async ({ page }) => {
  const task = await make(page, 'Vi skriver begge', { description: 'Første' })
  await page.goto(`/tasks/${task.id}`)
  const dialog = page.getByRole('dialog', { name: 'Oppgave' })
  await dialog.getByLabel('Beskrivelse').fill('Min beskrivelse')
  await page.request.fetch(`/api/tasks/${task.id}`, {
    method: 'PUT',
    headers: { 'kundebok-client': 'test', 'if-match': '"1"' },
    data: { title: 'Kollegaens tittel', description: 'Kollegaens' },
  })
  await dialog.getByRole('button', { name: 'Lagre' }).click()
  await expect(dialog.getByText('En kollega lagret mens du skrev.')).toBeVisible()
  await expect(dialog.getByLabel(/^Tittel/)).toHaveValue('Kollegaens tittel')
  await expect(dialog.getByRole('textbox', { name: 'Beskrivelse' })).toHaveValue('Min beskrivelse')
  await isAccessible(page)
  await dialog.getByRole('button', { name: 'Lagre' }).click()
  await expect(dialog).toHaveCount(0)
  expect(await api(page, 'GET', `/api/tasks/${task.id}`)).toMatchObject({
    ...{ title: 'Kollegaens tittel', description: 'Min beskrivelse' },
  })
})

test('on a phone, and in English, a task is found, completed and opened', async ({ page }) => {
  await make(page, 'På farten', { due_on: iso(0), company_id: company })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.evaluate(() => localStorage.setItem('language', 'en'))
  await page.goto('/tasks')
  await expect(page.getByRole('heading', { name: 'Tasks', level: 1 })).toBeVisible()
  await page.getByRole('textbox', { name: 'Search the tasks' }).fill('farten')
  await page.getByRole('link', { name: 'På farten' }).click()
  await expect(page.getByRole('dialog', { name: 'Task' }).getByLabel('Repeats')).toBeVisible()
  await isAccessible(page)
  await page.getByRole('dialog', { name: 'Task' }).getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Complete På farten' }).click()
  await expect(notice(page, '“På farten” is done.')).toBeVisible()
  await page.getByRole('button', { name: 'Closed' }).click()
  await expect(page.getByRole('button', { name: 'Reopen På farten' })).toBeVisible()
  await isAccessible(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
})

test('with a finger that rests on it a card is taken to another status', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    baseURL: baseURL ?? '',
    hasTouch: true,
    viewport: { width: 1024, height: 768 },
  })
  const page = await context.newPage()
  await signIn(page)
  await make(page, 'Flytt meg med fingeren', { due_on: iso(0) })
  await planner(page, '?as=status&q=fingeren')
  const card = column(page, 'Ikke startet').getByText('Flytt meg med fingeren')
  const [from, to] = [await card.boundingBox(), await column(page, 'Pågår').boundingBox()]
  if (!from || !to) throw new Error('The board is not shown.')
  const [at, there] = [
    { x: from.x + 30, y: from.y + 8 },
    { x: to.x + to.width / 2, y: to.y + 120 },
  ]
  const finger = await fingerOf(page)
  await finger.down(at)
  await expect(page.locator('.held-card')).toHaveText('Flytt meg med fingeren')
  await finger.move(at, there)
  await expect(column(page, 'Pågår')).toHaveAttribute('data-over')
  await finger.up()
  await expect(column(page, 'Pågår').getByText('Flytt meg med fingeren')).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await context.close()
})
