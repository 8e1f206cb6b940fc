// Turns notifications on and off for this browser, and keeps them on.

const REMEMBERED = 'docket.push';
const { person } = document.documentElement.dataset;

/** Calls a server function. Returns its answer. */
async function call(name, input = {}) {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const response = await fetch(`/rpc/push/${name}`, {
    method: 'POST',
    headers: { accept: 'application/json', 'docket-person': person },
    body: new URLSearchParams(given),
  }).catch(() => null);
  if (!response) throw { name: 'Unreachable' };
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw { name: 'Refused', detail: answer?.detail };
  return answer;
}

/** Whether the browser may show notifications. Undefined if it cannot, here. */
export function permission() {
  const can = 'Notification' in window && 'serviceWorker' in navigator && 'PushManager' in window;
  return can ? Notification.permission : undefined;
}

/** What the browser remembers of having been turned on: for whom, in which session, and with which key. */
function remembered() {
  const [of, session, key] = localStorage.getItem(REMEMBERED)?.split(' ') ?? [];
  return key && { person: of, session, key };
}

function forget() {
  localStorage.removeItem(REMEMBERED);
}

export async function subscription() {
  const registration = await navigator.serviceWorker.getRegistration('/');
  return registration?.pushManager.getSubscription();
}

async function end() {
  await (await subscription().catch(() => null))?.unsubscribe().catch(() => {});
}

/** Tells the server. `renews` is the session in which the page has subscribed before, if nobody has asked for this. */
async function tell(made, key, renews) {
  const { endpoint, keys } = made.toJSON();
  const outcome = await call('subscribe', { endpoint, p256dh: keys.p256dh, auth: keys.auth, key, renews });
  if (outcome.on) localStorage.setItem(REMEMBERED, [person, outcome.on.session, key].join(' '));
  return outcome;
}

/** Subscribes for a key of the server. The browser refuses to change the key of a subscription, so an old one ends first. */
async function subscribeFor(key) {
  await end();
  await navigator.serviceWorker.register('/sw.js');
  // A worker must run before the browser subscribes.
  const { pushManager } = await navigator.serviceWorker.ready;
  await tell(await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }), key);
}

async function subscribe(renewed) {
  const key = (renewed ?? remembered())?.key;
  const made = await subscription();
  if (!made || !key) return subscribeFor(await call('key'));
  const outcome = await tell(made, key, renewed?.session);
  if (outcome.other_key) return subscribeFor(outcome.other_key.key);
  if (outcome === 'removed') {
    forget();
    await end();
  }
}

/** The browser asks the person, if it has not asked before. */
export async function turnOn() {
  await Notification.requestPermission();
  if (permission() === 'granted') await subscribe();
}

export async function turnOff() {
  forget();
  await end();
  await call('unsubscribe');
}

/**
 * Keeps a browser on in which the person has turned notifications on: after another log-in, and when the server's key or
 * the browser's subscription has changed. What fails is tried again on the next page.
 */
export async function keepOn() {
  const known = remembered();
  if (known?.person === person && permission() === 'granted') await subscribe(known);
}

// The section of the settings holds all that it may say. Only what fits is shown.
const section = document.querySelector('[data-notifications]');

async function look() {
  const may = permission();
  const installs = may === undefined && navigator.standalone === false;
  const here = may === 'granted' && section.dataset.notifications === 'current' && Boolean(await subscription().catch(() => null));
  const shown = { granted: here ? 'on' : 'off', default: 'off', denied: 'denied' }[may] ?? (installs ? 'installable' : 'unable');
  for (const part of section.querySelectorAll('[data-when]')) part.hidden = part.dataset.when !== shown;
  // This browser has a button of its own, which also tells the browser.
  for (const form of section.querySelectorAll('form[data-current]')) form.hidden = here;
}

if (section) {
  for (const [when, turn] of [['on', turnOff], ['off', turnOn]]) {
    const button = section.querySelector(`button[data-when=${when}]`);
    button.addEventListener('click', async () => {
      if (button.ariaBusy === 'true') return;
      button.ariaBusy = 'true';
      const failed = section.querySelector('[data-error]');
      failed.hidden = true;
      try {
        await turn();
        location.assign(`/settings?done=push-${when === 'on' ? 'off' : permission() === 'granted' ? 'on' : 'asked'}`);
      } catch (error) {
        if (error.detail) failed.textContent = error.detail;
        failed.hidden = false;
        button.ariaBusy = null;
      }
    });
  }
  await look();
}
await keepOn().catch(() => {});
