import { expect, test } from '../support/test';

test('the page fits a small screen', async ({ visitor, page }) => {
  const fits = async () => {
    const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(content, page.url()).toBeLessThanOrEqual(screen);
  };
  for (const path of ['/', '/signup', '/login', '/forgot-password', '/reset-password?token=none']) {
    await visitor.open(path);
    await fits();
  }
  await visitor.signUp();
  await visitor.chat.ask(`Add a task to ${'Donaudampfschiff'.repeat(10)}`, /Donaudampfschiff/i);
  await expect(visitor.chat.composer).toBeInViewport();
  await expect(visitor.chat.sendButton).toBeInViewport();
  await expect(visitor.chat.lastReply).toBeInViewport();
  await fits();
  for (const path of ['/chat', '/tasks', '/settings', '/conversations', '/search?q=Donaudampfschiff']) {
    await visitor.open(path);
    await fits();
  }
});

test('tasks are within reach on a phone', async ({ visitor, page }) => {
  await visitor.signUp();
  await visitor.chat.ask('Add a task to buy milk', /buy milk/i);
  await visitor.open('/tasks');
  const box = page.getByRole('checkbox', { name: /buy milk/i });
  await box.tap();
  await expect(box).toBeChecked();
});
