import { person } from '../pages/person';
import { expect, test } from '../support/test';

test('two people see nothing of each other', async ({ visitor: ada, another }) => {
  await ada.signUp();
  await ada.chat.ask('Add a task to plan the surprise party', /surprise party/i);
  const { number } = ada.chat;

  const ben = await another();
  await ben.signUp(person('Ben'));
  await expect(ben.tasks.boxes).toHaveCount(0);
  await expect(ben.chat.link(number)).toHaveCount(0);
  await expect(ben.page.locator('body')).not.toContainText(/surprise party/i);

  // A request for it by number gets the same answer as one for a conversation that never existed.
  const words = [];
  for (const path of [`/chat/${number}`, '/chat/987654321']) {
    await ben.open(path);
    await expect(ben.page.getByRole('main')).toContainText(/not there|not found|no such/i);
    await expect(ben.page.locator('body')).not.toContainText(/surprise party/i);
    words.push(await ben.page.getByRole('main').innerText());
  }
  expect(words[0]).toBe(words[1]);

  // Ben's messages and ticks do not reach her tasks either.
  await ben.open('/chat');
  await ben.chat.ask('Delete the surprise party task', /./);
  await ben.chat.ask('Show me all my tasks', /./);
  await expect(ben.chat.lastReply).not.toContainText(/surprise party/i);
  await ada.reload();
  await expect(ada.tasks.box(/surprise party/i)).toBeVisible();
  await expect(ada.chat.questions).toHaveCount(1);
});

test('two people at one browser, one after the other, see nothing of each other', async ({ visitor }) => {
  await visitor.signUp();
  await visitor.chat.ask('Add a task to plan the surprise party', /surprise party/i);
  await visitor.logOut();
  await visitor.signUp(person('Ben'));
  await expect(visitor.tasks.boxes).toHaveCount(0);
  await expect(visitor.page.locator('body')).not.toContainText(/surprise party/i);
});
