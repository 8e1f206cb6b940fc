import { expect, test } from '../support/test';

test('what takes a fresh log-in leads to the log-in page and back', async ({ visitor, page, server }) => {
  const who = await visitor.signUp();
  await server.ageSessions();
  await visitor.open('/settings');
  const card = page.getByRole('region', { name: 'Two-factor log-in', exact: true });
  await card.getByLabel('Your password', { exact: true }).fill(who.password);
  await card.getByRole('button', { name: 'Set up' }).click();
  await expect(page).toHaveURL('/login?again=1&next=%2Fsettings');
  await visitor.hydrated();
  await visitor.account.logIn(who.email, who.password);
  await expect(page).toHaveURL('/settings');
  await visitor.hydrated();
  await card.getByLabel('Your password', { exact: true }).fill(who.password);
  await card.getByRole('button', { name: 'Set up' }).click();
  await expect(card.getByRole('img', { name: 'QR code' })).toBeVisible();
});
