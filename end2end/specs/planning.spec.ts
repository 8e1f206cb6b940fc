import { expect, test } from '../support/test';

/** A day of this year's calendar, as a field of a form has it: `days` after today in UTC, which all clocks here show. */
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test.use({ timezoneId: 'UTC' });

test('a task is added with its date, and stands in the views that it belongs to', async ({ visitor, page }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks');
  await tasks.addLine('Call mom tomorrow at 17:00 p1 #Home @phone', 'Call mom');
  await expect(tasks.row('Call mom')).toContainText('Tomorrow 17:00');
  await expect(tasks.row('Call mom')).toContainText('P1');

  for (const path of ['/tasks/upcoming', '/tasks/list/Home', '/tasks/tag/phone', '/tasks?q=mom']) {
    await visitor.open(path);
    await expect(tasks.box('Call mom'), path).toBeVisible();
  }
  for (const path of ['/tasks/today', '/tasks/done', '/tasks/list/Work', '/tasks?q=submarine']) {
    await visitor.open(path);
    await expect(tasks.boxes, path).toHaveCount(0);
  }
  await visitor.open('/tasks');
  await page.getByRole('navigation', { name: 'Lists and tags' }).getByRole('link', { name: '#Home' }).click();
  await expect(page).toHaveURL('/tasks/list/Home');
  await expect(page.getByRole('heading', { name: '#Home', level: 1 })).toBeVisible();
});

test('what is added in a view belongs to it', async ({ visitor, page }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks/list/Garden%20%2F%20Balcony');
  await expect(page.getByRole('heading', { name: '#Garden / Balcony', level: 1 })).toBeVisible();
  await tasks.addLine('Sow tomatoes', 'Sow tomatoes');
  await visitor.open('/tasks/today');
  await tasks.addLine('Pay rent', 'Pay rent');
  await expect(tasks.row('Pay rent')).toContainText('Today');
  await visitor.reload();
  await expect(tasks.boxes).toHaveCount(1);
});

test('an overdue task says so', async ({ visitor, page }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks');
  await tasks.addLine('Pay rent', 'Pay rent');
  await tasks.plan('Pay rent', { due: day(-3) });
  await visitor.open('/tasks/today');
  await expect(page.getByRole('heading', { name: 'Overdue' })).toBeVisible();
  await expect(tasks.row('Pay rent')).toContainText('Overdue: ');
});

test('a repeated task that is ticked says when it is due next, and that can be undone', async ({ visitor }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks');
  await tasks.addLine('Water the plants every day', 'Water the plants');
  await expect(tasks.row('Water the plants')).toContainText('Today');
  await tasks.press('Water the plants');
  await expect(tasks.toast).toContainText('Done. Next: ');
  await expect(tasks.row('Water the plants')).toContainText('Tomorrow');
  await visitor.hydrated();
  await tasks.undo();
  await expect(tasks.row('Water the plants')).toContainText('Today');
});

test('a deleted task comes back', async ({ visitor }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks');
  await tasks.add('Buy milk');
  await tasks.delete('Buy milk');
  await expect(tasks.toast).toContainText('Task deleted.');
  await visitor.hydrated();
  await tasks.undo();
  await expect(tasks.box('Buy milk')).toBeVisible();
  await visitor.reload();
  await expect(tasks.box('Buy milk')).toBeVisible();
});

test('a task has a page with all of its plan, its sub-tasks and its history', async ({ visitor, page }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks');
  await tasks.add('Plan the party');
  await tasks.openPage('Plan the party');
  await page.getByLabel('Notes (Markdown)').fill('For **twelve** people');
  await page.getByLabel('Due on').fill(day(2));
  await page.getByLabel('At', { exact: true }).fill('18:30');
  await page.getByLabel('Repeats').selectOption('Every year');
  await page.getByLabel('Reminders, with commas between them').fill('10 min before, 1 day before');
  await page.getByLabel('Priority').selectOption('P2');
  await page.getByLabel('List', { exact: true }).fill('Home');
  await page.getByLabel('Tags').fill('friends, food');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('region', { name: 'History' })).toContainText('You changed the notes, made it due ');
  await expect(page.locator('strong', { hasText: 'twelve' })).toBeVisible();
  await expect(page.getByLabel('Due on')).toHaveValue(day(2));
  await expect(page.getByLabel('At', { exact: true })).toHaveValue('18:30');
  await expect(page.getByLabel('Reminders, with commas between them')).toHaveValue('10 min before, 1 day before');
  await expect(page.getByLabel('Tags')).toHaveValue('friends, food');

  await page.getByRole('textbox', { name: 'New sub-task' }).fill('Bake a cake');
  await page.getByRole('region', { name: /Sub-tasks/ }).getByRole('button', { name: 'Add' }).click();
  await page.getByRole('button', { name: 'Done: Bake a cake' }).click();
  await expect(page.getByRole('heading', { name: 'Sub-tasks 1/1' })).toBeVisible();
  await page.getByRole('link', { name: 'Bake a cake' }).click();
  await page.getByRole('link', { name: 'Plan the party' }).click();

  await page.getByRole('region', { name: 'History' }).getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByLabel('Due on')).toHaveValue('');
  await expect(page.getByRole('region', { name: 'History' })).toContainText('undone');
  await page.getByRole('button', { name: 'Delete this task' }).click();
  await expect(page).toHaveURL(/\/tasks(\?undo=.*)?$/);
  await expect(tasks.toast).toContainText('Task deleted.');
});

test('the page of no task, and no page of tasks', async ({ visitor, page }) => {
  await visitor.signUp();
  for (const path of ['/tasks/987654321', '/tasks/nothing']) {
    const answer = await visitor.open(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole('link', { name: 'Go to your chat' })).toBeVisible();
  }
});

test('the settings have the time zone', async ({ visitor, page }) => {
  const { tasks, settings } = visitor;
  await visitor.signUp();
  await visitor.open('/settings');
  const zone = page.getByLabel('Zone', { exact: true });
  await zone.selectOption('Asia/Karachi');
  await page.getByRole('button', { name: 'Set the zone' }).click();
  await settings.says('Set.');
  await visitor.reload();
  await expect(zone).toHaveValue('Asia/Karachi');
  await visitor.open('/tasks');
  await tasks.addLine('Call mom tomorrow at 9am', 'Call mom');
  await expect(tasks.row('Call mom')).toContainText('Tomorrow 09:00');
});
