import { TwoBuilds, newBuild } from '../support/two-builds';
import { expect, test as base } from '../support/test';

// While Docket is updated, servers of two builds stand behind one proxy.
const test = base.extend<{ two: TwoBuilds }>({
  two: async ({ server }, use) => {
    const two = await TwoBuilds.start(server.url);
    await use(two);
    await two.stop();
  },
  baseURL: async ({ two }, use) => use(two.url),
});

const reload = { name: 'Reload the page' };

test('a person who chats while Docket is updated loses nothing, and is asked for one reload', async ({ visitor, page, two }) => {
  await visitor.signUp();
  // Of two requests after each other, one goes to each.
  let requests = 0;
  two.choose = () => (requests++ % 2 ? 'new' : 'old');
  const asked = page.getByRole('alert').getByRole('link', reload);
  await visitor.reload();
  await visitor.chat.ask('Add buy milk', /buy milk/i);

  two.choose = () => 'new';
  // The page asks again for the changes when it is seen again.
  await visitor.look(false);
  await visitor.look(true);
  await expect(asked).toBeVisible();
  const kept = page.waitForResponse(/\/rpc\/chat\/keep_draft/);
  await visitor.chat.composer.fill('Add call mom');
  await kept;
  await asked.click();
  await visitor.hydrated();
  await expect(page.locator('html')).toHaveAttribute('data-build', newBuild);
  await expect(visitor.chat.composer).toHaveValue('Add call mom');
  await expect(visitor.tasks.box(/buy milk/i)).toBeVisible();
  await visitor.chat.composer.press('Enter');
  await expect(visitor.tasks.box(/call mom/i)).toBeVisible();

  // The old build answers once more.
  two.choose = () => 'old';
  const events = page.waitForResponse(/\/rpc\/live\/events/);
  await visitor.look(false);
  await visitor.look(true);
  await events;
  await visitor.chat.ask('Add water the plants', /water the plants/i);
  await expect(visitor.tasks.box(/water the plants/i)).toBeVisible();
  await expect(asked).toHaveCount(0);
});

test('a page whose client is gone is styled, says so, and works', async ({ visitor, page, two }) => {
  await visitor.signUp();
  // The page is of the new build, whose files nobody has.
  two.choose = (path) => (path.startsWith('/pkg/') ? 'old' : 'new');
  await page.reload();
  const notice = page.getByRole('alert').filter({ hasText: 'Docket' });
  await expect(notice.getByRole('link', reload)).toBeVisible();
  await expect(page.locator('body')).not.toHaveAttribute('data-hydrated');
  // The style sheet is there: the sidebar is a column.
  await expect(page.locator('.workspace')).toHaveCSS('display', 'flex');
  const style = await page.request.get(`/pkg/${newBuild}/docket.css`);
  expect([style.status(), style.headers()['cache-control']]).toEqual([200, 'no-store']);

  // A reload that does not help is not asked for again.
  await notice.getByRole('link', reload).click();
  await expect(notice).toContainText('Docket is being updated');
  await expect(notice.getByRole('link', reload)).toHaveCount(0);
  await visitor.tasks.newTask.fill('Buy milk');
  await visitor.tasks.addButton.click();
  await expect(visitor.tasks.box('Buy milk')).toBeVisible();

  two.choose = () => 'new';
  await visitor.reload();
  await expect(notice).toHaveCount(0);
  await visitor.chat.ask('Show me all my tasks', /buy milk/i);
});

test('a client that one of two servers has starts without a word', async ({ visitor, page, two }) => {
  await visitor.signUp();
  // Each file of the new client is asked of the old server first.
  two.choose = (path) => (path.startsWith('/pkg/') && !path.includes('?') ? 'old' : 'new');
  await visitor.reload();
  await expect(page.locator('html')).toHaveAttribute('data-build', newBuild);
  await expect(page.getByRole('alert').getByRole('link', reload)).toHaveCount(0);
  await visitor.chat.ask('Hello', /./);
});
