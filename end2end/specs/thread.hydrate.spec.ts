import type { Locator, Page } from '@playwright/test';
import { beforeTheClient } from '../support/before-the-client';
import { expect, Gate, test } from '../support/test';

test.use({ scripted: true });

/** Fills the open conversation with so many turns that not all of them come with the page. */
async function longConversation(page: Page, turns: number): Promise<void> {
  const headers = { origin: new URL(page.url()).origin, accept: 'application/json' };
  const conversation = new URL(page.url()).pathname.replace('/chat/', '');
  for (let turn = 0; turn < turns; turn++) {
    const form = { conversation, text: `Message ${turn}`, client_id: `message-${turn}`.padStart(32, '0') };
    const sent = await page.request.post('/rpc/chat/queue', { form, headers });
    expect(sent.status(), await sent.text()).toBe(200);
  }
}

/** How far an element is from the top of the screen. */
const top = (element: Locator) => element.evaluate((shown) => Math.round(shown.getBoundingClientRect().top));

test('older messages move nothing, even if a reply is written meanwhile', async ({ visitor, page, model }) => {
  const { chat } = visitor;
  const [more, end] = [new Gate(), new Gate()];
  model.on('Slowly', async (reply) => {
    reply.say('One.');
    await more.opened;
    reply.say('\n\nA line.'.repeat(30));
    await end.opened;
  });
  await visitor.signUp();
  await chat.ask('Hello', 'OK.');
  await longConversation(page, 30);
  await visitor.reload();
  await chat.settled();
  await chat.say('Slowly');
  await expect(chat.lastReply).toContainText('One.');

  const asked = new Gate();
  const arrived = new Gate();
  await page.route('**/rpc/chat/messages', async (route) => {
    asked.open();
    await arrived.opened;
    await route.continue();
  });
  const first = chat.questions.filter({ hasText: 'Message 10' });
  await first.scrollIntoViewIfNeeded();
  await page.locator('.scroller').evaluate((scroller) => scroller.scrollBy(0, -20_000));
  await asked.opened;
  const oldest = chat.questions.first();
  const shown = await oldest.textContent();
  const before = await top(oldest);
  more.open();
  await expect(chat.lastReply).toContainText('A line.');
  arrived.open();
  await expect(chat.questions.first()).not.toHaveText(shown ?? '');
  const same = chat.questions.filter({ hasText: /^Message \d+/ }).filter({ hasText: shown?.match(/Message \d+/)?.[0] });
  await expect.poll(async () => Math.abs((await top(same.first())) - before)).toBeLessThan(60);
  end.open();
});

test('a finished reply is told once, and older messages are not', async ({ visitor, page, model }) => {
  const { chat } = visitor;
  model.on('Tell me', (reply) => reply.say('Here is **one** line.\n\nAnd another.'));
  await visitor.signUp();
  await chat.ask('Hello', 'OK.');
  await page.evaluate(() => {
    const told: string[] = [];
    Object.assign(window, { told });
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const place = target instanceof Element ? target : target.parentElement;
        const spoken = place?.closest('[role=status], [role=alert], [aria-live]');
        if (!spoken || spoken.getAttribute('aria-live') === 'off') continue;
        const text = spoken.textContent?.trim();
        if (text && told.at(-1) !== text) told.push(text);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await chat.ask('Tell me', 'And another.');
  await expect.poll(() => page.evaluate(() => (window as unknown as { told: string[] }).told)).toEqual([
    'Here is one line.\nAnd another.',
  ]);
  await expect(chat.conversation).toHaveAttribute('aria-live', 'off');
});

test('a new message touches only the last ones', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  for (const text of ['One', 'Two', 'Three']) await chat.ask(text, 'OK.');
  await page.evaluate(() => {
    const touched = { count: 0 };
    Object.assign(window, { touched });
    const old = [...document.querySelectorAll('.message')].slice(0, -1);
    const observer = new MutationObserver((changes) => (touched.count += changes.length));
    for (const message of old) {
      observer.observe(message, { subtree: true, childList: true, characterData: true, attributes: true });
    }
  });
  await chat.ask('Four', 'OK.');
  expect(await page.evaluate(() => (window as unknown as { touched: { count: number } }).touched.count)).toBe(0);
});

test('an open editor keeps its text while another device writes', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await chat.ask('Hello', 'OK.');
  const field = chat.questions.first().getByRole('textbox', { name: 'Edited message' });
  await chat.questions.first().hover();
  await chat.questions.first().getByText('Edit', { exact: true }).click();
  await field.fill('Half a thought');
  await longConversation(page, 1);
  await expect(chat.questions).toHaveCount(2);
  await expect(field).toHaveValue('Half a thought');
});

