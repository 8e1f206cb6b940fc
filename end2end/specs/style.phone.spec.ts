import { expect, test } from '../support/test';

test('what a finger presses is large enough, and times show without a pointer', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await chat.ask('Add a task to buy milk', /buy milk/i);
  await expect(chat.questions.first().locator('time')).toHaveCSS('opacity', '1');
  for (const target of [
    chat.questions.last().getByText('Edit', { exact: true }),
    chat.lastReply.locator('.tool-card summary'),
    chat.lastReply.locator('.tool-call').getByRole('button', { name: 'Undo' }),
    chat.sendButton,
    page.getByRole('button', { name: 'Open menu', exact: true }),
  ]) {
    await target.scrollIntoViewIfNeeded();
    const { width, height } = (await target.boundingBox())!;
    expect(Math.min(width, height), String(target)).toBeGreaterThanOrEqual(44);
  }
  await page.getByRole('button', { name: 'Open menu', exact: true }).tap();
  const { width, height } = (await visitor.account.logOutButton.boundingBox())!;
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
});
