import { createHash, randomBytes } from 'node:crypto';
import { expectAccessible } from '../support/axe';
import { Callback } from '../support/callback';
import { expect, test } from '../support/test';
import type { Server } from '../support/server';

// axe is slow, especially on a busy machine.
test.slow();

/** An app on this computer that has registered itself. */
class App {
  private readonly verifier = randomBytes(32).toString('base64url');

  private constructor(
    private readonly server: Server,
    readonly callback: Callback,
    readonly id: string,
  ) {}

  static async register(server: Server, name: string): Promise<App> {
    const callback = await Callback.listen();
    const answer = await fetch(`${server.url}/oauth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_name: name, redirect_uris: [callback.address] }),
    });
    expect(answer.status).toBe(201);
    return new App(server, callback, ((await answer.json()) as { client_id: string }).client_id);
  }

  /** Where it sends a person. */
  get page(): string {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: this.id,
      redirect_uri: this.callback.address,
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      state: 'a state',
      resource: `${this.server.url}/mcp`,
    });
    return `/oauth/authorize?${query}`;
  }

  /** Exchanges the code of the address to which the person was sent back. */
  async connect(address: URL): Promise<Record<string, string>> {
    const answer = await fetch(`${this.server.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: address.searchParams.get('code')!,
        client_id: this.id,
        redirect_uri: this.callback.address,
        code_verifier: this.verifier,
      }),
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as Record<string, string>;
  }
}

test('somebody makes a token, sees it once, and revokes it', async ({ visitor, page, server }) => {
  const who = await visitor.signUp();
  await visitor.open('/settings');
  const { settings } = visitor;
  await settings.makeToken('Backup', 'read', 'not my password');
  await expect(settings.tokenPassword).toHaveAccessibleDescription('This is not your password.');
  await visitor.hydrated();
  await settings.makeToken('Backup', 'write', who.password);
  await expect(settings.madeToken).toHaveValue(/^docket_pat_[A-Za-z0-9]{40}$/);
  const token = await settings.madeToken.inputValue();
  await expectAccessible(visitor, 'a new token');
  const knock = async () =>
    (await fetch(`${server.url}/api/models`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect(await knock()).toBe(200);
  await expect(settings.tokens).toHaveCount(1);
  await expect(settings.tokens.first()).toContainText('Backup');
  await expect(settings.tokens.first()).toContainText('read and change');

  await visitor.reload();
  await expect(settings.tokens).toHaveCount(1);
  expect(await page.content()).not.toContain(token);
  await settings.tokens.first().getByRole('button', { name: 'Revoke Backup', exact: true }).click();
  await settings.says('That token is revoked.');
  await expect(settings.tokens).toHaveCount(0);
  expect(await knock()).toBe(401);
});

test('somebody allows an app and disconnects it', async ({ visitor, page, server }) => {
  const who = await visitor.signUp();
  await visitor.logOut();
  const app = await App.register(server, 'Test App');
  await page.goto(app.page);
  await expect(page).toHaveURL(/\/login\?next=/);
  await visitor.hydrated();
  await visitor.account.logIn(who.email, who.password);
  await expect(page.getByRole('heading', { name: 'Connect Test App?', exact: true })).toBeVisible();
  await expect(page.getByText(who.email)).toBeVisible();
  await expect(page.getByText('a program on this computer')).toBeVisible();
  await expectAccessible(visitor, 'the consent page');
  await page.getByRole('radio', { name: /^only see/ }).check();
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
  const address = await app.callback.returned(page);
  expect(address.searchParams.get('state')).toBe('a state');
  expect(address.searchParams.get('iss')).toBe(server.url);
  const tokens = await app.connect(address);
  expect(tokens.scope).toBe('read');

  await visitor.open('/settings');
  const { settings } = visitor;
  await expect(settings.apps).toHaveCount(1);
  await expect(settings.apps.first()).toContainText('Test App');
  await expect(settings.apps.first()).toContainText('on your computer');
  await expectAccessible(visitor, 'a connected app');
  await settings.apps.first().getByRole('button', { name: 'Disconnect Test App', exact: true }).click();
  await settings.says('That app is disconnected.');
  await expect(settings.apps).toHaveCount(0);
  app.callback.close();
});

test('somebody refuses an app, or is somebody else', async ({ visitor, page, server }) => {
  await visitor.signUp();
  const app = await App.register(server, 'Test App');
  await page.goto(app.page);
  await page.getByRole('button', { name: 'Not you?', exact: true }).click();
  await expect(page).toHaveURL(/\/login\?next=/);
  await visitor.hydrated();
  const other = { name: 'Grace', email: `grace-${Date.now()}@example.org`, password: 'correct horse battery' };
  await page.getByRole('link', { name: 'Create an account', exact: true }).click();
  await visitor.hydrated();
  await visitor.account.signUp(other);
  await expect(page.getByText(other.email)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  expect((await app.callback.returned(page)).searchParams.get('error')).toBe('access_denied');

  await page.goto(app.page.replace('callback', 'elsewhere'));
  await expect(page.getByRole('alert')).toContainText('may be an attack');
  await expectAccessible(visitor, 'a refused app');
  app.callback.close();
});
