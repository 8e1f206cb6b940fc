import type { Page, Response } from '@playwright/test';
import { expect, Gate, test } from '../support/test';

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
  await chat.ask('Hello', /./);
  const { number } = chat;
  let told = kept(page, 'The old text');
  await chat.composer.fill('The old text');
  await told;

  // The page has brought the old text, and the script is on its way.
  const arrived = new Gate();
  await page.route('**/*.wasm', async (route) => {
    await arrived.opened;
    await route.continue();
  });
  await page.reload({ waitUntil: 'domcontentloaded' });
  await expect(chat.composer).toHaveValue('The old text');
  await chat.composer.fill('The new text');
  told = kept(page, 'The new text');
  arrived.open();
  await visitor.hydrated();
  await told;
  await expect(chat.composer).toHaveValue('The new text');

  // The page asks for the old text of another conversation.
  const answered = new Gate();
  await page.route('**/rpc/chat/draft*', async (route) => {
    await answered.opened;
    await route.continue();
  });
  await chat.startNew();
  await chat.link(number).click();
  await expect(chat.questions).toHaveCount(1);
  await chat.composer.fill('The newest text');
  const of = (response: Response) => new URLSearchParams(response.request().postData() ?? '').get('conversation');
  const had = page.waitForResponse(
    (response) => response.url().endsWith('/rpc/chat/draft') && of(response) === number,
  );
  answered.open();
  await had;
  await expect(chat.composer).toHaveValue('The newest text');
});

test('a page brings its draft along, and one goes on writing behind it', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  const draft = '\nHalf a <b>sentence</b> &';
  let told = kept(page, draft);
  await chat.composer.fill(draft);
  await told;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await visitor.reload();
  await expect(chat.composer).toHaveValue(draft);
  await expect(chat.composer).toBeFocused();
  told = kept(page, `${draft} more`);
  await page.keyboard.type(' more');
  await told;
  await expect(chat.composer).toHaveValue(`${draft} more`);
  expect(asked.filter((path) => path.includes('draft'))).toEqual(['/rpc/chat/keep_draft']);

  // What is emptied stays empty.
  told = kept(page, '');
  await chat.composer.clear();
  await told;
  await visitor.reload();
  await expect(chat.composer).toHaveValue('');
});

test('what was written after the session had ended is newer than the draft on the server', async ({
  visitor,
  another,
  page,
}) => {
  const { chat, account } = visitor;
  const who = await visitor.signUp();
  const told = kept(page, 'Half a sentence');
  await chat.composer.fill('Half a sentence');
  await told;
  const other = await another();
  await other.logIn(who);
  await other.open('/settings');
  await other.settings.logOutOthers.click();
  await expect(other.settings.devices).toHaveCount(1);

  await chat.composer.fill('Half a sentence and the rest');
  await visitor.goesToLogIn();
  await account.logIn(who.email, who.password);
  await expect(page).toHaveURL('/chat');
  await visitor.hydrated();
  await expect(chat.composer).toHaveValue('Half a sentence and the rest');
});
