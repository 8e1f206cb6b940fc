import { expect, test } from '../support/test';

test('on a touch keyboard, Enter makes a new line', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await chat.composer.tap();
  await page.keyboard.type('Buy milk');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Pay rent');
  await expect(chat.composer).toHaveValue('Buy milk\nPay rent');
  await expect(chat.composer).toHaveAttribute('enterkeyhint', 'enter');
  await expect(chat.questions).toHaveCount(0);
});
