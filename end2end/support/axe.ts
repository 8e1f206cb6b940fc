import AxeBuilder from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';
import type { Visitor } from '../pages/visitor';

/** WCAG 2.0 to 2.2, levels A and AA, and axe's own best practices. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Checks the page with axe, in light and in dark colours. `state` describes what the page shows. */
export async function expectAccessible(visitor: Visitor, state: string): Promise<void> {
  const page = visitor.javaScript ? visitor.page : await copied(visitor.page);
  // On a page without frames the legacy mode finds the same, and needs no second page.
  const axe = () => new AxeBuilder({ page }).setLegacyMode();
  await expectNoFaults(page, 'light', axe().withTags(rules), state);
  await expectNoFaults(page, 'dark', axe().withRules('color-contrast'), state);
  if (page !== visitor.page) await page.context().close();
}

async function expectNoFaults(page: Page, colorScheme: 'light' | 'dark', axe: AxeBuilder, state: string): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await finishTransitions(page);
  const { violations } = await axe.analyze();
  const faults = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary}`),
  );
  expect.soft(faults, `${state}, ${colorScheme}`).toEqual([]);
}

/** Ends transitions, because axe would measure a colour between the old and the new one. Endless animations go on. */
async function finishTransitions(page: Page): Promise<void> {
  await page.evaluate(() => {
    const ends = (animation: Animation) => Number.isFinite(Number(animation.effect?.getComputedTiming().endTime));
    document.getAnimations().filter(ends).forEach((animation) => animation.finish());
  });
}

/** axe is a script. This copies a page without JavaScript to one where scripts may run, except the page's own. */
async function copied(page: Page): Promise<Page> {
  const body = await page.content();
  const context = await page.context().browser()!.newContext({ javaScriptEnabled: true, viewport: page.viewportSize() });
  const copy = await context.newPage();
  await copy.route('**/pkg/**/*.js', (route) => route.abort());
  await copy.route(page.url(), (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
  await copy.goto(page.url());
  return copy;
}
