import { readFile } from 'node:fs/promises';
import { expect, test } from '../support/test';

test('somebody changes their name', async ({ visitor, page }) => {
  const who = await visitor.signUp();
  await visitor.open('/settings');
  const { settings } = visitor;
  await expect(settings.name).toHaveValue(who.name);
  await expect(settings.account).toContainText(who.email);
  await settings.rename('Ada King');
  await settings.says('Saved.');
  await expect(settings.name).toHaveValue('Ada King');
  await expect(page.locator('.account-name')).toHaveText('Ada King');
  await visitor.reload();
  await expect(settings.name).toHaveValue('Ada King');

  const long = 'x'.repeat(201);
  await settings.rename(long);
  await expect(settings.name).toHaveAccessibleDescription(/at most 200/);
  await expect(settings.name).toHaveValue(long);
});

test('somebody changes their password', async ({ visitor, page }) => {
  const who = await visitor.signUp();
  await visitor.open('/settings');
  const { settings } = visitor;
  await expect(settings.endSessions).toBeChecked();
  await settings.setPassword('not my password', 'another password');
  await expect(settings.currentPassword).toHaveAccessibleDescription('This is not your password.');
  await visitor.hydrated();
  await settings.allowAnyPassword();
  await settings.setPassword(who.password, 'short');
  await expect(settings.newPassword).toHaveAccessibleDescription(/at least 8/);
  expect(await page.content()).not.toContain('not my password');
  await visitor.hydrated();

  await settings.setPassword(who.password, 'another password');
  await settings.says('Your password is changed.');
  await expect(settings.currentPassword).toHaveValue('');
  await visitor.logOut();
  await visitor.logIn({ ...who, password: 'another password' });
});

test('somebody logs out their other devices', async ({ visitor, another }) => {
  const who = await visitor.signUp();
  const [phone, tablet] = [await another(), await another()];
  for (const device of [phone, tablet]) await device.logIn(who);
  await visitor.open('/settings');
  const { settings } = visitor;
  await expect(settings.devices).toHaveCount(3);
  await expect(settings.devices.first()).toContainText('Chrome on');
  await expect(settings.devices.first()).toContainText('This device');
  await expect(settings.devices.first().getByRole('button')).toHaveCount(0);

  // The newest device comes right after this one.
  await settings.logOut(settings.devices.nth(1));
  await settings.says('That device is logged out.');
  await expect(settings.devices).toHaveCount(2);
  await tablet.open('/tasks');
  await expect(tablet.page).toHaveURL('/login?next=%2Ftasks');
  await phone.open('/tasks');
  await expect(phone.page).toHaveURL('/tasks');

  await visitor.hydrated();
  await settings.logOutOthers.click();
  await expect(settings.devices).toHaveCount(1);
  await expect(settings.logOutOthers).toBeHidden();
  await phone.open('/tasks');
  await expect(phone.page).toHaveURL('/login?next=%2Ftasks');
  await visitor.reload();
  await expect(settings.devices).toHaveCount(1);
});

test('a changed password logs out other devices, unless it should not', async ({ visitor, another }) => {
  const who = await visitor.signUp();
  const phone = await another();
  await phone.logIn(who);
  await visitor.open('/settings');
  const { settings } = visitor;
  await settings.endSessions.uncheck();
  await settings.setPassword(who.password, 'another password');
  await settings.says('Your password is changed.');
  await phone.open('/tasks');
  await expect(phone.page).toHaveURL('/tasks');

  await visitor.open('/settings');
  await settings.setPassword('another password', 'third password');
  await settings.says('Your password is changed.');
  await expect(settings.devices).toHaveCount(1);
  await phone.open('/tasks');
  await expect(phone.page).toHaveURL('/login?next=%2Ftasks');
  await visitor.open('/tasks');
  await expect(visitor.page).toHaveURL('/tasks');
});

test('somebody takes their data along', async ({ visitor, page }) => {
  const who = await visitor.signUp();
  await visitor.open('/settings');
  const download = page.waitForEvent('download');
  await visitor.settings.exportLink.click();
  const data = JSON.parse(await readFile(await (await download).path(), 'utf8'));
  expect(data.user.email).toBe(who.email);
});

test('somebody deletes their account', async ({ visitor, page }) => {
  const who = await visitor.signUp();
  await visitor.open('/settings');
  const { settings } = visitor;
  await settings.delete('somebody@example.org', who.password);
  await expect(settings.confirmation).toHaveAccessibleDescription(/not the e-mail address/);
  await expect(settings.confirmation).toHaveValue('somebody@example.org');
  await visitor.hydrated();
  await settings.delete(who.email, 'not my password');
  await expect(settings.password).toHaveAccessibleDescription('This is not your password.');
  await visitor.hydrated();
  await settings.delete(who.email, who.password);
  await expect(page).toHaveURL('/');
  await visitor.open('/chat');
  await expect(page).toHaveURL('/login');
  await visitor.account.logIn(who.email, who.password);
  await expect(visitor.account.alert).toBeVisible();
});
