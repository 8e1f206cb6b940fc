import { expectAccessible } from '../support/axe';
import { expect, test } from '../support/test';

// axe is slow, especially on a busy machine.
test.slow();

// axe measures names, roles, contrast and structure, here for each state of the pages in light and in dark colours.

test('pages for strangers', async ({ visitor }) => {
  const paths = ['/', '/signup', '/login', '/forgot-password', '/reset-password', '/reset-password?token=none', '/nowhere'];
  for (const path of paths) {
    await visitor.open(path);
    await expectAccessible(visitor, path);
  }
});

test('refused forms', async ({ visitor }) => {
  const { account } = visitor;
  await visitor.open('/signup');
  await account.allowAnything();
  await account.signUp({ name: 'Ada', email: 'no address', password: 'short' });
  await expect(account.alert.first()).toBeVisible();
  await expectAccessible(visitor, 'a refused sign-up');

  await visitor.open('/login');
  await account.logIn('nobody@example.org', 'correct horse battery');
  await expect(account.alert.first()).toBeVisible();
  await expectAccessible(visitor, 'a refused log-in');
});

test('a conversation', async ({ visitor }) => {
  const { chat, manage } = visitor;
  await visitor.signUp();
  await expectAccessible(visitor, 'an empty chat');
  await chat.ask('Add a task to buy milk', /buy milk/i);
  await chat.ask('Show me all my tasks', /buy milk/i);
  await chat.ask('Delete buy milk', /Deleted/);
  await expectAccessible(visitor, 'replies with cards');
  await chat.undoButton('Deleted “Buy milk”').click();
  await expect(chat.lastReply.getByText('Undone', { exact: true })).toBeVisible();
  await expectAccessible(visitor, 'a change that was undone');

  const question = chat.questions.first();
  await question.hover();
  await question.getByText('Edit', { exact: true }).click();
  await expect(question.getByRole('textbox', { name: 'Edited message' })).toBeVisible();
  await expectAccessible(visitor, 'a message that is edited');
  await manage.open();
  await expectAccessible(visitor, 'the menu of a conversation');
});

test('another version of a reply', async ({ visitor }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await chat.ask('What can you do?', /task/i);
  await chat.regenerateButton.click();
  await expect(chat.versions(chat.lastReply)).toBeVisible();
  await expectAccessible(visitor, 'a reply with versions');
});

test('tasks', async ({ visitor }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks');
  await expectAccessible(visitor, 'no tasks');
  await tasks.add('Buy milk');
  await tasks.add('Pay rent');
  await tasks.tick('Pay rent', true);
  await expectAccessible(visitor, 'tasks');
  await tasks.open('Buy milk');
  await expectAccessible(visitor, 'a task that is edited');
});

test('the views and the page of a task', async ({ visitor, page }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks');
  await tasks.addLine('Water the plants today at 23:30 every day p1 #Home @garden', /plants/);
  await tasks.addLine('Order seeds on 12 December #Home', /seeds/);
  await tasks.add('Buy milk');
  await tasks.tick('Buy milk', true);
  await expect(tasks.toast).toBeVisible();
  await expectAccessible(visitor, 'the way to undo what was done to a task');
  for (const path of ['/tasks/today', '/tasks/upcoming', '/tasks/done', '/tasks/list/Home', '/tasks/tag/garden']) {
    await visitor.open(path);
    await expectAccessible(visitor, path);
  }
  await visitor.open('/tasks');
  await tasks.button('Edit', 'Water the plants').click();
  await tasks.region.getByRole('link', { name: /^More of Water/ }).click();
  await expect(page).toHaveURL(/\/tasks\/\d+$/);
  await visitor.hydrated();
  await expect(page.getByLabel('Title')).toBeVisible();
  await expectAccessible(visitor, 'the page of a task');
  await visitor.open('/tasks/987654321');
  await expectAccessible(visitor, 'the page of no task');
});

test('a passage from the past', async ({ visitor, page }) => {
  await visitor.signUp();
  await visitor.chat.ask('Hello', /./);
  await visitor.search.find('Hello');
  await visitor.search.group('Messages').getByRole('link', { name: 'Hello' }).first().click();
  await expect(page).toHaveURL(/\/chat\/\d+\?at=\d+/);
  await visitor.hydrated();
  await expectAccessible(visitor, 'a passage from the past');
});

test('conversations and what is found in them', async ({ visitor }) => {
  const { chat, manage, search } = visitor;
  await visitor.signUp();
  await visitor.open('/conversations');
  await expectAccessible(visitor, 'no conversations');
  await visitor.open('/search');
  await expectAccessible(visitor, 'a search for nothing');
  await visitor.open('/chat');
  await chat.ask('Add a task to buy milk', /buy milk/i);
  await visitor.open('/conversations');
  await expectAccessible(visitor, 'conversations');
  await search.find('milk');
  await expect(search.hits.first()).toBeVisible();
  await expectAccessible(visitor, 'what was found');
  await search.find('submarine');
  await expect(search.summary).toBeVisible();
  await expectAccessible(visitor, 'nothing was found');

  await chat.conversations.getByRole('link', { name: /milk/i }).first().click();
  await expect(manage.openButton).toBeVisible();
  await visitor.hydrated();
  await manage.press('Archive');
  await visitor.open('/conversations?archived');
  await expectAccessible(visitor, 'the archive');
});

test('a conversation that is deleted', async ({ visitor }) => {
  await visitor.signUp();
  await visitor.chat.ask('Add a task to buy milk', /buy milk/i);
  await visitor.manage.press('Delete');
  await expect(visitor.manage.notice).toBeVisible();
  await expectAccessible(visitor, 'the way to have it back');
});

test('settings', async ({ visitor }) => {
  await visitor.signUp();
  await visitor.open('/settings');
  await expectAccessible(visitor, 'settings');
});

test('tasks of a file', async ({ visitor, page }) => {
  await visitor.signUp();
  await visitor.open('/tasks/import');
  await expectAccessible(visitor, 'the page that asks for a file');
  await page.getByLabel('Or paste a text').fill('A text\n\n# Home\n- [ ] Milk [due:: 2026-12-04]\n    - [ ] Oat\n- [x] Bread');
  await page.getByRole('button', { name: 'Show a preview' }).click();
  await visitor.hydrated();
  await expectAccessible(visitor, 'a preview');
  await page.getByRole('button', { name: 'Import 2 tasks' }).click();
  await visitor.hydrated();
  await expectAccessible(visitor, 'an import');
});
