// Starts the client. It fetches its two files at the same time, and only here: a browser without scripts does not download
// them. (Leptos' own `HydrationScripts` makes every browser download them.)

const { client } = document.documentElement.dataset;

/** While Docket is updated, one of two servers may not have this build. So each file is asked for three times. */
const three = (load) => load('').catch(() => load('?2')).catch(() => load('?3'));

async function get(url) {
  const file = await fetch(url);
  if (!file.ok) throw file.status;
  return file;
}

async function start() {
  const wasm = three((again) => get(`${client}.wasm${again}`));
  wasm.catch(() => {});
  const { default: load, hydrate } = await three((again) => import(`${client}.js${again}`));
  await load({ module_or_path: wasm });
  return hydrate;
}

/** Says that the client did not start, and asks for a reload, but only once in each tab. */
function ask(fault) {
  console.warn('Docket could not start on this page.', fault);
  const notices = document.body.appendChild(document.createElement('div'));
  notices.className = 'notices';
  notices.role = 'alert';
  const words = sessionStorage.getItem('docket.asked')
    ? 'Docket is being updated. Until that is done, this page shows what is new only when it is loaded again.'
    : 'Docket was updated, or cannot be reached. <a href="">Reload the page</a>';
  notices.innerHTML = `<div class="notice"><p>${words}</p></div>`;
  sessionStorage.setItem('docket.asked', '1');
}

const parsed = new Promise((done) =>
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', done) : done(),
);
const hydrate = await start().catch((fault) => parsed.then(() => ask(fault)));
await parsed;
hydrate?.();
