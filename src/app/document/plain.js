// What scripts add to a page without the client. Everything on such a page also works without them.

const { person } = document.documentElement.dataset;

// Times are in the reader's own zone and language, which the server does not know.
function tellTimes(part) {
  for (const time of part.querySelectorAll('time[data-shown]')) {
    const at = new Date(time.dateTime);
    const style = time.dataset.shown === 'day' ? {} : { timeStyle: 'short' };
    if (!Number.isNaN(at.getTime())) time.textContent = at.toLocaleString([], { dateStyle: 'medium', ...style });
  }
}
tellTimes(document);

// The reader goes on where the page says what became of the form. A reload does not say it again.
/** The same as in `ui/form.rs`. */
const OF_OUTCOME = ['__path', '__err', 'done', 'deleted', 'undo'];
const address = new URL(location.href);
const hasOutcome = OF_OUTCOME.some((name) => address.searchParams.has(name));
OF_OUTCOME.forEach((name) => address.searchParams.delete(name));
// The server leads back from a form to an address that may end in a question mark.
if (!address.searchParams.size) address.search = '';
if (address.href !== location.href) history.replaceState(history.state, '', address);
if (hasOutcome) {
  const said = document.querySelector('main :is([aria-invalid=true], [role=alert], .form-done, .made-token):not(p:empty, [hidden])');
  if (!said?.matches('input')) said?.setAttribute('tabindex', '-1');
  said?.focus({ preventScroll: true });
  said?.scrollIntoView({ block: 'center' });
}

// A double click sends a form once.
/** Milliseconds. */
const DOUBLE_CLICK = 1000;
const sent = new WeakMap();
document.addEventListener('submit', (event) => {
  const { target, timeStamp } = event;
  if (timeStamp - (sent.get(target) ?? -DOUBLE_CLICK) < DOUBLE_CLICK) event.preventDefault();
  else sent.set(target, timeStamp);
});

for (const button of document.querySelectorAll('button[data-copies]')) {
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
    button.textContent = 'Copied';
  });
}

// Reminders show on every page that a person looks at, as soon as the server tells them.
const cards = person && document.querySelector('.reminders');
const title = document.title;
/** Milliseconds: the first and the longest pause between two attempts to listen. */
const [SOON, LATE] = [1000, 30_000];

async function show(reminders) {
  document.title = reminders.length ? `(${reminders.length}) ${title}` : title;
  const shown = [...cards.querySelectorAll('form [name=id]')].map(({ value }) => value);
  const newest = reminders.map(({ id }) => id).reverse();
  if (String(shown) === String(newest.slice(0, 3))) return;
  // Any page has the cards. This one has little else.
  const page = await fetch('/search', { headers: { accept: 'text/html' } }).then((response) => response.text());
  const now = new DOMParser().parseFromString(page, 'text/html').querySelector('.reminders');
  if (now) cards.replaceChildren(...now.childNodes);
  tellTimes(cards);
}

/** Reads events, each a line of JSON, until the connection ends. Returns whether it is of use to try again. */
async function listen(signal) {
  const headers = { 'docket-person': person };
  const response = await fetch('/rpc/live/events', { method: 'POST', headers, signal });
  if (!response.ok) return response.status >= 500 || response.status === 429;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ''; ; ) {
    const { value, done } = await reader.read();
    if (done) return true;
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    for (const event of lines.map((line) => JSON.parse(line))) {
      if (event.type === 'reminders') await show(event.reminders);
    }
  }
}

async function follow() {
  for (let pause = SOON; !document.hidden; pause = Math.min(2 * pause, LATE)) {
    const hidden = new AbortController();
    document.addEventListener('visibilitychange', () => hidden.abort(), { once: true });
    const goesOn = await listen(hidden.signal).catch(() => true);
    if (hidden.signal.aborted || !goesOn) return;
    await new Promise((done) => setTimeout(done, pause));
    // A page that was hidden meanwhile began to listen by itself when it was shown again.
    if (hidden.signal.aborted) return;
  }
}

if (cards) {
  document.addEventListener('visibilitychange', () => document.hidden || void follow());
  void follow();
}

document.body.dataset.plain = 'true';
