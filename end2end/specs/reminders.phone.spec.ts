import { expect, test } from '../support/test';

test('on a phone one card shows, and how many wait', async ({ visitor, page }) => {
  await visitor.signUp();
  const { reminders } = visitor;
  await reminders.tell('Call mom', 'Buy milk', 'Pay rent');
  await visitor.open('/tasks');
  await expect(reminders.card('Pay rent')).toBeVisible();
  await expect(reminders.cards.filter({ visible: true })).toHaveCount(1);
  await expect(reminders.region.getByText('and 2 more')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'New task' })).toBeInViewport();
  await reminders.button('Pay rent', 'Dismiss').tap();
  await expect(reminders.card('Buy milk')).toBeVisible();
  await expect(reminders.region.getByText('and 1 more')).toBeVisible();
});
