import type { Tasks } from '../pages/tasks';
import type { Visitor } from '../pages/visitor';
import { expect, test } from '../support/test';

/** Two pages of one person, each with all tasks. */
async function twoPages(visitor: Visitor, another: () => Promise<Visitor>, titles: string[]): Promise<[Tasks, Tasks]> {
  const person = await visitor.signUp();
  await visitor.open('/tasks');
  for (const title of titles) await visitor.tasks.add(title);
  const other = await another();
  await other.logIn(person);
  await other.open('/tasks');
  return [visitor.tasks, other.tasks];
}

test('an open editor keeps what was typed when the task changes elsewhere', async ({ visitor, another }) => {
  const [here, there] = await twoPages(visitor, another, ['Buy milk']);
  await here.open('Buy milk');
  await here.descriptionField.fill('Three of them');
  await there.edit('Buy milk', { title: 'Buy oat milk', description: 'Two' });

  await expect(here.box('Buy oat milk')).toBeVisible();
  await expect(here.descriptionField).toHaveValue('Three of them');
  await expect(here.descriptionField).toBeFocused();
  // Where nothing was typed, the field has what is there now.
  await expect(here.titleField).toHaveValue('Buy oat milk');
  const hint = here.row('Buy oat milk').getByRole('status');
  await expect(hint).toContainText('was changed meanwhile');
  await expect(hint).toContainText('only the fields that you have edited');
  await here.saveButton.click();
  await expect(here.row('Buy oat milk').locator('.note')).toHaveText('Three of them');
  await expect(there.row('Buy oat milk').locator('.note')).toHaveText('Three of them');
  await expect(here.titleField).toBeHidden();
  await expect(hint).toBeHidden();
});

test('what was typed can be given up for the task as it is now', async ({ visitor, another }) => {
  const [here, there] = await twoPages(visitor, another, ['Buy milk']);
  await here.open('Buy milk');
  await here.titleField.fill('Buy no milk');
  await there.edit('Buy milk', { title: 'Buy oat milk', description: 'Two' });
  await here.region.getByRole('button', { name: 'Show it as it is now' }).click();
  await expect(here.titleField).toHaveValue('Buy oat milk');
  await expect(here.descriptionField).toHaveValue('Two');
});

test('an open editor stays when its task is done, or deleted, elsewhere', async ({ visitor, another }) => {
  const [here, there] = await twoPages(visitor, another, ['Write a book', 'Buy milk']);
  await here.open('Buy milk');
  await here.descriptionField.fill('Three of them');
  await there.tick('Buy milk', true);
  await expect(here.box('Buy milk')).toBeChecked();
  await expect(here.descriptionField).toHaveValue('Three of them');
  await expect(here.descriptionField).toBeFocused();
  await there.delete('Buy milk');
  const hint = here.region.getByRole('status').filter({ hasText: 'was deleted meanwhile' });
  await expect(hint).toBeVisible();
  await expect(here.descriptionField).toHaveValue('Three of them');
  await here.saveButton.click();
  await expect(here.row('Buy milk').getByRole('alert')).toBeVisible();
  await expect(here.descriptionField).toHaveValue('Three of them');
  await hint.getByRole('button', { name: 'Close' }).click();
  await expect(here.box('Buy milk')).toHaveCount(0);
  await expect(here.box('Write a book')).toBeFocused();
});

test('an open editor keeps what was typed when the assistant changes the list', async ({ visitor }) => {
  const { tasks, chat } = visitor;
  await visitor.signUp();
  await tasks.add('Buy milk');
  await tasks.open('Buy milk');
  await tasks.descriptionField.fill('Three of them');
  await chat.ask('Add call mom', /call mom/i);
  await expect(tasks.box(/call mom/i)).toBeVisible();
  await chat.ask('I finished buy milk', /buy milk/i);
  await expect(tasks.box('Buy milk')).toBeChecked();
  await expect(tasks.descriptionField).toHaveValue('Three of them');
});

test('the keyboard goes on from where a task was ticked, deleted or saved', async ({ visitor, page }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks');
  for (const title of ['Fourth', 'Third', 'Second', 'First']) await tasks.add(title);
  await tasks.box('First').focus();
  await page.keyboard.press('Space');
  await expect(tasks.titles).toHaveText(['Second', 'Third', 'Fourth']);
  await expect(tasks.box('Second')).toBeFocused();

  await tasks.button('Edit', 'Second').focus();
  await page.keyboard.press('Enter');
  await tasks.titleField.fill('Second one');
  await page.keyboard.press('Enter');
  await expect(tasks.box('Second one')).toBeVisible();
  await expect(tasks.titleField).toBeHidden();
  await expect(tasks.button('Edit', 'Second one')).toBeFocused();

  await page.keyboard.press('Enter');
  await tasks.button('Delete', 'Second one').focus();
  await page.keyboard.press('Enter');
  await expect(tasks.titles).toHaveText(['Third', 'Fourth']);
  await expect(tasks.box('Third')).toBeFocused();

  // The last one of a list hands on to the one above it.
  await tasks.box('Fourth').focus();
  await page.keyboard.press('Space');
  await expect(tasks.titles).toHaveText(['Third']);
  await expect(tasks.box('Third')).toBeFocused();

  // What was undone is in the list.
  await page.keyboard.press('Tab');
  await tasks.toast.getByRole('button', { name: 'Undo', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(tasks.titles).toHaveText(['Third', 'Fourth']);
  await expect(tasks.box('Third')).toBeFocused();
});

test('the keyboard goes on in a view that shows only what is to do', async ({ visitor, page }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await visitor.open('/tasks/today');
  for (const title of ['Second', 'First']) await tasks.add(title);
  await expect(tasks.boxes).toHaveCount(2);
  const first = await tasks.boxes.first().getAttribute('id');
  await tasks.boxes.first().focus();
  await page.keyboard.press('Space');
  await expect(page.locator(`#${first}`)).toHaveCount(0);
  await expect(tasks.boxes.first()).toBeFocused();
  await page.keyboard.press('Space');
  await expect(tasks.boxes).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Today', exact: true })).toBeFocused();
});
