import { person } from '../pages/person';
import { expect, test } from '../support/test';

test.use({ scripted: true });

test('a message that is written when the session ends elsewhere is there after the log-in', async ({
  visitor,
  another,
  page,
}) => {
  const { chat, account } = visitor;
  const who = await visitor.signUp();
  await chat.ask('Hello', 'OK.');
  const here = new URL(page.url()).pathname;
  await chat.composer.fill('Half a sentence');
  await chat.composer.press('Shift+Enter');
  await chat.composer.pressSequentially('& <b>the rest</b>');

  const other = await another();
  await other.logIn(who);
  await other.open('/settings');
  await other.settings.logOutOthers.click();
  await expect(other.settings.devices).toHaveCount(1);

  await chat.sendButton.click();
  await visitor.goesToLogIn();
  await expect(page).toHaveURL(new RegExp(`^[^?]*/login\\?next=${encodeURIComponent(here)}`));
  // A wrong password does not change where the person goes afterwards.
  await account.logIn(who.email, 'not my password');
  await expect(account.alert).toBeVisible();
  await visitor.hydrated();
  await account.logIn(who.email, who.password);
  await expect(page).toHaveURL((url) => url.pathname === here);
  await visitor.hydrated();
  await expect(chat.composer).toHaveValue('Half a sentence\n& <b>the rest</b>');
  await chat.sendButton.click();
  await chat.questionIs(1, 'Half a sentence');
  await expect(chat.composer).toHaveValue('');
});

test('the next person at the browser does not see it', async ({ visitor, another, page }) => {
  const { chat, account } = visitor;
  const who = await visitor.signUp();
  await chat.composer.fill('The surprise party');
  const other = await another();
  await other.logIn(who);
  await other.open('/settings');
  await other.settings.logOutOthers.click();
  await expect(other.settings.devices).toHaveCount(1);
  await chat.sendButton.click();
  await visitor.goesToLogIn();
  await page.getByRole('link', { name: 'Create an account' }).click();
  await visitor.hydrated();
  await account.signUp(person('Ben'));
  await expect(page).toHaveURL((url) => url.pathname === '/chat');
  await visitor.hydrated();
  await expect(chat.composer).toHaveValue('');
  await expect(page.locator('body')).not.toContainText('surprise party');
});
