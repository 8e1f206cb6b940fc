import { expect, test } from '../support/test';

test('the settings have a section for notifications, which says when it needs JavaScript', async ({ visitor, page }) => {
  await visitor.signUp();
  await visitor.open('/settings');
  const section = page.getByRole('region', { name: 'Notifications', exact: true });
  await expect(section.getByRole('listitem')).toHaveCount(0);
  const needed = section.getByText('To turn notifications on or off for this browser, the page needs JavaScript.');
  await expect(needed).toBeVisible({ visible: !visitor.javaScript });
});
