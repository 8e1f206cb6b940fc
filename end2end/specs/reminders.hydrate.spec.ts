import { expect, test } from '../support/test';

test('a reminder shows in every open page by itself, and is done in all of them', async ({ visitor, another }) => {
  const person = await visitor.signUp();
  const other = await another();
  await other.logIn(person);
  await visitor.reminders.plan('Call mom', '2030-12-04');
  for (const page of [visitor, other]) {
    await expect(page.reminders.card('Call mom')).toBeVisible();
    await expect(page.reminders.card('Call mom')).toContainText(/now.* · due Wed 4 Dec 2030/);
    await expect(page.page).toHaveTitle(/^\(1\) /);
  }
  await other.reminders.button('Call mom', 'Done').click();
  for (const page of [visitor, other]) {
    await expect(page.reminders.cards).toHaveCount(0);
    await expect(page.page).not.toHaveTitle(/^\(/);
  }
  await expect(visitor.tasks.box('Call mom')).toBeChecked();
});

test('a page without the client shows reminders by itself, too', async ({ visitor, another }) => {
  const person = await visitor.signUp();
  const other = await another();
  await other.logIn(person);
  await other.open('/settings');
  await visitor.reminders.plan('Call mom', '2030-12-04');
  await expect(other.reminders.card('Call mom')).toContainText('due Wed 4 Dec 2030');
  await expect(other.page).toHaveTitle('(1) Settings · Docket');
  await visitor.reminders.plan('Buy milk');
  await expect(other.reminders.cards).toHaveCount(2);
  await other.reminders.button('Call mom', 'Done').click();
  await expect(other.reminders.cards).toHaveCount(1);
  await expect(other.page).toHaveURL('/settings');
  await visitor.reminders.button('Buy milk', 'Dismiss').click();
  await expect(other.reminders.cards).toHaveCount(0);
  await expect(other.page).toHaveTitle('Settings · Docket');
  await expect(visitor.tasks.box('Call mom')).toBeChecked();
});

test('a reminder is dismissed or put off in all pages', async ({ visitor, another }) => {
  const person = await visitor.signUp();
  const other = await another();
  await other.logIn(person);
  await visitor.open('/tasks');
  await visitor.reminders.plan('Call mom');
  await visitor.reminders.plan('Buy milk');
  await expect(other.reminders.cards).toHaveCount(2);
  await visitor.reminders.button('Call mom', 'Dismiss').click();
  await expect(other.reminders.card('Call mom')).toHaveCount(0);
  await other.reminders.snooze('Buy milk', '10 min');
  await expect(visitor.reminders.cards).toHaveCount(0);
  await expect(visitor.tasks.box('Buy milk')).not.toBeChecked();
  await visitor.reload();
  await expect(visitor.tasks.box('Buy milk')).toBeVisible();
  await expect(visitor.reminders.cards).toHaveCount(0);
});

test('a card stays until somebody does something with it, and works by keyboard', async ({ visitor, page }) => {
  await visitor.signUp();
  const { reminders, chat } = visitor;
  await reminders.plan('Call mom');
  await reminders.plan('Buy milk');
  await expect(reminders.cards).toHaveCount(2);
  const newest = reminders.cards.first();
  await newest.getByRole('button', { name: 'Done', exact: true }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(newest.getByRole('button', { name: '1 h', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(reminders.cards).toHaveCount(2);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(reminders.cards).toHaveCount(1);
  // The focus is on the other card, and then on the page.
  await expect(reminders.cards.getByRole('button', { name: 'Done', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(reminders.cards).toHaveCount(0);
  await expect(chat.composer).toBeFocused();
});

test('a page that could not reach the server shows the card again', async ({ visitor, page }) => {
  await visitor.signUp();
  const { reminders } = visitor;
  await reminders.plan('Call mom');
  await expect(reminders.card('Call mom')).toBeVisible();
  await page.route('**/rpc/reminders/dismiss', (route) => route.abort());
  await reminders.button('Call mom', 'Dismiss').click();
  await expect(page.getByRole('alert').filter({ hasText: 'could not be reached' })).toBeVisible();
  await expect(reminders.card('Call mom')).toBeVisible();
});
