import { beforeTheClient } from '../support/before-the-client';
import { expect, Gate, test } from '../support/test';

test.use({ scripted: true });

test('a message that was not sent survives a reload, and is sent once', async ({ visitor, page, model }) => {
  const { chat } = visitor;
  const again = new Gate();
  model.on('Second', async (reply) => {
    await again.opened;
    reply.say('Heard it.');
  });
  await visitor.signUp();
  await chat.ask('First', 'OK.');
  await page.route('**/rpc/chat/send', (route) => route.abort());
  await chat.composer.pressSequentially('Second');
  await chat.sendButton.click();
  await expect(chat.questions.last()).toContainText('Not sent');
  await visitor.reload();
  await expect(chat.questions.last()).toContainText(/Second.*Not sent/);
  await visitor.reload();
  await expect(chat.questions).toHaveCount(2);

  await page.unroute('**/rpc/chat/send');
  const stored = page.waitForRequest('**/rpc/chat/send');
  await chat.questions.last().getByRole('button', { name: 'Retry' }).click();
  await stored;
  await expect(chat.questions.last()).not.toContainText(/Not sent|Sending/);
  again.open();
  await expect(chat.lastReply).toContainText('Heard it.');
  await visitor.reload();
  await expect(chat.questions).toHaveCount(2);
  await expect(chat.lastReply).toContainText('Heard it.');
  await expect(chat.composer).toHaveValue('');
});

test('the first message of a conversation that was not sent survives a reload', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await page.route('**/rpc/chat/send', (route) => route.abort());
  await chat.composer.pressSequentially('Hello');
  await chat.sendButton.click();
  await expect(chat.questions.last()).toContainText('Not sent');
  await page.unroute('**/rpc/chat/send');
  await visitor.reload();
  await chat.questions.last().getByRole('button', { name: 'Retry' }).click();
  await expect(chat.lastReply).toContainText('OK.');
  await chat.settled();
  await visitor.reload();
  await expect(chat.questions).toHaveCount(1);
});

test('an edited message that was not sent survives a reload, until it is sent', async ({ visitor, page }) => {
  const { chat } = visitor;
  const question = chat.questions.first();
  const field = question.getByRole('textbox', { name: 'Edited message' });
  await visitor.signUp();
  await chat.ask('I like tea', 'OK.');
  await page.route('**/rpc/chat/edit', (route) => route.abort());
  await chat.edit(question, 'I like coffee');
  await expect(page.getByRole('alert').filter({ hasText: 'could not be reached' })).toBeVisible();
  await expect(field).toHaveValue('I like coffee');
  for (let times = 0; times < 2; times++) {
    await visitor.reload();
    await expect(field).toBeVisible();
    await expect(field).toHaveValue('I like coffee');
  }
  await page.unroute('**/rpc/chat/edit');
  await question.getByRole('button', { name: 'Send again' }).click();
  await expect(chat.questions).toHaveText([/I like coffee/]);
  await chat.settled();
  await chat.step(question, 'Earlier version');
  await expect(chat.questions).toHaveText([/I like tea/]);
  await visitor.reload();
  await expect(field).toBeHidden();
});

test('an edited message that the person gives up does not come back', async ({ visitor, page }) => {
  const { chat } = visitor;
  const question = chat.questions.first();
  await visitor.signUp();
  await chat.ask('I like tea', 'OK.');
  await page.route('**/rpc/chat/edit', (route) => route.abort());
  await chat.edit(question, 'I like coffee');
  await expect(page.getByRole('alert').filter({ hasText: 'could not be reached' })).toBeVisible();
  await question.getByText('Edit', { exact: true }).click();
  await visitor.reload();
  await expect(question.getByRole('textbox', { name: 'Edited message' })).toBeHidden();
});

test('a long text that is pasted into an edited message is not cut', async ({ visitor, page }) => {
  const { chat } = visitor;
  const question = chat.questions.first();
  await visitor.signUp();
  await chat.ask('Hello', 'OK.');
  const long = 'ten chars '.repeat(801);
  await chat.edit(question, 'Good evening'.repeat(700));
  const field = question.getByRole('textbox', { name: 'Edited message' });
  await field.focus();
  await page.keyboard.insertText(long);
  await expect(question.getByRole('alert')).toContainText('too long');
  expect((await field.inputValue()).length).toBe(12 * 700 + long.length);
  await question.getByRole('button', { name: 'Send again' }).click();
  await expect(chat.replies).toHaveCount(1);
  await field.fill('Good evening');
  await expect(question.getByRole('alert')).toHaveCount(0);
});

test('what was typed last is kept when the page is closed at once', async ({ visitor, another, page }) => {
  const who = await visitor.signUp();
  await visitor.chat.composer.pressSequentially('Half a sentence');
  await page.close({ runBeforeUnload: true });
  const other = await another();
  await other.logIn(who);
  await expect(async () => {
    await other.reload();
    await expect(other.chat.composer).toHaveValue('Half a sentence', { timeout: 100 });
  }).toPass();
});

