import { expect, test } from '../support/test';

test('what the assistant did is undone on its card', async ({ visitor }) => {
  const { chat, tasks } = visitor;
  await visitor.signUp();
  await chat.ask('Add a task to buy milk', /buy milk/i);
  await expect(tasks.box('Buy milk')).toBeVisible();
  await chat.undoButton('Added “Buy milk”').click();
  await expect(chat.lastReply.getByText('Undone', { exact: true })).toBeVisible();
  await expect(chat.undoButton('')).toHaveCount(0);
  await expect(tasks.boxes).toHaveCount(0);

  await visitor.reload();
  await expect(chat.lastReply.getByText('Undone', { exact: true })).toBeVisible();
  await expect(chat.undoButton('')).toHaveCount(0);
  await expect(tasks.boxes).toHaveCount(0);
});

test('a deleted task comes back, and a completed one is open again', async ({ visitor }) => {
  const { chat, tasks } = visitor;
  await visitor.signUp();
  await tasks.add('Buy milk');
  await tasks.add('Pay rent');
  await chat.ask('Complete pay rent', /as complete/);
  await expect(tasks.box('Pay rent')).toBeChecked();
  await chat.ask('Delete buy milk', /Deleted/);
  await expect(tasks.box('Buy milk')).toHaveCount(0);

  await chat.undoButton('Deleted “Buy milk”').click();
  await expect(tasks.box('Buy milk')).toBeVisible();
  await chat.undoButton('Completed “Pay rent”').click();
  await expect(tasks.box('Pay rent')).not.toBeChecked();
});

test('what was changed since is not undone, and the page says why', async ({ visitor, page }) => {
  const { chat, tasks } = visitor;
  await visitor.signUp();
  await chat.ask('Add a task to buy milk', /buy milk/i);
  await tasks.edit('Buy milk', { title: 'Buy oat milk', description: '' });
  await chat.undoButton('Added “Buy milk”').click();
  await expect(page.getByRole('alert').filter({ hasText: 'was changed since' })).toBeVisible();
  await expect(tasks.box('Buy oat milk')).toBeVisible();
});

test('an undo that is refused in a passage says why', async ({ visitor, page }) => {
  const { chat, tasks } = visitor;
  await visitor.signUp();
  await chat.ask('Add a task to buy milk', /buy milk/i);
  await tasks.edit('Buy milk', { title: 'Buy oat milk', description: '' });
  await visitor.search.find('milk');
  await visitor.search.group('Messages').getByRole('link').first().click();
  await expect(page).toHaveURL(/\/chat\/\d+\?at=\d+/);
  await visitor.hydrated();
  await chat.undoButton('Added “Buy milk”').click();
  await expect(page.getByRole('alert').filter({ hasText: 'was changed since' })).toBeVisible();
});

test('undo that takes back the last reply, and then the one before', async ({ visitor }) => {
  const { chat, tasks } = visitor;
  await visitor.signUp();
  await chat.ask('Add buy milk and add pay rent', /Added 2 tasks/);
  await chat.ask('Complete pay rent', /as complete/);
  await chat.ask('Undo that', /pending again/);
  await expect(tasks.box('Pay rent')).not.toBeChecked();
  // The card of the undone change says so, even in an earlier reply.
  await expect(chat.replies.nth(1).getByText('Undone', { exact: true })).toBeVisible();
  await expect(chat.undoButton('')).toHaveCount(2);

  await chat.ask('put it back', /off your list/);
  await expect(tasks.boxes).toHaveCount(0);
  await expect(chat.undoButton('')).toHaveCount(0);
  await chat.ask('undo', /nothing to undo/);
});
