import { expect, test } from '../support/test';

test.use({ scripted: true });

test('a reply is written again, and both can be read', async ({ visitor, model }) => {
  const { chat } = visitor;
  let count = 0;
  model.on('Name a number', (reply) => reply.say(`Number ${++count}.`));
  await visitor.signUp();
  await chat.ask('Name a number', 'Number 1.');
  await chat.lastReply.hover();
  await chat.regenerateButton.click();
  await expect(chat.lastReply).toContainText('Number 2.');
  await chat.settled();
  await expect(chat.replies).toHaveCount(1);
  await expect(chat.versions(chat.lastReply)).toContainText('2 / 2');

  await chat.step(chat.lastReply, 'Earlier version');
  await expect(chat.lastReply).toContainText('Number 1.');
  await expect(chat.versions(chat.lastReply)).toContainText('1 / 2');
  await visitor.reload();
  await expect(chat.lastReply).toContainText('Number 1.');
  await chat.step(chat.lastReply, 'Later version');
  await expect(chat.lastReply).toContainText('Number 2.');
});

test('a message is edited, and what followed the old one stays', async ({ visitor, model }) => {
  const { chat } = visitor;
  model.on('I like tea', (reply) => reply.say('Tea it is.'));
  model.on('I like coffee', (reply) => reply.say('Coffee it is.'));
  await visitor.signUp();
  await chat.ask('I like tea', 'Tea it is.');
  await chat.ask('Good', 'OK.');
  await chat.edit(chat.questions.first(), 'I like coffee');
  await expect(chat.lastReply).toContainText('Coffee it is.');
  await chat.settled();
  await expect(chat.questions).toHaveText([/I like coffee/]);
  await expect(chat.replies).toHaveCount(1);

  await chat.step(chat.questions.first(), 'Earlier version');
  await expect(chat.questions).toHaveText([/I like tea/, /Good/]);
  await expect(chat.replies).toHaveCount(2);
});
