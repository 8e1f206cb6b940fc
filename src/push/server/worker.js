// What Docket pushes to this browser, shown as notifications, and what the person answers to them. It keeps nothing, and
// the requests of pages do not pass through it.

const NAME = 'Docket';
const ACTIONS = [
  { action: 'done', title: 'Done' },
  { action: 'snooze', title: 'Snooze 10 min' },
];
/** Milliseconds. */
const PATIENCE = 20_000;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    // Browsers demand a notification for each push, also for one that cannot be read.
  }
  event.waitUntil(show(told));
});

/** One with the same tag takes the place of the one before, so what comes twice is shown once. */
async function show({ id, title, body, tag, url, task_id, remind_at, badge }) {
  const when = Date.parse(remind_at);
  const before = tag ? await self.registration.getNotifications({ tag }) : [];
  await self.registration.showNotification(title || NAME, {
    body: body || '',
    tag: tag || '',
    // The same again makes no sound; another one about the same task does.
    renotify: before.some(({ data }) => data?.id !== id),
    icon: '/icon-192.png',
    // A page that the person looks at has shown it already.
    silent: await somebodyLooks(),
    actions: id ? ACTIONS : [],
    data: { id, url, task_id },
    ...(when && { timestamp: when }),
  });
  if (Number.isInteger(badge)) await self.navigator.setAppBadge?.(badge).catch(() => {});
}

async function somebodyLooks() {
  return (await pages()).some((page) => page.focused && page.visibilityState === 'visible');
}

function pages() {
  return self.clients.matchAll({ type: 'window', includeUncontrolled: true });
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(answer(event.action, event.notification.data ?? {}));
});

async function answer(action, { id, url, task_id }) {
  const page = ownAddress(url || (task_id ? `/tasks/${task_id}` : '/'));
  if (action !== 'done' && action !== 'snooze') return visit(page);
  // If the person is logged out, or there is no network, the task's page is the way to do it.
  if (!(await call(`/rpc/reminders/${action}`, { id }))) await self.clients.openWindow(page);
}

/** The address, if it is one of Docket's. */
function ownAddress(text) {
  const url = new URL(text, self.location.origin);
  return url.origin === self.location.origin ? url.href : `${self.location.origin}/`;
}

/** Goes to a page that is open, best to the one that is asked for, or opens it. */
async function visit(page) {
  const open = await pages();
  const here = open.find(({ url }) => url === page) ?? open.find(({ focused }) => focused) ?? open[0];
  const shown = await here?.focus().catch(() => null);
  if (!shown) await self.clients.openWindow(page);
}

/** Calls the server in the name of the person who is logged in. Gives its answer, or nothing if it refused or is away. */
async function call(path, fields) {
  try {
    const answer = await fetch(path, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams(fields),
      credentials: 'same-origin',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    return answer.ok ? answer : null;
  } catch {
    return null;
  }
}

// The push service has given the browser another address, or wants it to subscribe again.
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew(event.newSubscription)));

async function renew(given) {
  const key = await (await call('/rpc/push/key', {}))?.json();
  if (!key) return;
  const subscribe = () =>
    self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const subscription = given ?? (await subscribe());
  const { endpoint, keys } = subscription.toJSON();
  await call('/rpc/push/subscribe', { endpoint, p256dh: keys.p256dh, auth: keys.auth, key });
}
