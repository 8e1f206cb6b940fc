import { person } from '../pages/person';
import { code } from '../support/authenticator';
import { expectAccessible } from '../support/axe';
import { expect, test } from '../support/test';

test.use({ settings: { SECOND_FACTOR: 'required' }, host: 'localhost' });

test('where everybody needs a second factor, somebody sets one up and goes on', async ({ visitor, page }) => {
  const who = person();
  await visitor.open('/signup');
  await visitor.account.signUp(who);
  await expect(page).toHaveURL('/second-factor');
  await visitor.hydrated();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Set up a second factor');
  await expectAccessible(visitor, 'the page that asks for a second factor');
  await page.getByRole('link', { name: 'Go on', exact: true }).click();
  await expect(page).toHaveURL('/second-factor');
  await visitor.open('/tasks');
  await expect(page).toHaveURL('/second-factor?next=%2Ftasks');

  const card = page.getByRole('region', { name: 'Two-factor log-in', exact: true });
  await card.getByLabel('Your password', { exact: true }).fill(who.password);
  await card.getByRole('button', { name: 'Set up' }).click();
  const key = await card.locator('code').innerText();
  await visitor.hydrated();
  await card.getByRole('textbox', { name: 'Code', exact: true }).fill(code(key));
  await card.getByRole('button', { name: 'Turn on' }).click();
  // The person goes on to where they were.
  await expect(page).toHaveURL('/tasks');
  await visitor.hydrated();
});

test('somebody who wants no second factor can log out', async ({ visitor, page }) => {
  await visitor.open('/signup');
  await visitor.account.signUp(person());
  await expect(page).toHaveURL('/second-factor');
  await visitor.hydrated();
  await visitor.account.logOutButton.click();
  await expect(page).toHaveURL('/login');
});
