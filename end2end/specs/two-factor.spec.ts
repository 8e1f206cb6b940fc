import { readFile } from 'node:fs/promises';
import { code } from '../support/authenticator';
import { expectAccessible } from '../support/axe';
import { expect, test } from '../support/test';

test('somebody logs in with two factors', async ({ visitor, page }) => {
  const who = await visitor.signUp();
  await visitor.open('/settings');
  const card = page.getByRole('region', { name: 'Two-factor log-in', exact: true });
  const password = card.getByLabel('Your password', { exact: true });
  await password.fill('not my password');
  await card.getByRole('button', { name: 'Set up' }).click();
  await expect(password).toHaveAccessibleDescription('This is not your password.');
  await visitor.hydrated();
  await password.fill(who.password);
  await card.getByRole('button', { name: 'Set up' }).click();
  await expect(card.getByRole('img', { name: 'QR code' })).toBeVisible();
  await visitor.hydrated();
  await expectAccessible(visitor, 'a new secret');
  const key = await card.locator('code').innerText();
  expect(key).toMatch(/^([A-Z2-7]{4} ){12}[A-Z2-7]{4}$/);
  const codes = (await card.locator('pre').innerText()).trim().split('\n');
  expect(codes).toHaveLength(10);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    card.getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('docket-recovery-codes.txt');
  expect((await readFile(await file.path(), 'utf8')).split('\n')).toEqual(codes);
  await expect(card.getByRole('button', { name: 'Copy' })).toHaveCount(visitor.javaScript ? 1 : 0);

  const field = card.getByRole('textbox', { name: 'Code', exact: true });
  await field.fill('000000');
  await card.getByRole('button', { name: 'Turn on' }).click();
  await expect(field).toHaveAccessibleDescription(/not right/);
  await visitor.hydrated();
  await field.fill(code(key));
  await card.getByRole('button', { name: 'Turn on' }).click();
  await visitor.settings.says('Two-factor log-in is on.');
  await expect(card).toContainText('10 recovery codes are left');

  // A code of the app.
  await visitor.logOut();
  await visitor.open('/login?next=%2Ftasks');
  await visitor.account.logIn(who.email, who.password);
  await expect(page).toHaveURL('/login/two-factor?next=%2Ftasks');
  await visitor.hydrated();
  await expectAccessible(visitor, 'the second step');
  const second = page.getByRole('textbox', { name: 'Code', exact: true });
  await expect(second).toHaveAttribute('inputmode', 'numeric');
  await second.fill('000000');
  await visitor.account.logInButton.click();
  await expect(second).toHaveAccessibleDescription(/not right/);
  await visitor.hydrated();
  await second.fill(code(key, 1));
  await visitor.account.logInButton.click();
  await expect(page).toHaveURL('/tasks');
  await visitor.hydrated();

  // A recovery code, and trust.
  await visitor.logOut();
  await visitor.open('/login');
  await visitor.account.logIn(who.email, who.password);
  await expect(page).toHaveURL('/login/two-factor');
  await visitor.hydrated();
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
  await expect(page).toHaveURL('/login/two-factor?recovery=1');
  await visitor.hydrated();
  await page.getByRole('textbox', { name: 'Recovery code' }).fill(codes[0] as string);
  await page.getByRole('checkbox', { name: 'Trust this device for 30 days' }).check();
  await visitor.account.logInButton.click();
  await expect(page).toHaveURL('/chat');
  await visitor.hydrated();
  await visitor.logOut();
  await visitor.logIn(who);

  await visitor.open('/settings');
  await expect(card).toContainText('9 recovery codes are left');
  await password.fill(who.password);
  await card.getByRole('button', { name: 'New recovery codes' }).click();
  await expect(card.locator('pre')).toBeVisible();
  await visitor.hydrated();
  expect((await card.locator('pre').innerText()).trim().split('\n')).toHaveLength(10);
  await password.fill(who.password);
  await card.getByRole('button', { name: 'Turn off' }).click();
  await visitor.settings.says('Two-factor log-in is off.');
  await visitor.logOut();
  await visitor.logIn(who);
});

test('who comes to the second step without the first can go back', async ({ visitor, page }) => {
  await visitor.open('/login/two-factor');
  await page.getByRole('textbox', { name: 'Code', exact: true }).fill('123456');
  await visitor.account.logInButton.click();
  await expect(visitor.account.alert).toHaveText('This log-in has ended. Log in again.');
  await visitor.hydrated();
  await page.getByRole('link', { name: 'Back to log-in' }).click();
  await expect(page).toHaveURL('/login');
});
