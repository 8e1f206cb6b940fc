import { expect, test } from '../support/test';

test('somebody goes back and forth between conversations', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await chat.ask('Add a task to buy milk', /buy milk/i);
  const first = chat.number;
  await chat.startNew();
  await visitor.hydrated();
  await chat.ask('Add a task to pay bills', /pay bills/i);
  const second = chat.number;
  expect(second).not.toBe(first);
  await expect(chat.link(first)).toBeVisible();
  await expect(chat.link(second)).toBeVisible();

  await chat.link(first).click();
  await expect(page).toHaveURL(`/chat/${first}`);
  await expect(chat.questions).toHaveText([/Add a task to buy milk/]);
  await expect(chat.replies).toHaveText([/buy milk/i]);

  await chat.link(second).click();
  await expect(page).toHaveURL(`/chat/${second}`);
  await expect(chat.questions).toHaveText([/Add a task to pay bills/]);

  await page.goBack();
  await expect(page).toHaveURL(`/chat/${first}`);
  await expect(chat.questions).toHaveText([/Add a task to buy milk/]);
});

test('an earlier conversation goes on where it was', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await chat.ask('Add a task to buy milk', /buy milk/i);
  const first = chat.number;
  await chat.startNew();
  await visitor.hydrated();
  await chat.ask('Hello', /./);
  await chat.link(first).click();
  await expect(chat.questions).toHaveText([/buy milk/]);
  await visitor.hydrated();
  await chat.ask('Mark it as done', /buy milk/i);
  await expect(page).toHaveURL(`/chat/${first}`);
  await expect(chat.questions).toHaveCount(2);
  await expect(visitor.tasks.box(/buy milk/i)).toBeChecked();
});
