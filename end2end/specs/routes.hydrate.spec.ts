import { expect, test } from '../support/test';

test('a link says where it has led, and takes the focus there', async ({ visitor, page }) => {
  await visitor.signUp();
  const said = page.locator('[role=status]').filter({ hasText: /Docket$/ });
  await expect(said).toHaveCount(0);
  await page.getByRole('link', { name: 'All tasks' }).press('Enter');
  await expect(said).toHaveText('Tasks · Docket');
  await expect(page.getByRole('heading', { level: 1, name: 'Tasks' })).toBeFocused();

  // A tab stays where it is, so it keeps the focus.
  await visitor.tasks.add('Buy milk');
  const upcoming = page.getByRole('link', { name: 'Upcoming' });
  await upcoming.press('Enter');
  await expect(said).toHaveText('Upcoming · Docket');
  await expect(upcoming).toBeFocused();
  await page.getByRole('link', { name: 'New chat' }).press('Enter');
  await expect(said).toHaveText('Docket');
  await page.goBack();
  await expect(said).toHaveText('Upcoming · Docket');
  await expect(page.getByRole('heading', { level: 1, name: 'Upcoming' })).toBeFocused();

  await page.getByRole('link', { name: 'All', exact: true }).click();
  await visitor.tasks.openPage('Buy milk');
  await expect(said).toHaveText('Buy milk · Docket');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('a conversation that begins is no other page, and another conversation is', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await chat.ask('Add buy milk', /buy milk/i);
  const said = page.locator('[role=status]').filter({ hasText: /Docket$/ });
  await expect(page).toHaveURL(/\/chat\/\d+$/);
  await expect(said).toHaveCount(0);
  await chat.newChat.click();
  await expect(said).toHaveText('Docket');
  await expect(chat.composer).toBeFocused();
  await chat.conversations.getByRole('link', { name: /milk/i }).first().click();
  await expect(said).toHaveText(/milk · Docket$/i);
  await expect(chat.composer).toBeFocused();
});

test('a page that is loaded keeps the focus at its top', async ({ visitor, page }) => {
  await visitor.signUp();
  await visitor.open('/settings');
  await expect(page.locator('[role=status]').filter({ hasText: /· Docket$/ })).toHaveCount(0);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
});
