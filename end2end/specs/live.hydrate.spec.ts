import { expect, test } from '../support/test';

test.describe('with two devices', () => {
  test('what one does, the other shows by itself', async ({ visitor, another }) => {
    const person = await visitor.signUp();
    const other = await another();
    await other.logIn(person);

    // Tasks, by hand and by the assistant.
    await visitor.tasks.add('Buy milk');
    await expect(other.tasks.box('Buy milk')).toBeVisible();
    await visitor.tasks.tick('Buy milk', true);
    await expect(other.tasks.box('Buy milk')).toBeChecked();
    await visitor.chat.ask('Add a task to call mom', /call mom/i);
    await expect(other.tasks.box('Call mom')).toBeVisible();

    // The conversation, in the list and open.
    await other.chat.link(visitor.chat.number).click();
    await expect(other.chat.lastReply).toContainText(/call mom/i);
    await visitor.chat.ask('Add a task to water the plants', /water the plants/i);
    await expect(other.chat.replies).toHaveCount(2);
    await expect(other.chat.lastReply).toContainText(/water the plants/i);
    await visitor.chat.ask('What is pending?', /plants/i);
    await expect(other.chat.replies).toHaveCount(3);
    await visitor.manage.rename('Home');
    await expect(other.chat.conversations.getByRole('link', { name: 'Home' })).toBeVisible();
    await expect(other.page.getByRole('heading', { name: 'Home' })).toBeVisible();
  });

  test('a page that was hidden catches up when it is shown', async ({ visitor, another }) => {
    const person = await visitor.signUp();
    const other = await another();
    await other.logIn(person);
    await other.look(false);
    await visitor.tasks.add('Buy milk');
    await other.look(true);
    await expect(other.tasks.box('Buy milk')).toBeVisible();
  });
});

test('a page has one stream, and a hidden one has none', async ({ visitor, page }) => {
  const opened: string[] = [];
  const ended: string[] = [];
  const isLive = (url: string) => url.includes('/rpc/live/');
  page.on('request', (request) => isLive(request.url()) && opened.push(request.url()));
  page.on('requestfailed', (request) => isLive(request.url()) && ended.push(request.url()));
  await visitor.signUp();
  await visitor.tasks.add('Buy milk');
  await visitor.chat.startNew();
  await expect.poll(() => opened.length - ended.length).toBe(1);
  await visitor.look(false);
  await expect.poll(() => opened.length - ended.length).toBe(0);
});
