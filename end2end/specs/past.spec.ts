import { expect, test } from '../support/test';

test('a passage from the past can be read, and nothing in it changes the conversation', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await chat.ask('Hello', /./);
  await visitor.search.find('Hello');
  await visitor.search.group('Messages').getByRole('link', { name: 'Hello' }).first().click();
  await expect(page).toHaveURL(/\/chat\/\d+\?at=\d+/);
  await visitor.hydrated();
  await expect(chat.questions.first()).toContainText('Hello');
  await chat.questions.first().hover();
  await expect(chat.questions.first().getByText('Edit', { exact: true })).toHaveCount(0);
  await expect(chat.regenerateButton).toHaveCount(0);
  await expect(chat.retryButton).toHaveCount(0);
  await page.getByRole('link', { name: 'Go to the end of the conversation' }).click();
  await expect(chat.regenerateButton).toHaveCount(1);
});
