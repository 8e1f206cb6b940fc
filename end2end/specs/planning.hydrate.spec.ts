import { expect, test } from '../support/test';

test('the field shows what it understood, and words can stay in the title', async ({ visitor }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks');
  await tasks.newTask.fill('Read the Friday paper tomorrow p2');
  await expect(tasks.preview).toContainText('P2');
  await tasks.preview.getByRole('button', { name: 'Not so: P2' }).click();
  await expect(tasks.preview).toContainText('p2” — press Enter');
  await tasks.newTask.press('Enter');
  await expect(tasks.box(/p2$/)).toBeVisible();
  await expect(tasks.newTask).toHaveValue('');
  await expect(tasks.preview).toBeEmpty();
});

test('tasks are put in order by the keyboard', async ({ visitor, page }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks');
  for (const title of ['Third', 'Second', 'First']) await tasks.add(title);
  await expect(tasks.titles).toHaveText(['First', 'Second', 'Third']);
  const placed = () => page.waitForResponse(/\/rpc\/tasks\/place/);
  await tasks.handle('First').focus();
  const once = placed();
  await page.keyboard.press('ArrowDown');
  await expect(tasks.titles).toHaveText(['Second', 'First', 'Third']);
  await expect(tasks.handle('First')).toBeFocused();
  await expect(tasks.region.getByText('Moved “First” to place 2 of 3.')).toBeAttached();
  expect((await once).status()).toBe(200);
  const twice = placed();
  await page.keyboard.press('ArrowDown');
  await expect(tasks.titles).toHaveText(['Second', 'Third', 'First']);
  await expect(tasks.handle('First')).toBeFocused();
  expect((await twice).status()).toBe(200);
  await visitor.reload();
  await expect(tasks.titles).toHaveText(['Second', 'Third', 'First']);
});

test('a list that was read before a move is not shown after it', async ({ visitor, page }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks');
  for (const title of ['Third', 'Second', 'First']) await tasks.add(title);
  await expect(tasks.titles).toHaveText(['First', 'Second', 'Third']);
  await visitor.reload();
  // The list after the first move comes when the second one is done.
  const held: (() => void)[] = [];
  let reads = 0;
  await page.route(/\/rpc\/tasks\/board/, async (route) => {
    const response = await route.fetch();
    reads += 1;
    if (reads === 1) await new Promise<void>((go) => held.push(go));
    await route.fulfill({ response });
  });
  await tasks.handle('First').focus();
  for (const titles of [['Second', 'First', 'Third'], ['Second', 'Third', 'First']]) {
    const placed = page.waitForResponse(/\/rpc\/tasks\/place/);
    await page.keyboard.press('ArrowDown');
    await expect(tasks.titles).toHaveText(titles);
    await placed;
    await expect.poll(() => held.length).toBe(1);
  }
  await expect(tasks.handle('First')).toBeFocused();
  const again = page.waitForResponse(/\/rpc\/tasks\/board/, { timeout: 10_000 });
  held[0]!();
  await again;
  await expect.poll(() => reads).toBeGreaterThan(1);
  await expect(tasks.titles).toHaveText(['Second', 'Third', 'First']);
  // A row that moves in the document loses the focus.
  await expect(tasks.handle('First')).toBeFocused();
});

test('a move is undone, however many keys it took', async ({ visitor, page }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks');
  for (const title of ['Third', 'Second', 'First']) await tasks.add(title);
  await tasks.handle('First').focus();
  for (const order of [['Second', 'First', 'Third'], ['Second', 'Third', 'First']]) {
    const placed = page.waitForResponse(/\/rpc\/tasks\/place/);
    await page.keyboard.press('ArrowDown');
    await expect(tasks.titles).toHaveText(order);
    expect((await placed).status()).toBe(200);
  }
  await expect(tasks.toast).toContainText('Moved.');
  await tasks.undo();
  await expect(tasks.titles).toHaveText(['First', 'Second', 'Third']);
  await tasks.openPage('First');
  await expect(page.getByRole('list').filter({ hasText: 'You moved it to another place' })).toContainText('undone');
});

