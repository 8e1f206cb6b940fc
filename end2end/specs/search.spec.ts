import { expect, test } from '../support/test';

test('what was said and noted is found, and leads to its place', async ({ visitor, page }) => {
  const { chat, search, tasks } = visitor;
  await visitor.signUp();
  await chat.ask('Add a task to feed the walrus', /walrus/i);
  const { number } = chat;
  await tasks.add('Buy <b>fish</b> for the walrus');

  await search.find('walr');
  await expect(search.group('Tasks')).toHaveCount(2);
  await expect(search.group('Tasks').first()).toContainText('Buy <b>fish</b> for the walrus');
  await expect(search.group('Messages')).toHaveCount(2);
  await expect(search.hits.first()).toHaveText('walrus');

  await search.group('Messages').getByRole('link', { name: 'Add a task to feed the walrus' }).click();
  await expect(page).toHaveURL((url) => url.pathname === `/chat/${number}` && url.searchParams.has('at'));
  await expect(chat.questions).toHaveText([/feed the walrus/]);
  await expect(chat.questions.first()).toBeInViewport();
  await page.getByRole('link', { name: 'Go to the end of the conversation' }).click();
  await expect(page).toHaveURL(`/chat/${number}`);
  await expect(chat.composer).toBeVisible();
});

test('odd things may be searched for', async ({ visitor }) => {
  const { search } = visitor;
  await visitor.signUp();
  for (const words of ['%', '"', "it's AND (", '🥛', 'nothing like this']) {
    await search.find(words);
    await expect(search.summary).toContainText('Nothing found');
    await visitor.hydrated();
  }
});

test('nobody finds what is anothers', async ({ visitor, another }) => {
  await visitor.signUp();
  await visitor.chat.ask('Add a task to feed the walrus', /walrus/i);
  const other = await another();
  await other.signUp();
  await other.search.find('walrus');
  await expect(other.search.summary).toContainText('Nothing found');
});
