import { expect, test } from '../support/test';

test('a conversation is renamed, pinned, put away and taken out again', async ({ visitor, page }) => {
  const { chat, manage } = visitor;
  await visitor.signUp();
  await chat.ask('Add a task to buy milk', /buy milk/i);
  const first = chat.number;
  await chat.startNew();
  await visitor.hydrated();
  await chat.ask('Hello', /./);
  const second = chat.number;

  await visitor.open(`/chat/${first}`);
  await manage.rename('Big <b>plans</b>');
  await expect(chat.link(first)).toHaveText('Big <b>plans</b>');
  await expect(page).toHaveTitle(/^Big <b>plans<\/b>/);
  await visitor.hydrated();
  await manage.press('Pin');
  await expect(chat.conversations.getByRole('link').first()).toHaveText('Pinned: Big <b>plans</b>');
  await visitor.hydrated();
  await manage.press('Unpin');
  await expect(chat.link(first)).toHaveText('Big <b>plans</b>');
  await visitor.hydrated();
  await manage.press('Archive');
  await expect(chat.link(first)).toHaveCount(0);
  await expect(chat.link(second)).toBeVisible();

  await page.getByRole('link', { name: 'Archive', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Archive' })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Big <b>plans</b>' }).click();
  await expect(chat.questions).toHaveText([/Add a task to buy milk/]);
  await visitor.hydrated();
  // A new message takes the conversation out of the archive.
  await chat.ask('Mark it as done', /buy milk/i);
  await expect(chat.link(first)).toBeVisible();
});

test('a deleted conversation is gone, and can be had back for a while', async ({ visitor, page }) => {
  const { chat, manage } = visitor;
  await visitor.signUp();
  await chat.ask('Add a task to buy milk', /buy milk/i);
  const { number } = chat;
  await manage.press('Delete');
  await expect(page).toHaveURL(/\/chat(\?deleted=\d+)?$/);
  await expect(manage.notice).toBeVisible();
  await expect(chat.link(number)).toHaveCount(0);
  expect((await page.request.get(`/chat/${number}`)).status()).toBe(404);
  await visitor.hydrated();
  await manage.undo();
  await expect(page).toHaveURL(`/chat/${number}`);
  await expect(chat.questions).toHaveText([/Add a task to buy milk/]);
  await expect(chat.link(number)).toBeVisible();
  await expect(visitor.tasks.box(/buy milk/i)).toBeVisible();
});

test('a conversation is taken along as Markdown and as JSON', async ({ visitor }) => {
  const { chat, manage } = visitor;
  await visitor.signUp();
  await chat.ask('Add a task to buy milk', /buy milk/i);
  const [name, text] = await manage.export('Markdown');
  expect(name).toBe(`docket-conversation-${chat.number}.md`);
  expect(text).toContain('\n\nAdd a task to buy milk\n');
  const [, json] = await manage.export('JSON');
  expect(JSON.parse(json).messages).toHaveLength(2);
});

test('a new conversation gets a title of what it is about', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await chat.ask('Please add a task to buy groceries', /groceries/i);
  if (!visitor.javaScript) await expect(async () => {
    await visitor.reload();
    await expect(chat.link(chat.number)).toHaveText('Buy groceries', { timeout: 500 });
  }).toPass();
  await expect(chat.link(chat.number)).toHaveText('Buy groceries');
  await expect(page).toHaveTitle(/^Buy groceries/);
});
