import { expectAccessible } from '../support/axe';
import { expect, test } from '../support/test';

test('what was told waits on each page, and is dealt with there', async ({ visitor, page }) => {
  await visitor.signUp();
  const { reminders, tasks } = visitor;
  await reminders.tell('Call mom', 'Buy milk', 'Pay rent', 'Water the plants');
  await visitor.open('/tasks');
  await expect(reminders.cards).toHaveCount(3);
  await expect(reminders.region).toContainText('and 1 more');
  await reminders.button('Water the plants', 'Done').click();
  await expect(reminders.card('Water the plants')).toHaveCount(0);
  await expect(page).toHaveURL(/\/tasks\??$/);
  await expect(tasks.box('Water the plants')).toBeChecked();
  await expect(reminders.cards).toHaveCount(3);

  await visitor.hydrated();
  await reminders.snooze('Pay rent', 'Tomorrow, 9:00');
  await expect(reminders.cards).toHaveCount(2);
  await visitor.open('/chat');
  await reminders.button('Buy milk', 'Dismiss').click();
  await expect(reminders.cards).toHaveCount(1);
  await visitor.open('/settings');
  await reminders.card('Call mom').getByRole('link', { name: 'Call mom' }).click();
  await expect(page).toHaveURL(/\/tasks\/\d+$/);
  await expect(page.getByRole('heading', { name: 'Call mom' })).toBeVisible();
});

test('cards are accessible', async ({ visitor }) => {
  test.slow();
  await visitor.signUp();
  await visitor.reminders.tell('Call mom', 'Buy milk');
  await visitor.open('/tasks');
  await visitor.reminders.cards.first().getByText('Snooze', { exact: true }).click();
  await expectAccessible(visitor, 'cards of reminders');
  await visitor.open('/settings');
  await expectAccessible(visitor, 'the settings');
});
