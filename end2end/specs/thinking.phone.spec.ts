import { expect, test } from '../support/test';

test.use({ scripted: true });

test('a thought is unfolded by a finger', async ({ visitor, model }) => {
  model.on('Think about zebras', (reply) => reply.say('<think>Zebras are lions.</think>\n\nThey have stripes.'));
  await visitor.signUp();
  await visitor.chat.ask('Think about zebras', 'They have stripes.');
  const fold = visitor.chat.lastReply.getByText(/^Thought for/);
  expect((await fold.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  await fold.tap();
  await expect(visitor.chat.lastReply.getByText('Zebras are lions.')).toBeVisible();
});
