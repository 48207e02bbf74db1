// What every story needs: the administrator of the firm that the first story makes, and the judge of accessibility.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test as base } from '@playwright/test'

export const kari = { email: 'kari@fjellregnskap.example', password: 'rolig som en fjord' }

export async function fillSignIn(page: Page, { email, password }: typeof kari) {
  await page.getByLabel('E-post').fill(email)
  await page.getByLabel(/^Passord/).fill(password)
  await page.getByRole('button', { name: 'Logg inn' }).click()
}

/** Whoever came along in a story leaves with it: their open pages would go on living, and take the time of those after them. */
export const test = base.extend<{ leave: undefined }>({
  leave: [
    async ({ browser }, use) => {
      await use(undefined)
      for (const context of browser.contexts()) await context.close()
    },
    { auto: true },
  ],
})

/** Whatever page the person begins at, the story begins at the list of companies. */
export async function signIn(page: Page, who = kari) {
  await page.goto('/sign-in')
  await fillSignIn(page, who)
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page).not.toHaveURL(/sign-in/)
  await page.goto('/companies')
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
}

/** WCAG 2.2 AA, as far as axe can tell. */
export async function isAccessible(page: Page) {
  // What comes while axe looks is judged half faded in: what is wrong is wrong the next time, too.
  await expect(async () => {
    await isStill(page)
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  }).toPass({ timeout: 10_000 })
}

/** Menus and notices fade in; colours are judged when they have. A button that waits turns for ever. */
function isStill(page: Page) {
  return page.evaluate(async () => {
    // What was only just put there begins to fade in with the frame after the next.
    for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame)
    await Promise.all(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getTiming().iterations !== Infinity)
        .map(({ finished }) => finished.catch(() => {})),
    )
  })
}

type Place = { x: number; y: number }

/** A finger on the screen of a page that has touch. */
export async function fingerOf(page: Page) {
  const browser = await page.context().newCDPSession(page)
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', places: Place[]) =>
    browser.send('Input.dispatchTouchEvent', { type, touchPoints: places })
  return {
    down: (at: Place) => send('touchStart', [at]),
    /** In steps, as a finger goes. */
    move: async (from: Place, to: Place) => {
      for (let step = 1; step <= 8; step++)
        await send('touchMove', [
          { x: from.x + ((to.x - from.x) * step) / 8, y: from.y + ((to.y - from.y) * step) / 8 },
        ])
    },
    up: () => send('touchEnd', []),
  }
}

/** On a phone in the dark the page is accessible too, and no wider than the screen. */
export async function fitsPhone(page: Page) {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await isAccessible(page)
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1440, height: 900 })
}
