import { Visitor } from '../pages/visitor';
import { BrowserLog } from '../support/browser-log';
import { Server } from '../support/server';
import { TlsProxy } from '../support/tls';
import { expect, test } from '../support/test';

test('behind a proxy with HTTPS, a session has a cookie that no other host can set', async ({
  browser,
  contextOptions,
  javaScriptEnabled,
}, info) => {
  const proxy = await TlsProxy.start();
  const server = await Server.start({ BETTER_AUTH_URL: proxy.url }, info.outputPath('server.log'));
  try {
    proxy.target = server.url;
    const baseURL = proxy.url;
    const context = await browser.newContext({ ...contextOptions, baseURL, javaScriptEnabled, ignoreHTTPSErrors: true });
    const visitor = new Visitor(await context.newPage(), javaScriptEnabled ?? true, new BrowserLog(context));
    const cookies = async () => Object.fromEntries((await context.cookies()).map((cookie) => [cookie.name, cookie]));
    const [theirs, ours] = ['__Secure-better-auth.session_token', '__Host-docket.session'] as const;

    const who = await visitor.signUp();
    await visitor.chat.ask('Add a task to buy milk', /buy milk/i);
    await expect(visitor.tasks.box(/buy milk/i)).toBeVisible();
    const kept = await cookies();
    expect(kept[ours]).toMatchObject({ domain: 'localhost', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' });
    expect(kept[ours]?.value).toBe(kept[theirs]?.value);
    await visitor.reload();
    await expect(visitor.tasks.box(/buy milk/i)).toBeVisible();

    // A neighbour can plant the one with Better Auth's name alone.
    await context.clearCookies({ name: ours });
    await visitor.open('/tasks');
    await expect(visitor.page).toHaveURL('/login?next=%2Ftasks');

    await visitor.logIn(who);
    await visitor.logOut();
    const left = await cookies();
    expect([left[ours], left[theirs]]).toEqual([undefined, undefined]);
    await context.close();
  } finally {
    await server.stop();
    await proxy.stop();
  }
});
