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
  // Menus and notices fade in; colours are judged when they have. A button that waits turns for ever.
  await page.evaluate(async () => {
    // What was only just put there begins to fade in with the frame after the next.
    for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame)
    await Promise.all(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getTiming().iterations !== Infinity)
        .map(({ finished }) => finished.catch(() => {})),
    )
  })
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}
