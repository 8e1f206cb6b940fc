import { expect, Gate, test } from '../support/test';

test.use({ scripted: true });
test.skip(({ javaScriptEnabled }) => javaScriptEnabled !== false, 'a hydrated page sends no plain forms');

test('a plain form of a message that is refused says why, and an edited text is not lost', async ({
  visitor,
  page,
  model,
}) => {
  const { chat } = visitor;
  const end = new Gate();
  model.on('Take your time', async (reply) => {
    reply.say('One.');
    await end.opened;
  });
  await visitor.signUp();
  await chat.ask('Hello', 'OK.');
  await chat.regenerateButton.click();
  await expect(chat.versions(chat.lastReply)).toContainText('2 / 2');
  const tabs = [await visitor.anotherTab(), await visitor.anotherTab(), await visitor.anotherTab()] as const;
  for (const tab of tabs) await tab.open(page.url());

  // Another device sends a message, and its reply is being written.
  const headers = { origin: new URL(page.url()).origin, accept: 'application/json' };
  const form = { conversation: chat.number, text: 'Take your time', client_id: 'c'.repeat(32) };
  const queued = await page.request.post('/rpc/chat/queue', { form, headers });
  expect(queued.status()).toBe(200);

  const [retrying, stepping, rating] = tabs;
  await retrying.chat.regenerateButton.click();
  await expect(retrying.page.getByRole('alert').filter({ hasText: /\w/ })).toHaveCount(1);
  await stepping.chat.step(stepping.chat.lastReply, 'Earlier version');
  await expect(stepping.page.getByRole('alert').filter({ hasText: 'still being written' })).toBeVisible();
  const rated = rating.chat.lastReply.locator('.feedback input[name=reply]');
  await rated.evaluate((field) => ((field as HTMLInputElement).value = '999999'));
  await rating.chat.feedback(rating.chat.lastReply, 'Good reply').click();
  await expect(rating.page.getByRole('alert').filter({ hasText: /\w/ })).toHaveCount(1);

  await chat.edit(chat.questions.first(), 'Good evening');
  await expect(page.getByRole('alert').filter({ hasText: 'still being written' })).toBeVisible();
  await expect(chat.composer).toHaveValue('Good evening');
  end.open();
});

test('an edited text that is too long says so, and is not lost', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await chat.ask('Hello', 'OK.');
  const long = 'ten chars '.repeat(801);
  await chat.edit(chat.questions.first(), long);
  await expect(page.getByRole('alert').filter({ hasText: '1 to 8000' })).toBeVisible();
  await expect(chat.composer).toHaveValue(long);
});

test('an edited text waits over a log-in', async ({ visitor, another, page }) => {
  const { chat, account } = visitor;
  const who = await visitor.signUp();
  await chat.ask('Hello', 'OK.');
  const here = new URL(page.url()).pathname;
  const other = await another();
  await other.logIn(who);
  await other.open('/settings');
  await other.settings.logOutOthers.click();
  await expect(other.settings.devices).toHaveCount(1);
  await chat.edit(chat.questions.first(), 'Good evening');
  await visitor.goesToLogIn();
  await account.logIn(who.email, who.password);
  await expect(page).toHaveURL((url) => url.pathname === here);
  await expect(chat.composer).toHaveValue('Good evening');
});
