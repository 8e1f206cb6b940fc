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
