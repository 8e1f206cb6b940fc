import { expect, test } from '../support/test';

test('a reply is rated, and the rating is taken back', async ({ visitor }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await chat.ask('Add a task to buy milk', /buy milk/i);
  await chat.lastReply.hover();
  const [good, bad] = [chat.feedback(chat.lastReply, 'Good reply'), chat.feedback(chat.lastReply, 'Bad reply')];
  const pressed = (yes: boolean) => ['aria-pressed', String(yes)] as const;
  await expect(good).toHaveAttribute(...pressed(false));

  const stored = () => visitor.page.waitForResponse((response) => response.url().endsWith('/rpc/chat/rate'));
  for (const [button, isGood, isBad] of [
    [good, true, false],
    [bad, false, true],
    [bad, false, false],
    [good, true, false],
  ] as const) {
    await chat.lastReply.hover();
    await Promise.all([stored(), button.click()]);
    await expect(good).toHaveAttribute(...pressed(isGood));
    await expect(bad).toHaveAttribute(...pressed(isBad));
  }
  await visitor.reload();
  await expect(good).toHaveAttribute(...pressed(true));
  await expect(bad).toHaveAttribute(...pressed(false));
  // It shows without the pointer over it.
  await visitor.page.mouse.move(0, 0);
  await expect(good.locator('..')).toHaveCSS('opacity', '1');
});