test('a tick before the client lives is kept', async ({ visitor, page }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await tasks.add('Buy milk');
  await tasks.add('Pay rent');
  const arrived = await beforeTheClient(page);
  await tasks.box('Buy milk').check();
  const saved = page.waitForResponse('**/rpc/tasks/complete');
  arrived.open();
  await visitor.hydrated();
  expect((await saved).status()).toBe(200);
  await visitor.reload();
  await expect(tasks.box('Buy milk')).toBeChecked();
  await expect(tasks.box('Pay rent')).not.toBeChecked();
});

test('the client takes no focus from somebody who writes, and leaves the reader where they are', async ({
  visitor,
  page,
  model,
}) => {
  const { chat, tasks } = visitor;
  model.on('Tell me a lot', (reply) => reply.say('A line of text.\n\n'.repeat(80)));
  await visitor.signUp();
  await chat.ask('Tell me a lot', 'A line of text.');
  const arrived = await beforeTheClient(page);
  const top = () => chat.replies.first().evaluate((reply) => Math.round(reply.getBoundingClientRect().top));
  const scroller = page.locator('.scroller');
  await scroller.evaluate((element) => element.scrollBy(0, -600));
  const before = await top();
  await tasks.newTask.focus();
  await page.keyboard.type('Buy ');
  arrived.open();
  await visitor.hydrated();
  await page.keyboard.type('milk');
  await expect(tasks.newTask).toHaveValue('Buy milk');
  await expect(chat.composer).toHaveValue('');
  expect(Math.abs((await top()) - before)).toBeLessThan(3);
});

test('elements and texts that others put into the page do not break it', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  // Like an extension of the browser.
  await page.addInitScript(() =>
    document.addEventListener('DOMContentLoaded', () => {
      document.body.prepend(document.createElement('some-extension'));
      document.body.append(document.createElement('some-extension'));
      document.head.append(document.createElement('style'));
      document.documentElement.dataset.extension = 'yes';
    }),
  );
  await visitor.reload();
  await chat.ask('Hello', 'OK.');
});

/** Does what translators of browsers do: wraps each text in elements of its own. */
function translate(): void {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (texts.nextNode()) found.push(texts.currentNode as Text);
  for (const text of found) {
    const parent = text.parentElement;
    if (!parent || !text.data.trim() || parent.closest('[translate=no], script, textarea')) continue;
    const [outer, inner] = [document.createElement('font'), document.createElement('font')];
    inner.append(text.data.toUpperCase());
    outer.append(inner);
    text.replaceWith(outer);
  }
}

test('a reply goes on while the page is translated', async ({ visitor, page, model }) => {
  const { chat } = visitor;
  const [more, end] = [new Gate(), new Gate()];
  model.on('Slowly', async (reply) => {
    reply.say('One.\n\nTwo');
    await more.opened;
    reply.say(' and three.\n\nFour');
    await end.opened;
    reply.say(' and five.');
  });
  await visitor.signUp();
  await chat.say('Slowly');
  await expect(chat.lastReply).toContainText('Two');
  await page.evaluate(translate);
  more.open();
  await expect(chat.lastReply).toContainText('and three.');
  await page.evaluate(translate);
  end.open();
  await expect(chat.lastReply).toContainText('Four and five.');
  // The names of the fields are translated too.
  await page.locator('#message').fill('Hello');
  await page.keyboard.press('Enter');
  await expect(chat.lastReply).toContainText('OK.');
});

test('a page that was translated before the client lived loads again by itself', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await chat.ask('Hello', 'OK.');
  const arrived = await beforeTheClient(page);
  await page.evaluate(translate);
  const loaded = page.waitForEvent('domcontentloaded');
  arrived.open();
  await loaded;
  await visitor.hydrated();
  await chat.ask('Again', 'OK.');
  expect(visitor.log.faults).toHaveLength(1);
  visitor.log.forget();
});

test('a text that is too long says so, and stays', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  const long = 'ten chars '.repeat(20_000);
  await chat.composer.fill(long);
  await expect(page.getByRole('alert').filter({ hasText: 'too long' })).toHaveText(
    'This is too long to send: 191999 characters more than 8000.',
  );
  await chat.sendButton.click();
  await expect(chat.questions).toHaveCount(0);
  await expect(chat.composer).toHaveValue(long);
  await visitor.reload();
  await expect(chat.composer).toHaveValue(long);
  await chat.composer.fill('Hello');
  await expect(page.locator('.composer .form-error')).toHaveCount(0);
  await chat.sendButton.click();
  await expect(chat.lastReply).toContainText('OK.');

  await visitor.tasks.newTask.fill(long);
  await visitor.tasks.addButton.click();
  await expect(page.getByRole('alert').filter({ hasText: 'at most' })).toBeVisible();
  await expect(visitor.tasks.newTask).toHaveValue(long);
});
