import { person } from '../pages/person';
import { expect, test } from '../support/test';

test.describe('somebody else logs in in another tab', () => {
  test('and the first page is loaded again, so that nothing of its person stays on the screen', async ({
    visitor,
    page,
  }) => {
    await visitor.signUp();
    await visitor.chat.ask('Add a task to hide the presents', /hide the presents/i);
    const tab = await visitor.anotherTab();
    await tab.open('/settings');
    await tab.logOut();
    await tab.signUp();
    await expect(visitor.tasks.box(/hide the presents/i)).toHaveCount(0);
    await expect(page.getByRole('main')).toContainText('This conversation is not there');
  });

  test('and gets none of the first one’s words, even if the first page is not loaded again', async ({
    visitor,
    another,
    page,
  }) => {
    await page.addInitScript(() => delete (window as Partial<Window & typeof globalThis>).BroadcastChannel);
    const { chat, tasks, account } = visitor;
    const ann = await visitor.signUp();
    await tasks.add('Hide the presents');
    const tab = await visitor.anotherTab();
    await tab.open('/settings');
    await tab.logOut();
    const bob = person();
    await tab.signUp(bob);

    const refused = page.waitForResponse((response) => response.status() === 409);
    await chat.composer.fill('The presents are in the cellar');
    expect(await (await refused).json()).toMatchObject({ code: 'ANOTHER_PERSON' });
    await expect(account.alert).toHaveText(/Somebody else has logged in/);
    await chat.sendButton.click();
    await expect(chat.questions).toHaveCount(0);
    await expect(chat.composer).toHaveValue('The presents are in the cellar');
    await tasks.newTask.fill('Wrap them');
    await tasks.addButton.click();
    await expect(account.alert).toHaveText(/Somebody else has logged in/);

    await account.alert.getByRole('link', { name: 'Reload the page' }).click();
    await visitor.hydrated();
    await expect(chat.composer).toHaveValue('');
    const other = await another();
    await other.logIn(bob);
    await expect(other.chat.composer).toHaveValue('');
    await expect(other.tasks.boxes).toHaveCount(0);
    await expect(other.chat.conversations.getByRole('link')).toHaveCount(0);
    const anns = await another();
    await anns.logIn(ann);
    await expect(anns.tasks.boxes).toHaveCount(1);
  });
});
