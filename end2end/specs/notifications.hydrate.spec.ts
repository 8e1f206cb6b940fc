import type { CDPSession, Page, Worker } from '@playwright/test';
import { type Receiver, testWithReceiver } from '../support/receiver';
import { expect } from '../support/test';

/** What the tests use of a service worker's scope, which TypeScript does not know beside that of a page. */
interface Scope {
  registration: ServiceWorkerRegistration;
  clients: object;
  dispatchEvent(event: Event): boolean;
  NotificationEvent: new (type: string, init: { action: string; notification: Notification }) => Event;
  ownAddress(text: string): string;
}

// It stands for the push service.
const test = testWithReceiver('PUSH_SERVICES');
test.use({ host: 'localhost' });

/** Lets the page's browser subscribe at the fake: Chromium has no push service of its own here. */
async function subscribeAt(page: Page, { origin }: Receiver): Promise<void> {
  await page.context().grantPermissions(['notifications']);
  await page.addInitScript((endpoint) => {
    // The keys of the example in RFC 8291.
    const keys = {
      p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      auth: 'BTBZMqHH6r4Tts7J_aSIgg',
    };
    const store = window.localStorage;
    const subscription = {
      endpoint,
      toJSON: () => ({ endpoint, keys }),
      unsubscribe: async () => (store.removeItem('fake'), true),
    };
    const current = () => (store.getItem('fake') ? subscription : null);
    Object.assign(PushManager.prototype, {
      getSubscription: async () => current(),
      subscribe: async (options: { applicationServerKey: string; userVisibleOnly: boolean }) => {
        if (!options.userVisibleOnly) throw new DOMException('', 'NotAllowedError');
        store.setItem('fake', options.applicationServerKey);
        return subscription;
      },
    });
  }, `${origin}/send/a`);
}

const section = (page: Page) => page.getByRole('region', { name: 'Notifications', exact: true });
const turnOn = (page: Page) => section(page).getByRole('button', { name: 'Turn on for this browser', exact: true });
const turnOff = (page: Page) => section(page).getByRole('button', { name: 'Turn off for this browser', exact: true });

test('a browser is turned on, tried, kept on over another log-in, and turned off', async ({ visitor, page, receiver }) => {
  receiver.begin(201);
  await subscribeAt(page, receiver);
  const who = await visitor.signUp();
  await visitor.open('/settings');
  await expect(section(page).getByRole('listitem')).toHaveCount(0);
  await turnOn(page).click();
  await expect(turnOff(page)).toBeVisible();
  await expect(section(page).getByRole('listitem')).toContainText(/Chrome on \w+ This browser/);
  await section(page).getByRole('button', { name: 'Send a test', exact: true }).click();
  await visitor.settings.says('Sent.');
  expect(receiver.received.map(({ url, headers }) => [url, headers['content-encoding']])).toEqual([
    ['/send/a', 'aes128gcm'],
  ]);

  // The session ends with the log-out, and the subscription with it. The next log-in of the same person finds it again.
  await visitor.logOut();
  const renewed = page.waitForResponse((answer) => answer.url().endsWith('/rpc/push/subscribe'));
  await visitor.logIn(who);
  expect(await (await renewed).json()).toHaveProperty('on');
  await visitor.open('/settings');
  await expect(turnOff(page)).toBeVisible();
  await turnOff(page).click();
  await expect(turnOn(page)).toBeVisible();
  await expect(section(page).getByRole('listitem')).toHaveCount(0);
  await visitor.reload();
  await expect(turnOn(page)).toBeVisible();
});

test('somebody removes a browser from another one, and it stays off', async ({ visitor, page, another, receiver }) => {
  receiver.begin(201);
  await subscribeAt(page, receiver);
  const who = await visitor.signUp();
  await visitor.open('/settings');
  await turnOn(page).click();
  await expect(turnOff(page)).toBeVisible();
  const elsewhere = await another();
  await elsewhere.logIn(who);
  await elsewhere.open('/settings');
  await section(elsewhere.page).getByRole('button', { name: /^Remove Chrome on/ }).click();
  await elsewhere.settings.says('That browser is told no more.');
  await visitor.reload();
  await expect(turnOn(page)).toBeVisible();
  expect(await page.evaluate(() => [localStorage.getItem('fake'), localStorage.getItem('docket.push')])).toEqual([
    null,
    null,
  ]);
});

test('a browser that blocks notifications says so', async ({ visitor, page }) => {
  await page.addInitScript(() => Object.defineProperty(Notification, 'permission', { get: () => 'denied' }));
  await visitor.signUp();
  await visitor.open('/settings');
  await expect(section(page)).toContainText("This browser blocks Docket's notifications.");
  await expect(turnOn(page)).toHaveCount(0);
});

