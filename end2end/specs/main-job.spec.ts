import { expect, test } from '../support/test';

test('somebody manages tasks by talking, and reload keeps everything', async ({ visitor, page }) => {
  const { chat, tasks } = visitor;
  await visitor.signUp();

  await chat.ask('Add a task to buy milk', /buy milk/i);
  await expect(tasks.box(/buy milk/i)).not.toBeChecked();
  await chat.ask('Add a task to call the dentist', /call the dentist/i);
  await chat.ask('Show me all my tasks', /buy milk/i);
  await expect(chat.lastReply).toContainText(/call the dentist/i);
  await chat.ask('I finished buy milk', /buy milk/i);
  await expect(tasks.box(/buy milk/i)).toBeChecked();
  await chat.ask('Delete the dentist task', /dentist/i);
  await expect(tasks.boxes).toHaveCount(1);

  const address = page.url();
  await visitor.reload();
  expect(page.url()).toBe(address);
  await expect(chat.questions).toHaveText([
    /Add a task to buy milk/,
    /Add a task to call the dentist/,
    /Show me all my tasks/,
    /I finished buy milk/,
    /Delete the dentist task/,
  ]);
  await expect(chat.replies).toHaveCount(5);
  await expect(tasks.boxes).toHaveCount(1);
  await expect(tasks.box(/buy milk/i)).toBeChecked();
});

test('a task that was ticked stays so, through a reload and another log-in', async ({ visitor }) => {
  const { chat, tasks } = visitor;
  const who = await visitor.signUp();
  await chat.ask('Add a task to buy milk', /buy milk/i);
  await tasks.tick('Buy milk', true);
  await visitor.reload();
  await expect(tasks.box('Buy milk')).toBeChecked();
  await visitor.logOut();
  await visitor.logIn(who);
  await expect(tasks.box('Buy milk')).toBeChecked();
});

test('what was said and done is there after logging in again', async ({ visitor, page }) => {
  const { chat, tasks } = visitor;
  const who = await visitor.signUp();
  await chat.ask('Add a task to water the plants', /water the plants/i);
  const { number } = chat;
  await visitor.logOut();
  await visitor.logIn(who);
  await expect(tasks.box(/water the plants/i)).toBeVisible();
  await chat.link(number).click();
  await expect(page).toHaveURL(`/chat/${number}`);
  await expect(chat.questions).toHaveText([/Add a task to water the plants/]);
  await expect(chat.replies).toHaveText([/water the plants/i]);
});

test('the assistant says what it can do when it does not understand', async ({ visitor }) => {
  await visitor.signUp();
  await visitor.chat.ask('colourless green ideas sleep furiously', /task/i);
  await expect(visitor.tasks.boxes).toHaveCount(0);
});
