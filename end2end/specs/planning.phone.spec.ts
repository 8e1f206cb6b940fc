import { expect, test } from '../support/test';

test('the pages of tasks fit a small screen, and their targets a finger', async ({ visitor, page }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks');
  await tasks.addLine(`Call ${'Donaudampfschiff'.repeat(8)} tomorrow at 17:00 every week p1 #Home @phone`, /Donau/);
  for (const path of ['/tasks', '/tasks/upcoming', '/tasks/today', '/tasks/done', '/tasks/list/Home']) {
    await visitor.open(path);
    const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(content, path).toBeLessThanOrEqual(screen);
  }
  await visitor.open('/tasks');
  for (const target of [tasks.handle(/Donau/), tasks.button('Edit', 'Call'), page.getByRole('link', { name: 'Upcoming' })]) {
    const box = await target.boundingBox();
    expect(box!.height).toBeGreaterThanOrEqual(44);
  }
  await tasks.button('Edit', 'Call').tap();
  await tasks.region.getByRole('link', { name: /^More of/ }).tap();
  await expect(page).toHaveURL(/\/tasks\/\d+$/);
  await visitor.hydrated();
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(content).toBeLessThanOrEqual(screen);
});
