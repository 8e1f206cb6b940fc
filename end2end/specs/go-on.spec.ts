import { expect, test } from '../support/test';

test.use({ scripted: true });

test('the assistant goes on with a reply that was cut off', async ({ visitor, model }) => {
  const { chat } = visitor;
  model.on('Tell me everything', (reply) => {
    reply.say('First this.');
    reply.finish('length');
  });
  model.on('Continue', (reply) => reply.say('And then that.'));
  await visitor.signUp();
  await chat.ask('Tell me everything', /First this\..*length limit/s);
  await chat.lastReply.getByRole('button', { name: 'Go on' }).click();
  await chat.questionIs(1, 'Continue');
  await expect(chat.lastReply).toContainText('And then that.');
  await expect(chat.conversation.getByRole('button', { name: 'Go on' })).toHaveCount(0);
});
