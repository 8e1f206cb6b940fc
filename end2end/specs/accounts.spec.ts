import { person } from '../pages/person';
import { expect, test } from '../support/test';

test('somebody signs up, logs out and logs in again', async ({ visitor }) => {
  const who = await visitor.signUp();
  await visitor.logOut();
  await visitor.logIn(who);
});

test('the pages of a person are closed to strangers', async ({ visitor, page }) => {
  for (const path of ['/chat', '/chat/1', '/tasks', '/settings']) {
    await visitor.open(path);
    await expect(page, path).toHaveURL(/\/login/);
    await expect(visitor.account.logInButton).toBeVisible();
  }
});

test('logging out closes them again', async ({ visitor, page }) => {
  await visitor.signUp();
  await visitor.logOut();
  await visitor.open('/chat');
  await expect(page).toHaveURL(/\/login/);
});

test('the front page is open to everybody', async ({ visitor }) => {
  expect((await visitor.open('/'))?.ok()).toBe(true);
  await visitor.signUp();
  expect((await visitor.open('/'))?.ok()).toBe(true);
});

test('a wrong password is refused and the e-mail kept', async ({ visitor, page }) => {
  const who = await visitor.signUp();
  await visitor.logOut();
  await visitor.account.logIn(who.email, 'not my password');
  await expect(visitor.account.alert).toBeVisible();
  await expect(page).toHaveURL(/\/login/);
  await expect(visitor.account.email).toHaveValue(who.email);
  // Only the password was wrong.
  await visitor.hydrated();
  await visitor.account.password.fill(who.password);
  await visitor.account.logInButton.click();
  await expect(page).toHaveURL('/chat');
});

test('an unknown e-mail is refused in the same words as a wrong password', async ({ visitor }) => {
  const who = await visitor.signUp();
  await visitor.logOut();
  await visitor.account.logIn(who.email, 'not my password');
  const words = await visitor.account.alert.innerText();
  await visitor.open('/login');
  await visitor.account.logIn(person().email, 'not my password');
  await expect(visitor.account.alert).toHaveText(words);
});

test('an e-mail address can be used once', async ({ visitor, page }) => {
  const who = await visitor.signUp();
  await visitor.logOut();
  await visitor.open('/signup');
  await visitor.account.signUp({ ...who, email: who.email.toUpperCase(), password: 'another password' });
  await expect(visitor.account.email).toHaveAttribute('aria-invalid', 'true');
  await expect(page).toHaveURL(/\/signup/);
  await visitor.logIn(who);
});

test('a short password is refused at its field, and the rest of the form kept', async ({ visitor, page }) => {
  const who = { ...person('Grace'), password: 'short' };
  await visitor.open('/signup');
  await visitor.account.signUp(who);
  await expect(visitor.account.password).toHaveJSProperty('validity.tooShort', true); // the browser says so first
  await visitor.account.allowAnything();
  await visitor.account.createButton.click();
  await expect(visitor.account.password).toHaveAttribute('aria-invalid', 'true');
  await expect(visitor.account.password).toHaveAccessibleDescription(/at least 8 characters/i);
  await expect(page).toHaveURL(/\/signup/);
  await expect(visitor.account.name).toHaveValue(who.name);
  await expect(visitor.account.email).toHaveValue(who.email);
});

test('no password comes back in a page or an address', async ({ visitor, page }) => {
  const secret = 'hunter2 hunter2';
  await visitor.open('/login');
  await visitor.account.logIn(person().email, secret);
  await expect(visitor.account.alert).toBeVisible();
  expect(page.url()).not.toContain('hunter2');
  expect(await page.content()).not.toContain('hunter2');
});
