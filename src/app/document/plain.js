// What scripts add to a page without the client. Everything on such a page also works without them.

const { person } = document.documentElement.dataset;

// If somebody else logs in in another tab, the page is loaded again.
const tabs = person && 'BroadcastChannel' in window ? new BroadcastChannel('docket.person') : null;
tabs?.addEventListener('message', ({ data }) => data === person || location.reload());
tabs?.postMessage(person);

// Times are in the reader's own zone and language, which the server does not know.
for (const time of document.querySelectorAll('time[data-shown]')) {
  const at = new Date(time.dateTime);
  const style = time.dataset.shown === 'day' ? {} : { timeStyle: 'short' };
  if (!Number.isNaN(at.getTime())) time.textContent = at.toLocaleString([], { dateStyle: 'medium', ...style });
}

// The reader goes on where the page says what became of the form. A reload does not say it again.
const OF_OUTCOME = ['__path', '__err', 'done', 'deleted', 'undo'];
const address = new URL(location.href);
if (OF_OUTCOME.some((name) => address.searchParams.has(name))) {
  OF_OUTCOME.forEach((name) => address.searchParams.delete(name));
  history.replaceState(history.state, '', address);
  const said = document.querySelector('main :is([aria-invalid=true], [role=alert], .form-done):not(p:empty)');
  said?.setAttribute('tabindex', said.matches('input') ? '0' : '-1');
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

document.body.dataset.plain = 'true';