test('the page of a task follows changes, and keeps what is being typed', async ({ visitor, page, another }) => {
  const { tasks } = visitor;
  const person = await visitor.signUp();
  await visitor.open('/tasks');
  await tasks.add('Buy milk');
  await tasks.openPage('Buy milk');
  const other = await another();
  await other.logIn(person);
  await other.open('/tasks');
  await other.tasks.edit('Buy milk', { title: 'Buy oat milk', description: 'Two' });
  await expect(page.getByRole('heading', { name: 'Buy oat milk' })).toBeVisible();
  await expect(page.getByLabel('Title')).toHaveValue('Buy oat milk');
  await expect(page.getByRole('list').filter({ hasText: 'You renamed it' })).toBeVisible();

  const notes = page.getByLabel('Notes (Markdown)');
  await notes.fill('Three of them');
  await other.tasks.edit('Buy oat milk', { title: 'Buy soy milk', description: 'Four' });
  const hint = page.getByRole('status').filter({ hasText: 'changed elsewhere' });
  await expect(hint).toBeVisible();
  await expect(notes).toHaveValue('Three of them');
  await expect(page.getByLabel('Title')).toHaveValue('Buy oat milk');
  await hint.getByRole('button', { name: 'Show it as it is now' }).click();
  await expect(page.getByLabel('Title')).toHaveValue('Buy soy milk');
  await expect(notes).toHaveValue('Four');
  await expect(hint).toBeHidden();

  await notes.fill('Five of them');
  await other.tasks.delete('Buy soy milk');
  const gone = page.getByRole('status').filter({ hasText: 'deleted elsewhere' });
  await expect(gone).toBeVisible();
  await expect(notes).toHaveValue('Five of them');
  await gone.getByRole('button', { name: 'Show it as it is now' }).click();
  await expect(page.getByRole('heading', { name: 'Buy soy milk' })).toHaveCount(0);
  await expect(page.getByLabel('Title')).toHaveCount(0);
});

test('tasks are put in order by dragging', async ({ visitor, page }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks');
  for (const title of ['Third', 'Second', 'First']) await tasks.add(title);
  await tasks.handle('Third').hover();
  await page.mouse.down();
  const above = await tasks.row('First').boundingBox();
  await page.mouse.move(above!.x + 60, above!.y + 30, { steps: 5 });
  await page.mouse.move(above!.x + 60, above!.y + 8);
  const placed = page.waitForResponse(/\/rpc\/tasks\/place/);
  await page.mouse.up();
  expect((await placed).status()).toBe(200);
  await expect(tasks.titles).toHaveText(['Third', 'First', 'Second']);
  await visitor.reload();
  await expect(tasks.titles).toHaveText(['Third', 'First', 'Second']);
});

test('several tasks are changed at once, and undone at once', async ({ visitor, page }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks');
  for (const title of ['Third', 'Second', 'First']) await tasks.add(title);
  await page.getByRole('button', { name: 'Select', exact: true }).click();
  for (const title of ['First', 'Third']) await tasks.region.getByRole('checkbox', { name: `Select ${title}` }).check();
  const bar = page.getByRole('group', { name: 'Selected tasks' });
  await expect(bar).toContainText('2 selected');
  await bar.getByRole('combobox', { name: 'Due' }).selectOption('Tomorrow');
  await expect(tasks.row('First')).toContainText('Tomorrow');
  await expect(tasks.row('Third')).toContainText('Tomorrow');
  await expect(tasks.row('Second')).not.toContainText('Tomorrow');
  await expect(bar).toBeHidden();
  await tasks.undo();
  await expect(tasks.row('First')).not.toContainText('Tomorrow');
  await expect(tasks.row('Third')).not.toContainText('Tomorrow');

  await page.getByRole('button', { name: 'Select', exact: true }).click();
  await bar.getByRole('button', { name: 'All' }).click();
  await bar.getByRole('button', { name: 'Delete' }).click();
  await expect(tasks.titles).toHaveCount(0);
  await expect(tasks.toast).toContainText('3 tasks deleted.');
  await tasks.undo();
  await expect(tasks.titles).toHaveText(['First', 'Second', 'Third']);
});

test.describe('somewhere else', () => {
  test.use({ timezoneId: 'Asia/Karachi' });

  test('the browser tells the time zone', async ({ visitor, page }) => {
    const told = page.waitForResponse(/\/rpc\/tasks\/time-zone/);
    await visitor.signUp();
    expect((await told).status()).toBe(200);
    await visitor.open('/settings');
    await expect(page.getByLabel('Zone', { exact: true })).toHaveValue('Asia/Karachi');
  });
});

test('the panel beside the chat shows today, too', async ({ visitor }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await tasks.add('Buy milk');
  await tasks.region.getByRole('link', { name: 'Today' }).click();
  await expect(tasks.boxes).toHaveCount(0);
  await tasks.add('Pay rent');
  await expect(tasks.row('Pay rent')).toContainText('Today');
  await tasks.region.getByRole('link', { name: 'All', exact: true }).click();
  await expect(tasks.boxes).toHaveCount(2);
});
