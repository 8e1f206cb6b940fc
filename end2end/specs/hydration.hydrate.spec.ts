import { person } from '../pages/person';
import { expect, Gate, test } from '../support/test';

test('forms work while the script is still on its way', async ({ visitor, page }) => {
  const arrived = new Gate();
  await page.route('**/*.wasm', async (route) => {
    await arrived.opened;
    await route.continue().catch(() => undefined); // the page that asked may be gone
  });
  await page.goto('/signup', { waitUntil: 'domcontentloaded' }); // "load" may include the script
  await visitor.account.signUp(person());
  await expect(page).toHaveURL('/chat');
  await visitor.chat.composer.fill('Add a task to buy milk');
  await visitor.chat.sendButton.click();
  await expect(page).toHaveURL(/\/chat\/\d+$/);
  await expect(visitor.chat.lastReply).toContainText(/buy milk/i);
  await expect(visitor.tasks.box(/buy milk/i)).toBeVisible();

  // Text that is typed before the page is hydrated stays.
  await visitor.chat.composer.fill('half a sente');
  arrived.open();
  await visitor.hydrated();
  await expect(visitor.chat.composer).toHaveValue('half a sente');
});

test('once hydrated, the page stays while somebody works in it', async ({ visitor, page }) => {
  await visitor.signUp();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await visitor.chat.ask('Add a task to buy milk', /buy milk/i);
  await visitor.tasks.tick('Buy milk', true);
  await visitor.chat.startNew();
  await visitor.chat.ask('Hello', /./);
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
});

test('logging out reloads the page, so that nothing of one person stays in its memory', async ({ visitor, page }) => {
  await visitor.signUp();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await visitor.logOut();
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(false);
});

test('the keyboard is enough', async ({ visitor, page }) => {
  await visitor.signUp();
  await visitor.chat.composer.focus();
  await page.keyboard.type('Add a task to buy milk');
  await page.keyboard.press('Enter');
  await expect(visitor.tasks.box(/buy milk/i)).toBeVisible();
  await expect(visitor.chat.composer).toBeFocused();
  await visitor.tasks.box(/buy milk/i).focus();
  await page.keyboard.press('Space');
  await expect(visitor.tasks.box(/buy milk/i)).toBeChecked();
});
