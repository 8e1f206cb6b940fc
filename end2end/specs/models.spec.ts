import { expect, test } from '../support/test';

test.use({ scripted: true, settings: { AI_MODEL_PROVIDER: 'openai,offline', OPENAI_MODEL: 'fake,other' } });

test('the chosen model answers in this conversation from now on', async ({ visitor }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await expect(chat.model).toHaveValue('automatic');
  await expect(chat.model.getByRole('option')).toHaveText(['Automatic', 'fake', 'other', 'offline']);

  await chat.model.selectOption('offline');
  await chat.ask('Add a task to buy milk', 'Buy milk');
  await expect(chat.model).toHaveValue('offline');
  await visitor.reload();
  await expect(chat.model).toHaveValue('offline');
  await chat.ask('Add a task to buy eggs', 'Buy eggs');

  const chosen = visitor.javaScript
    ? visitor.page.waitForResponse((response) => response.url().endsWith('/rpc/chat/choose_model'))
    : undefined;
  await chat.model.selectOption('Automatic');
  await chosen;
  await chat.ask('Add a task to buy bread', 'OK.');
  await visitor.reload();
  await expect(chat.model).toHaveValue('automatic');

  await chat.startNew();
  await expect(chat.model).toHaveValue('automatic');
});

test('the picker fits a phone', async ({ visitor }) => {
  await visitor.page.setViewportSize({ width: 360, height: 740 });
  await visitor.signUp();
  await expect(visitor.chat.model).toBeInViewport();
  const width = await visitor.page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(360);
});
