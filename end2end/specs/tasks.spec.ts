import { expect, test } from '../support/test';

test('tasks are added, ticked, changed and deleted by hand', async ({ visitor }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await tasks.add('Buy milk');
  await tasks.add('Call the dentist');
  await expect(tasks.newTask).toHaveValue('');

  await tasks.tick('Buy milk', true);
  await visitor.reload();
  await expect(tasks.box('Buy milk')).toBeChecked();
  await expect(tasks.box('Call the dentist')).not.toBeChecked();
  await tasks.tick('Buy milk', false);

  await tasks.edit('Buy milk', { title: 'Buy oat milk', description: 'Two litres' });
  await tasks.delete('Call the dentist');
  await visitor.reload();
  await expect(tasks.boxes).toHaveCount(1);
  await expect(tasks.box('Buy oat milk')).not.toBeChecked();
  await expect(tasks.region).toContainText('Two litres');
});

test('the assistant knows tasks that were added by hand', async ({ visitor }) => {
  await visitor.signUp();
  await visitor.tasks.add('Buy milk');
  await visitor.chat.ask('Show me all my tasks', /buy milk/i);
  await visitor.chat.ask('I finished buy milk', /buy milk/i);
  await expect(visitor.tasks.box('Buy milk')).toBeChecked();
});

test('a task of blanks is not added', async ({ visitor }) => {
  const { tasks } = visitor;
  await visitor.signUp();
  await tasks.newTask.fill('   ');
  await tasks.addButton.click();
  await expect(tasks.newTask).toHaveAttribute('aria-invalid', 'true');
  await expect(tasks.boxes).toHaveCount(0);
});

test('the tasks have a page of their own', async ({ visitor, page }) => {
  await visitor.signUp();
  await visitor.tasks.add('Buy milk');
  await visitor.open('/tasks');
  await expect(page.getByRole('checkbox', { name: 'Buy milk' })).toBeVisible();
});