test('the client takes the focus from no button and no link', async ({ visitor, page }) => {
  const { chat, account } = visitor;
  await visitor.signUp();
  await chat.ask('Hello', 'OK.');
  const summary = chat.questions.first().locator('.edit summary');
  for (const [name, place] of [
    ['a link', chat.newChat],
    ['a button', account.logOutButton],
    ['a summary', summary],
  ] as const) {
    const arrived = await beforeTheClient(page);
    await place.focus();
    arrived.open();
    await visitor.hydrated();
    await expect(place, name).toBeFocused();
    await page.unroute('**/*.wasm');
  }
});

test('a person hears once that a text is too long, and sees how much room is left', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await chat.composer.fill('a'.repeat(7499));
  await expect(page.locator('.room-left')).toHaveText('');
  await chat.composer.fill('a'.repeat(7500));
  await expect(page.locator('.room-left')).toHaveText('500 characters left');
  await expect(chat.composer).toHaveAccessibleDescription('500 characters left');
  await chat.composer.fill('a'.repeat(8001));
  const alert = page.getByRole('alert').filter({ hasText: 'too long' });
  await expect(alert).toHaveText('This is too long to send: 1 character more than 8000.');
  await alert.evaluate((element) => {
    const said = { count: 0 };
    Object.assign(window, { said });
    // What is hidden from assistive technology is not said.
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const place = target instanceof Element ? target : target.parentElement;
        if (!place?.closest('[aria-hidden=true]')) said.count++;
      }
    }).observe(element, { subtree: true, childList: true, characterData: true });
  });
  await chat.composer.press('End');
  await chat.composer.pressSequentially('bcd');
  await expect(alert).toHaveText('This is too long to send: 4 characters more than 8000.');
  await expect(chat.composer).toHaveAccessibleDescription(/4 characters more/);
  expect(await page.evaluate(() => (window as unknown as { said: { count: number } }).said.count)).toBe(0);
});

test('a passage says that a reply is still being written, and shows nothing that never ends', async ({
  visitor,
  page,
  model,
}) => {
  const { chat } = visitor;
  const end = new Gate();
  model.on('Slowly', async (reply) => {
    reply.say('One.');
    await end.opened;
  });
  await visitor.signUp();
  await chat.say('Slowly');
  await expect(chat.lastReply).toContainText('One.');
  const headers = { origin: new URL(page.url()).origin, accept: 'application/json' };
  const stored = await page.request.post('/rpc/chat/messages', { form: { conversation: chat.number }, headers });
  const { messages } = (await stored.json()) as { messages: { id: number }[] };
  await visitor.open(`/chat/${chat.number}?at=${messages[0]?.id}`);
  await expect(chat.lastReply).toContainText('Still writing');
  await expect(page.locator('.caret')).toHaveCount(0);
  end.open();
});

test('before the first word a reply says that the assistant thinks', async ({ visitor, model }) => {
  const { chat } = visitor;
  const [begin, end] = [new Gate(), new Gate()];
  model.on('Hm', async (reply) => {
    await begin.opened;
    reply.say('Well');
    await end.opened;
  });
  await visitor.signUp();
  await chat.say('Hm');
  const words = () =>
    chat.lastReply.locator('.tail').evaluate((tail) => {
      const { content } = getComputedStyle(tail, '::before');
      return content;
    });
  await expect.poll(words).toContain('Thinking');
  begin.open();
  await expect(chat.lastReply).toContainText('Well');
  expect(await words()).not.toContain('Thinking');
  end.open();
});
