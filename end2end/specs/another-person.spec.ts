import { person } from '../pages/person';
import { expect, Gate, test } from '../support/test';

test('plain forms of one person do nothing for the next one who logs in', async ({ visitor, another, page }) => {
  // The client never arrives, so that the forms stay plain.
  const never = new Gate();
  await page.context().route('**/*.wasm', async (route) => {
    await never.opened;
    await route.abort();
  });
  const { chat } = visitor;
  const ann = person();
  await page.goto('/signup', { waitUntil: 'domcontentloaded' });
  await visitor.account.signUp(ann);
  await expect(page).toHaveURL('/chat');
  await page.context().addInitScript(() => delete (window as Partial<Window & typeof globalThis>).BroadcastChannel);
  await page.reload({ waitUntil: 'domcontentloaded' });
  const tab = await visitor.anotherTab();
  await tab.page.goto('/settings', { waitUntil: 'domcontentloaded' });
  await tab.account.logOutButton.click();
  await expect(tab.page).toHaveURL('/login');
  const bob = person();
  await tab.page.goto('/signup', { waitUntil: 'domcontentloaded' });
  await tab.account.signUp(bob);
  await expect(tab.page).toHaveURL('/chat');

  await chat.composer.fill('The presents are in the cellar');
  await chat.sendButton.click();
  await expect(page.getByText('Somebody else has logged in')).toBeVisible();
  await expect(chat.composer).toHaveValue('');
  never.open();

  const bobs = await another();
  await bobs.logIn(bob);
  await expect(bobs.chat.composer).toHaveValue('');
  await expect(bobs.chat.conversations.getByRole('link')).toHaveCount(0);
  const anns = await another();
  await anns.logIn(ann);
  await expect(anns.chat.composer).toHaveValue('The presents are in the cellar');
  await expect(anns.tasks.boxes).toHaveCount(0);
});