/** Registers the worker. Gives it, and what pushes to it. */
async function worker(page: Page): Promise<{ worker: Worker; push: (told: object) => Promise<void> }> {
  await page.context().grantPermissions(['notifications']);
  const client: CDPSession = await page.context().newCDPSession(page);
  const registered = new Promise<string>((done) =>
    client.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0]) done(registrations[0].registrationId);
    }),
  );
  await client.send('ServiceWorker.enable');
  const started = page.context().waitForEvent('serviceworker');
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/sw.js');
    await navigator.serviceWorker.ready;
  });
  const [registrationId, running] = [await registered, await started];
  const push = async (told: object) => {
    const origin = new URL(page.url()).origin;
    await client.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: JSON.stringify(told) });
  };
  return { worker: running, push };
}

/** The notifications that are shown. */
function shown(page: Page): Promise<{ title: string; body: string; tag: string; silent: boolean | null }[]> {
  return page.evaluate(async () => {
    const all = await (await navigator.serviceWorker.ready).getNotifications();
    return all.map(({ title, body, tag, silent }) => ({ title, body, tag, silent }));
  });
}

test('a push shows once, and what the person answers to it reaches the server', async ({ visitor, page }) => {
  await visitor.signUp();
  const { worker: running, push } = await worker(page);
  const told = { id: 7, title: 'Call mom', body: 'Due today, 17:00', tag: 'task-3', url: '/tasks/3', task_id: 3 };
  await push(told);
  await push(told);
  await expect.poll(() => shown(page)).toHaveLength(1);
  expect((await shown(page))[0]).toMatchObject({ title: 'Call mom', body: 'Due today, 17:00', tag: 'task-3' });

  // Chromium here shows no notification that could be clicked, so the worker is told of the click.
  const click = (action: string, status: number) =>
    running.evaluate(
      async ([action, status]) => {
        const scope = self as unknown as Scope;
        const notification = (await scope.registration.getNotifications())[0]!;
        const did: string[] = [];
        Object.assign(scope, {
          fetch: async (path: string, { body }: { body: URLSearchParams }) => {
            did.push(`${path} ${body}`);
            return new Response('null', { status });
          },
        });
        Object.assign(scope.clients, { openWindow: async (page: string) => did.push(new URL(page).pathname) });
        Object.assign(scope.clients, { matchAll: async () => [] });
        const waits: Promise<unknown>[] = [];
        const event = new scope.NotificationEvent('notificationclick', { action, notification });
        Object.assign(event, { waitUntil: (work: Promise<unknown>) => waits.push(work) });
        scope.dispatchEvent(event);
        await Promise.all(waits);
        return did;
      },
      [action, status] as const,
    );
  expect(await click('done', 200)).toEqual(['/rpc/reminders/done id=7']);
  await expect.poll(() => shown(page)).toHaveLength(0);
  for (const [action, status, did] of [
    ['snooze', 200, ['/rpc/reminders/snooze id=7']],
    // Logged out: the task's page is the way to do it.
    ['done', 401, ['/rpc/reminders/done id=7', '/tasks/3']],
    ['', 200, ['/tasks/3']],
  ] as const) {
    await push(told);
    await expect.poll(() => shown(page)).toHaveLength(1);
    expect(await click(action, status), action).toEqual(did);
    await expect.poll(() => shown(page)).toHaveLength(0);
  }
});

test('a push that nobody can read, or that leads elsewhere, still shows and leads to Docket', async ({ visitor, page }) => {
  await visitor.signUp();
  const { worker: running, push } = await worker(page);
  await push([]);
  await expect.poll(() => shown(page)).toMatchObject([{ title: 'Docket' }]);
  const address = (text: string) =>
    running.evaluate((text) => (self as unknown as Scope).ownAddress(text), text);
  const home = `${new URL(page.url()).origin}/`;
  for (const foreign of ['https://evil.example/', '//evil.example/', 'javascript:alert(1)']) {
    expect(await address(foreign)).toBe(home);
  }
  expect(await address('/tasks/3')).toBe(`${home}tasks/3`);
});

test('an iPhone is told to install the app first', async ({ visitor, page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, 'PushManager');
    Object.defineProperty(navigator, 'standalone', { value: false });
  });
  await visitor.signUp();
  await visitor.open('/settings');
  const section = page.getByRole('region', { name: 'Notifications' });
  await expect(section).toContainText('“Add to Home Screen”');
  await expect(section.getByRole('button', { name: /Turn on/ })).toHaveCount(0);
});

test('the page can be installed as an app', async ({ visitor, page }) => {
  await visitor.signUp();
  const link = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = await (await page.request.get(link!)).json();
  expect(manifest).toMatchObject({ name: 'Docket', display: 'standalone', scope: '/' });
  const touch = await page.locator('link[rel=apple-touch-icon]').getAttribute('href');
  for (const icon of [touch!, ...manifest.icons.map((icon: { src: string }) => icon.src)]) {
    const answer = await page.request.get(icon);
    expect(answer.status(), icon).toBe(200);
    expect(answer.headers()['content-type'], icon).toMatch(/^image\//);
  }
  // What Chromium itself finds wrong with it.
  const session = await page.context().newCDPSession(page);
  const { errors } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
});
