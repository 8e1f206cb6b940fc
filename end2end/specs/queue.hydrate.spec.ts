import { expect, Gate, test } from '../support/test';

test.use({ scripted: true });

test('what is said while a reply runs waits for its turn', async ({ visitor, model }) => {
  const { chat } = visitor;
  const more = new Gate();
  model.on('First', async (reply) => {
    reply.say('One');
    await more.opened;
    reply.say(' and done.');
  });
  model.on('Second', (reply) => reply.say('Two.'));
  await visitor.signUp();
  await chat.say('First');
  await expect(chat.lastReply).toContainText('One');
  await chat.say('Second');
  await expect(chat.replies).toHaveCount(2);
  await expect(chat.lastReply).toContainText('Waiting');
  await visitor.reload();
  await expect(chat.lastReply).toContainText('Waiting');
  more.open();
  await expect(chat.replies.first()).toContainText('One and done.');
  await expect(chat.lastReply).toContainText('Two.');
  await chat.settled();
  await expect(chat.questions).toHaveText([/First/, /Second/]);
});

test('the first two messages of a conversation are one conversation', async ({ visitor, model }) => {
  const { chat } = visitor;
  const more = new Gate();
  model.on('Alpha', async (reply) => {
    await more.opened;
    reply.say('One.');
  });
  await visitor.signUp();
  await chat.say('Alpha');
  await chat.say('Beta');
  more.open();
  await expect(chat.replies).toHaveText([/One\./, /OK\./]);
  await chat.settled();
});

test('a tab that nobody sees holds no connection, and catches up', async ({ visitor, model, page }) => {
  const { chat } = visitor;
  const [away, more] = [new Gate(), new Gate()];
  model.on('Tell me', async (reply) => {
    reply.say('One.\n\nTwo');
    await away.opened;
    reply.say(' and three.\n\nFour');
    await more.opened;
    reply.say(' and five.');
  });
  await visitor.signUp();
  await chat.say('Tell me');
  await expect(chat.lastReply).toContainText('Two');

  const gone = page.waitForEvent('requestfailed', (request) => request.url().includes('/rpc/chat/send'));
  await visitor.look(false);
  await gone;
  away.open();
  const position = page.waitForRequest((request) => request.url().includes('/rpc/chat/follow'));
  await visitor.look(true);
  // The page asks only for the text that it does not have, which begins after the first paragraph.
  expect((await position).postData()).toMatch(/position=6/);
  await expect(chat.lastReply).toContainText('Four');
  more.open();
  await expect(chat.lastReply.locator('p')).toHaveText(['One.', 'Two and three.', 'Four and five.', '']);
  await chat.settled();
});

test('a tab that is seen again shows what was said on another device', async ({ visitor, another }) => {
  const { chat } = visitor;
  const who = await visitor.signUp();
  await chat.ask('Hello', 'OK.');
  const other = await another();
  await other.logIn(who);
  await visitor.look(false);
  await other.chat.link(chat.number).click();
  await expect(other.chat.replies).toHaveCount(1);
  await other.chat.ask('Hello from the phone', 'OK.');
  await visitor.look(true);
  await expect(chat.questions).toHaveText([/Hello/, /Hello from the phone/]);
  await expect(chat.replies).toHaveCount(2);
});
