import { beforeTheClient } from '../support/before-the-client';
import { expect, test } from '../support/test';

test.use({ scripted: true, settings: { AI_MODEL_PROVIDER: 'openai,offline', OPENAI_MODEL: 'fake,other' } });

test('a model that is chosen before the client lives is kept', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  // A new conversation: its first message carries the choice.
  let arrived = await beforeTheClient(page);
  await chat.model.selectOption('offline');
  arrived.open();
  await visitor.hydrated();
  await expect(chat.model).toHaveValue('offline');
  await chat.ask('Add a task to buy milk', 'Buy milk');

  // One that is there already: the server is told.
  arrived = await beforeTheClient(page);
  await expect(chat.model).toHaveValue('offline');
  await chat.model.selectOption('Automatic');
  const saved = page.waitForResponse('**/rpc/chat/choose_model');
  arrived.open();
  await visitor.hydrated();
  expect((await saved).status()).toBe(200);
  await expect(chat.model).toHaveValue('automatic');
  await visitor.reload();
  await expect(chat.model).toHaveValue('automatic');
  await chat.ask('Add a task to buy eggs', 'OK.');
});
