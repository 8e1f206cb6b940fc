import type { Server } from '../support/server';
import { expect, test } from '../support/test';

/** The path of a link that resets a person's password. The operator's command makes it. */
async function resetLink(server: Server, email: string): Promise<string> {
  const { url } = JSON.parse(await server.command('user', 'reset-link', email, '--json'));
  const { origin, pathname, search } = new URL(url);
  expect(origin).toBe(server.url);
  return pathname + search;
}

test('somebody who forgot their password chooses a new one by a link, once', async ({ visitor, another, page, server }) => {
  const who = await visitor.signUp();
  const elsewhere = await another();
  await elsewhere.logIn(who);

  // The link also works in a browser that is still logged in.
  const link = await resetLink(server, who.email);
  await visitor.open(link);
  await visitor.account.newPassword.fill('another horse battery');
  await visitor.account.setButton.click();
  await expect(page).toHaveURL('/login?reset=1');
  await expect(page.getByRole('status')).toHaveText(/your password is changed/i);
  await visitor.hydrated();

  await visitor.account.logIn(who.email, who.password);
  await expect(visitor.account.alert).toBeVisible();
  await visitor.logIn({ ...who, password: 'another horse battery' });
  await elsewhere.open('/chat');
  await expect(elsewhere.page).toHaveURL(/\/login/);

  await visitor.open(link);
  await expect(visitor.account.alert).toHaveText(/has been used or has expired/i);
  await expect(visitor.account.setButton).toHaveCount(0);
  await page.getByRole('link', { name: 'Ask for a new one' }).click();
  await expect(page).toHaveURL('/forgot-password');
});

test('a password that is too short is refused at its field, and the link goes on working', async ({ visitor, page, server }) => {
  const who = await visitor.signUp();
  await visitor.open(await resetLink(server, who.email));
  await visitor.account.allowAnything();
  await visitor.account.newPassword.fill('short');
  await visitor.account.setButton.click();
  await expect(visitor.account.newPassword).toHaveAttribute('aria-invalid', 'true');
  await expect(visitor.account.newPassword).toHaveAccessibleDescription(/at least 8 characters/i);
  // The form also works after a reload, because the address still holds the token.
  await visitor.reload();
  await visitor.account.newPassword.fill('another horse battery');
  await visitor.account.setButton.click();
  await expect(page).toHaveURL('/login?reset=1');
});

test('the page of a link tells its address to nobody', async ({ visitor, page, server }) => {
  const who = await visitor.signUp();
  await visitor.logOut();
  const link = await resetLink(server, who.email);
  const token = new URLSearchParams(link.split('?')[1]).get('token') as string;
  const told: string[] = [];
  page.on('request', async (request) => {
    const headers = await request.allHeaders().catch(() => ({}));
    if (JSON.stringify(headers).includes(token) && !request.isNavigationRequest()) told.push(request.url());
  });
  await visitor.open(link);
  expect(await page.title()).toBe('Choose a new password · Docket');
  await page.getByRole('link', { name: 'Back to log-in' }).click();
  await expect(page).toHaveURL('/login');
  expect(await page.evaluate(() => document.referrer)).not.toContain(token);
  expect(told).toEqual([]);
});

test('without mail the log-in page leads to whom to ask', async ({ visitor, page }) => {
  await visitor.open('/login');
  await visitor.account.forgotLink.click();
  await expect(page).toHaveURL('/forgot-password');
  await expect(page.getByRole('main')).toContainText(/ask its operator/i);
});
