import { expectAccessible } from '../support/axe';
import { expect, test } from '../support/test';

// axe sees what can be measured: names, roles, contrast, structure. Each state in light and in dark colours.

test('pages for strangers', async ({ visitor, page }) => {
  const paths = ['/', '/signup', '/login', '/forgot-password', '/reset-password', '/reset-password?token=none', '/nowhere'];
  for (const path of paths) {
    await visitor.open(path);
    await expectAccessible(page, path);
  }
});

test('refused forms', async ({ visitor, page }) => {
  const { account } = visitor;
  await visitor.open('/signup');
  await account.allowAnything();
  await account.signUp({ name: 'Ada', email: 'no address', password: 'short' });
  await expect(account.alert.first()).toBeVisible();
  await expectAccessible(page, 'a refused sign-up');

  await visitor.open('/login');
  await account.logIn('nobody@example.org', 'correct horse battery');
  await expect(account.alert.first()).toBeVisible();
  await expectAccessible(page, 'a refused log-in');
});

test('a conversation', async ({ visitor, page }) => {
  const { chat, manage } = visitor;
  await visitor.signUp();
  await expectAccessible(page, 'an empty chat');
  await chat.ask('Add a task to buy milk', /buy milk/i);
  await chat.ask('Show me all my tasks', /buy milk/i);
  await chat.ask('Delete buy milk', /Deleted/);
  await expectAccessible(page, 'replies with cards');
  await chat.undoButton('Deleted “Buy milk”').click();
  await expect(chat.lastReply.getByText('Undone', { exact: true })).toBeVisible();
  await expectAccessible(page, 'a change that was undone');

  const question = chat.questions.first();
  await question.hover();
  await question.getByText('Edit', { exact: true }).click();
  await expect(question.getByRole('textbox', { name: 'Edited message' })).toBeVisible();
  await expectAccessible(page, 'a message that is edited');
  await manage.open();
  await expectAccessible(page, 'the menu of a conversation');
});

test('another version of a reply', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await chat.ask('What can you do?', /task/i);
  await chat.regenerateButton.click();
  await expect(chat.versions(chat.lastReply)).toBeVisible();
  await expectAccessible(page, 'a reply with versions');
});

test('tasks', async ({ visitor, page }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks');
  await expectAccessible(page, 'no tasks');
  await tasks.add('Buy milk');
  await tasks.add('Pay rent');
  await tasks.tick('Pay rent', true);
  await expectAccessible(page, 'tasks');
  await tasks.open('Buy milk');
  await expectAccessible(page, 'a task that is edited');
});

test('conversations and what is found in them', async ({ visitor, page }) => {
  const { chat, manage, search } = visitor;
  await visitor.signUp();
  await visitor.open('/conversations');
  await expectAccessible(page, 'no conversations');
  await visitor.open('/search');
  await expectAccessible(page, 'a search for nothing');
  await visitor.open('/chat');
  await chat.ask('Add a task to buy milk', /buy milk/i);
  await visitor.open('/conversations');
  await expectAccessible(page, 'conversations');
  await search.find('milk');
  await expect(search.hits.first()).toBeVisible();
  await expectAccessible(page, 'what was found');
  await search.find('submarine');
  await expect(search.summary).toBeVisible();
  await expectAccessible(page, 'nothing was found');

  await chat.conversations.getByRole('link', { name: /milk/i }).first().click();
  await expect(manage.openButton).toBeVisible();
  await visitor.hydrated();
  await manage.press('Archive');
  await visitor.open('/conversations?archived');
  await expectAccessible(page, 'the archive');
});

test('a conversation that is deleted', async ({ visitor, page }) => {
  await visitor.signUp();
  await visitor.chat.ask('Add a task to buy milk', /buy milk/i);
  await visitor.manage.press('Delete');
  await expect(visitor.manage.notice).toBeVisible();
  await expectAccessible(page, 'the way to have it back');
});

test('settings', async ({ visitor, page }) => {
  await visitor.signUp();
  await visitor.open('/settings');
  await expectAccessible(page, 'settings');
});
