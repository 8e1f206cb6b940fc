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
