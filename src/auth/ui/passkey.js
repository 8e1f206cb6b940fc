// Passkeys: the parts of the log-in page and of the settings that only browsers with the Web Authentication API have.
// Its options and answers pass through as JSON, which the browser itself reads and writes.

const { person } = document.documentElement.dataset;
const known = typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function';

/** Calls a server function. Returns its answer, or where it redirects to. */
async function call(path, input = {}) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { accept: 'application/json', ...(person && { 'docket-person': person }) },
    body: new URLSearchParams(input),
  }).catch(() => null);
  if (!response) throw { name: 'Unreachable' };
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw { name: 'Refused', detail: answer?.detail };
  return response.headers.has('serverfnredirect') ? { to: response.headers.get('location') } : { answer };
}

/** What ends the asking that goes on: browsers ask for one passkey at a time. */
let asking;

/** Asks the browser. `way` is `create` or `get`. */
async function ask(way, options, mediation) {
  asking?.abort();
  asking = new AbortController();
  const read = way === 'create' ? 'parseCreationOptionsFromJSON' : 'parseRequestOptionsFromJSON';
  const publicKey = PublicKeyCredential[read](JSON.parse(options));
  const credential = await navigator.credentials[way]({ publicKey, signal: asking.signal, ...(mediation && { mediation }) });
  return JSON.stringify(credential);
}

/** Shows the sentence for an error, among those that the server has put beside the button. */
function say(place, error) {
  for (const line of place.querySelectorAll('[data-error]')) line.hidden = true;
  if (!error) return;
  const line = (name) => place.querySelector(`[data-error="${name}"]`);
  const shown = line(error.name) ?? line('');
  if (error.detail) shown.textContent = error.detail;
  shown.hidden = false;
}

/** Runs what a button does, once at a time. */
function onClick(button, place, run) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    if (button.ariaBusy === 'true') return;
    button.ariaBusy = 'true';
    say(place);
    await run().catch((error) => say(place, error));
    button.ariaBusy = null;
  });
}

const logIn = document.querySelector('[data-passkey=log-in]');
if (logIn && known) {
  const { start, end, next } = logIn.dataset;
  const finish = async (answer) => {
    const { to } = await call(end, { answer, next });
    location.assign(to);
  };
  /** Offers passkeys with what the browser fills into the field of the e-mail address. */
  const inField = async () => {
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    for (;;) {
      const { answer: options } = await call(start);
      if (!options) return;
      // What ends this asking, the person did not ask for.
      const answer = await ask('get', options, 'conditional').catch(() => null);
      if (!answer) return;
      if (await finish(answer).then(() => true, (error) => say(logIn, error))) return;
    }
  };
  const { answer: offered } = await call(start).catch(() => ({}));
  if (offered) {
    onClick(logIn.querySelector('button'), logIn, async () => {
      try {
        const { answer: options } = await call(start);
        await finish(await ask('get', options));
      } catch (error) {
        void inField().catch(() => {});
        throw error;
      }
    });
    void inField().catch(() => {});
  }
}

const add = document.querySelector('[data-passkey=add]');
if (add) {
  add.querySelector('[data-when=no-scripts]').hidden = true;
  if (!known) add.querySelector('[data-when=unknown]').hidden = false;
  else
    onClick(add.querySelector('button'), add, async () => {
      const { answer: options } = await call(add.dataset.start);
      await call(add.dataset.end, { answer: await ask('create', options), passkey_name: '' });
      const page = new URL(location.href);
      page.searchParams.set('done', 'passkey-added');
      location.assign(page);
    });
}
