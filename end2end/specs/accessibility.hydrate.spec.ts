import { expectAccessible } from '../support/axe';
import { expect, Gate, test } from '../support/test';

// axe is slow, especially on a busy machine.
test.slow();

test.use({ scripted: true });

test('a reply that is written, and one that waits for it', async ({ visitor, model }) => {
  const { chat } = visitor;
  const more = new Gate();
  model.on('Tell me a story', async (reply) => {
    reply.say('Once upon a time\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> there was');
    await more.opened;
  });
  await visitor.signUp();
  await chat.say('Tell me a story');
  await expect(chat.lastReply).toContainText('there was');
  await expectAccessible(visitor, 'a reply that is written');
  await chat.say('And then?');
  await expectAccessible(visitor, 'a message in line');
  more.open();
});

test('a reply that failed', async ({ visitor, model }) => {
  model.on('What is up?', (reply) => reply.refuse(500));
  await visitor.signUp();
  await visitor.chat.say('What is up?');
  // Docket tries a few times before it gives up.
  await expect(visitor.chat.retryButton).toBeVisible({ timeout: 40_000 });
  await expectAccessible(visitor, 'a reply that failed');
});

test('what a model thought', async ({ visitor, model }) => {
  model.on('Think about zebras', (reply) => reply.say('<think>Zebras are lions.</think>\n\nThey have stripes.'));
  await visitor.signUp();
  await visitor.chat.ask('Think about zebras', 'They have stripes.');
  await expectAccessible(visitor, 'a folded thought');
  await visitor.chat.lastReply.getByText(/^Thought for/).click();
  await expectAccessible(visitor, 'a thought');
});

test('tasks that are selected, and a line that is typed', async ({ visitor, page }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks');
  for (const title of ['Pay rent', 'Buy milk']) await tasks.add(title);
  await tasks.newTask.fill('Call mom tomorrow at 17:00 p2 #Home @phone');
  await expect(tasks.preview).toContainText('P2');
  await expectAccessible(visitor, 'what was understood of a line');
  await tasks.newTask.fill('');
  await page.getByRole('button', { name: 'Select', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Select Buy milk' }).check();
  await expectAccessible(visitor, 'tasks that are selected');
});

test('notices, and a task that has changed under an open editor', async ({ visitor, another }) => {
  const { tasks } = visitor;
  const person = await visitor.signUp();
  await visitor.open('/tasks');
  await tasks.add('Buy milk');
  const other = await another();
  await other.logIn(person);
  await other.open('/tasks');
  await tasks.open('Buy milk');
  await tasks.descriptionField.fill('Two');
  await other.tasks.edit('Buy milk', { title: 'Buy oat milk', description: 'Three' });
  await expect(tasks.region.getByText('was changed meanwhile')).toBeVisible();
  await expectAccessible(visitor, 'a task that has changed');
  await visitor.page.context().clearCookies();
  await tasks.saveButton.click();
  await expect(visitor.account.alert.getByRole('link', { name: 'Log in again' })).toBeVisible();
  await expectAccessible(visitor, 'a notice');
});

test('pages of errors', async ({ visitor, page, server }) => {
  await visitor.signUp();
  // A form that another site's page has sent.
  await page.goto('about:blank');
  await page.setContent(`<form method="post" action="${server.url}/rpc/tasks/add"><button>Win</button></form>`);
  await page.getByRole('button', { name: 'Win' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Something went wrong' })).toBeVisible();
  await expectAccessible(visitor, 'the page of an error');
});
