import { expect, test } from '../support/test';

test('titles of another direction stay in their place', async ({ visitor, page }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  const turned = '\u202Eabc';
  await tasks.add(turned);
  await tasks.add('شراء الحليب');
  const label = (text: string) => page.locator('label').filter({ hasText: text });
  const direction = (text: string) => label(text).evaluate((element) => getComputedStyle(element).direction);
  const isolation = (text: string) => label(text).evaluate((element) => getComputedStyle(element).unicodeBidi);
  expect(await direction('شراء الحليب')).toBe('rtl');
  expect(await direction(turned)).toBe('ltr');
  expect(await isolation(turned)).toMatch(/isolate/);
});
