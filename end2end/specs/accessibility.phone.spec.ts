import { expectAccessible } from '../support/axe';
import { expect, test } from '../support/test';

test('the drawer', async ({ visitor, page }) => {
  await visitor.signUp();
  await visitor.chat.ask('Add a task to buy milk', /buy milk/i);
  await expectAccessible(visitor, 'a conversation on a phone');
  await page.getByRole('button', { name: 'Open menu', exact: true }).click();
  await expect(visitor.account.logOutButton).toBeVisible();
  await expectAccessible(visitor, 'the drawer on a phone');
});
