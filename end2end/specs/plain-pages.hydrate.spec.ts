import { expect, test } from '../support/test';
import { person } from '../pages/person';

test('pages that nobody keeps open load no client', async ({ visitor, page }) => {
  const clients: string[] = [];
  page.on('request', (request) => request.url().endsWith('.wasm') && clients.push(new URL(page.url()).pathname));
  for (const path of ['/', '/login', '/signup', '/forgot-password']) await visitor.open(path);
  expect(clients).toEqual([]);
  await visitor.signUp();
  expect(clients).toEqual(['/chat']);
  for (const path of ['/settings', '/search?q=milk', '/conversations', '/nowhere']) await visitor.open(path);
  expect(clients).toEqual(['/chat']);
});

test('a page with the client leads to one without it, and back', async ({ visitor, page }) => {
  await visitor.signUp();
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible();
  await expect(page.locator('body[data-plain]')).toBeAttached();
  await page.goBack();
  await expect(page).toHaveURL('/chat');
  await visitor.hydrated();
  await visitor.chat.say('hello');
  await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('hello');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: /^\d+ results?$/ })).toBeVisible();
});

test('the reader goes on where the page says what became of a form', async ({ visitor, page }) => {
  const who = await visitor.signUp();
  await visitor.open('/settings');
  const tokens = page.getByRole('region', { name: 'Access tokens', exact: true });
  await tokens.getByLabel('Name of the token', { exact: true }).fill('Script');
  await tokens.getByLabel('Your password', { exact: true }).fill('not the password');
  await tokens.getByRole('button', { name: 'Make a token', exact: true }).click();
  const field = tokens.getByLabel('Your password', { exact: true });
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toBeFocused();
  await expect(field).toBeInViewport();

  await visitor.settings.makeToken('Script', 'read', who.password);
  await expect(visitor.settings.madeToken).toBeInViewport();

  const account = page.getByRole('region', { name: 'Account', exact: true });
  await account.getByRole('button', { name: 'Save name', exact: true }).click();
  const saved = account.getByText('Saved.', { exact: true });
  await expect(saved).toBeFocused();
  await expect(saved).toBeInViewport();
  await visitor.reload();
  await expect(saved).toHaveCount(0);
});

test('a double click sends a form once', async ({ visitor, page }) => {
  await visitor.open('/signup');
  const who = person();
  await page.getByLabel('Name', { exact: true }).fill(who.name);
  await page.getByLabel('Email', { exact: true }).fill(who.email);
  await page.getByLabel('Password', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: 'Create account', exact: true }).dblclick();
  await expect(page).toHaveURL('/chat');
});
