import type { Page, Response } from '@playwright/test';
import { expect, test } from '../support/test';

/** Resolves when the page has sent this text to the server. */
function kept(page: Page, text: string): Promise<Response> {
  const tells = (response: Response) => new URLSearchParams(response.request().postData() ?? '').get('text') === text;
  return page.waitForResponse((response) => response.url().endsWith('/rpc/chat/keep_draft') && tells(response));
}

test('what is not sent yet waits in its conversation, on every device and after a log-out', async ({
  visitor,
  another,
  page,
}) => {
  const { chat } = visitor;
  const who = await visitor.signUp();
  await chat.ask('Hello', /./);
  const { number } = chat;
  let told = kept(page, 'Half a sentence');
  await chat.composer.pressSequentially('Half a sentence');
  expect((await told).status()).toBe(200);
  await chat.startNew();
  await expect(chat.composer).toHaveValue('');
  told = kept(page, 'Something new');
  await chat.composer.fill('Something new');
  await told;

  const other = await another();
  await other.logIn(who);
  await expect(other.chat.composer).toHaveValue('Something new');
  await other.open(`/chat/${number}`);
  await expect(other.chat.composer).toHaveValue('Half a sentence');

  await visitor.logOut();
  await visitor.logIn(who);
  await visitor.open(`/chat/${number}`);
  await expect(chat.composer).toHaveValue('Half a sentence');
  told = kept(page, '');
  await chat.sendButton.click();
  await told;
  await chat.questionIs(1, 'Half a sentence');
  await chat.settled();
  await visitor.reload();
  await expect(chat.questions).toHaveCount(2);
  await expect(chat.composer).toHaveValue('');
});

test('what is being written is not overwritten by what was', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  const told = kept(page, 'The old text');
  await chat.composer.fill('The old text');
  await told;
  let answer!: () => void;
  const wait = new Promise<void>((go) => (answer = go));
  await page.route('**/rpc/chat/draft*', async (route) => {
    await wait;
    await route.continue();
  });
  await visitor.reload();
  await chat.composer.fill('The new text');
  const had = page.waitForResponse(/\/rpc\/chat\/draft/);
  answer();
  await had;
  await expect(chat.composer).toHaveValue('The new text');
});
