import { chromium, type Page, type Response } from '@playwright/test'
import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Fetch } from './measure.ts'
import { inputOf } from './scenarios.ts'

type Company = { id: string; version: number } & Record<string, unknown>
type Figure = { what: string; figure: number; unit: string; budget: string }

/** What the person at the screen waits for, in a real browser; the median of twenty. */
export async function* measureBrowser(port: number, cookie: string, call: Fetch): AsyncGenerator<Figure> {
  const path = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((program) => existsSync(program))
  const browser = await chromium.launch({
    ...(path ? { executablePath: path } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  try {
    const context = await browser.newContext({
      baseURL: `http://127.0.0.1:${port}`,
      viewport: { width: 1440, height: 900 },
    })
    const [name = '', value = ''] = cookie.split('=')
    await context.addCookies([{ name, value, url: `http://127.0.0.1:${port}` }])
    const page = await context.newPage()
    const [first_load, ahead] = await measureFirstLoad(page)
    yield { what: 'first load, JavaScript gzip', figure: first_load, unit: 'kB', budget: 'first_load_gzip_kb' }
    yield { what: 'fetched ahead when the page rests', figure: ahead, unit: 'kB', budget: '' }
    const click = await median(() => clickToCard(page))
    yield { what: 'click to card', figure: click, unit: 'ms', budget: 'click_to_card_ms' }
    const key = await median(() => typeToHits(page))
    yield { what: 'keystroke to hits', figure: key, unit: 'ms', budget: 'keystroke_to_hits_ms' }
    const seen = await median(() => changeToScreen(page, call))
    yield { what: "another's change on an open card", figure: seen, unit: 'ms', budget: 'change_seen_ms' }
  } finally {
    await browser.close()
  }
}

async function median(work: () => Promise<number>) {
  const figures: number[] = []
  for (let turn = 0; turn < 20; turn++) figures.push(await work())
  return figures.toSorted((a, b) => a - b)[10] ?? 0
}

/**
 * Bytes of scripts, packed by gzip whatever the browser takes: until the list of companies stands, and what is fetched
 * when nobody has asked for anything for some seconds (web/platform/code-ahead.ts).
 */
async function measureFirstLoad(page: Page): Promise<[number, number]> {
  const sizes: Promise<number>[] = []
  const weigh = (reply: Response) => {
    if (reply.request().resourceType() === 'script')
      sizes.push(reply.body().then((bytes) => gzipSync(bytes, { level: 9 }).length))
  }
  page.on('response', weigh)
  await page.goto('/companies')
  await page.getByRole('heading', { level: 1 }).waitFor()
  // Until no more comes for a second; the network is never idle, for the stream of changes stays open.
  for (let seen = -1, since = 0; performance.now() - since < 1_000; await wait(50)) {
    if (seen !== sizes.length) since = performance.now()
    seen = sizes.length
  }
  const first = sizes.length
  await wait(5_000)
  page.off('response', weigh)
  const all = await Promise.all(sizes)
  const sum = (some: number[]) => some.reduce((total, size) => total + size, 0) / 1_000
  return [sum(all.slice(0, first)), sum(all.slice(first))]
}

/**
 * In the page itself, so that the driver's own time is not in it: from the event to the change that shows it. The list has
 * stood for some seconds, as it has when a person chooses from it; the pointer comes with the click.
 */
async function clickToCard(page: Page) {
  await page.goto('/companies')
  const link = page.locator('main a[href*="/companies/"][href$="/info"]').nth(Math.floor(Math.random() * 8))
  await link.waitFor()
  await wait(5_000)
  await link.hover()
  return link.evaluate(
    (element) =>
      new Promise<number>((resolve, reject) => {
        setTimeout(() => reject(new Error('The card did not open.')), 5_000)
        const name = element.textContent?.trim() ?? ''
        const begun = performance.now()
        const watch = new MutationObserver(() => {
          if (document.querySelector('h1')?.textContent?.includes(name)) {
            watch.disconnect()
            requestAnimationFrame(() => resolve(performance.now() - begun))
          }
        })
        watch.observe(document.body, { childList: true, subtree: true, characterData: true })
        ;(element as HTMLElement).click()
      }),
  )
}

/** From the key that ends a word to the frame in which other hits stand than before it. */
async function typeToHits(page: Page) {
  const field = page.getByRole('combobox').first()
  const words = ['nor', 'byg', 'han', 'fjo', 'ber', 'ole', 'kar', 'ros']
  const word = words[Math.floor(Math.random() * words.length)] ?? 'nor'
  await field.fill('')
  await page.locator('#hits [role=option]').first().waitFor({ state: 'detached' })
  await field.pressSequentially(word.slice(0, 2))
  await page.locator('#hits [role=option]').first().waitFor()
  await wait(300)
  // Watching begins before the key is pressed, so the promise must not be awaited here.
  await page.evaluate(() => {
    const hits = document.querySelector('#hits')
    const typed = new Promise<number>((resolve) =>
      document.addEventListener('keydown', () => resolve(performance.now()), { once: true, capture: true }),
    )
    const shown = new Promise<number>((resolve, reject) => {
      setTimeout(() => reject(new Error('The hits did not change.')), 5_000)
      const before = hits?.textContent
      new MutationObserver((_changes, watch) => {
        if (hits?.textContent === before) return
        watch.disconnect()
        requestAnimationFrame(() => resolve(performance.now()))
      }).observe(document.body, { childList: true, subtree: true, characterData: true })
    })
    Object.assign(globalThis, { took: Promise.all([typed, shown]).then(([from, to]) => to - from) })
  })
  await field.press(word.slice(2))
  return page.evaluate(() => (globalThis as unknown as { took: Promise<number> }).took)
}

/** From the sending of a change, by another program, to its standing on a card that is open; the driver's time is in it. */
async function changeToScreen(page: Page, call: Fetch) {
  await page.goto('/companies')
  await page.locator('main a[href*="/companies/"][href$="/info"]').first().click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByRole('tab').first().waitFor()
  // Until the stream of changes is open.
  await wait(500)
  const id = /companies\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
  const company = (await call('GET', `/api/companies/${id}`)) as Company
  const nickname = `Kalt ${Date.now()}`
  const begun = performance.now()
  await call('PUT', `/api/companies/${id}`, inputOf(company, { nickname }), company.version)
  await page.getByText(nickname).first().waitFor()
  return performance.now() - begun
}
