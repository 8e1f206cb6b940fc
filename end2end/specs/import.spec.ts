import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '../support/test';

const todoist = fileURLToPath(new URL('../../tests/import/todoist.csv', import.meta.url));

test.use({ timezoneId: 'UTC' });

test('a file is looked at, imported and undone', async ({ visitor, page }) => {
  await visitor.signUp();
  await visitor.open('/tasks');
  await page.getByRole('link', { name: 'Import' }).click();
  await expect(page.getByRole('heading', { name: 'Import tasks', level: 1 })).toBeVisible();
  await page.getByLabel('File', { exact: true }).setInputFiles(todoist);
  await page.getByRole('button', { name: 'Show a preview' }).click();

  await expect(page).toHaveURL(/\/tasks\/import\?file=\d+$/);
  await expect(page.getByText('Todoist', { exact: true })).toBeVisible();
  const roses = page.getByRole('listitem').filter({ hasText: 'Prune the roses' });
  await expect(roses).toContainText('P1');
  await expect(page.getByText('Line 12')).toBeVisible();
  await page.getByLabel('Into the list').fill('Garden');
  await page.getByRole('button', { name: 'Import 6 tasks' }).click();
  await expect(page.getByText('6 tasks from todoist.csv are now in your tasks.')).toBeVisible();

  await page.getByRole('link', { name: 'See your tasks' }).click();
  await expect(visitor.tasks.box('Prune the roses')).toBeVisible();
  await expect(page.getByRole('link', { name: '#Garden' }).first()).toBeVisible();

  await visitor.open('/tasks/import');
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await page.getByRole('link', { name: /6 tasks from/ }).click();
  await expect(page.getByText('6 tasks were removed')).toBeVisible();
  await visitor.open('/tasks');
  await expect(visitor.tasks.boxes).toHaveCount(0);
});

test('the boxes decide how many tasks are imported', async ({ visitor, page }) => {
  await visitor.signUp();
  const paste = async (text: string) => {
    await visitor.open('/tasks/import');
    await page.getByLabel('Or paste a text').fill(text);
    await page.getByRole('button', { name: 'Show a preview' }).click();
    await visitor.hydrated();
  };
  await paste('- [ ] Milk\n- [ ] Bread');
  await page.getByRole('button', { name: 'Import 2 tasks' }).click();
  await paste('- [ ] Milk\n- [ ] Bread\n- [ ] Butter\n- [x] Eggs');
  await expect(page.getByRole('button', { name: 'Import 1 task', exact: true })).toBeVisible();
  await page.getByLabel('Also the 1 that are done').check();
  await expect(page.getByRole('button', { name: 'Import 2 tasks' })).toBeVisible();
  await page.getByLabel(/Also the 2 of these 4 that are already there/).check();
  await expect(page.getByRole('button', { name: 'Import 4 tasks' })).toBeVisible();
  await page.getByRole('button', { name: 'Import 4 tasks' }).click();
  await expect(page.getByText('4 tasks from the text that you pasted are now in your tasks.')).toBeVisible();
  await visitor.open('/tasks');
  await expect(visitor.tasks.boxes).toHaveCount(6);
});

test('what cannot be imported says why', async ({ visitor, page }) => {
  await visitor.signUp();
  await visitor.open('/tasks/import');
  await page.getByLabel('File', { exact: true }).setInputFiles({ name: 'a.zip', mimeType: 'application/zip', buffer: Buffer.from('PK\0\0') });
  await page.getByRole('button', { name: 'Show a preview' }).click();
  await expect(page.getByText('This cannot be imported: this is no text file.')).toBeVisible();
});

test('the settings give files of the tasks and a link for calendars', async ({ visitor, page, request }) => {
  await visitor.signUp();
  await visitor.open('/tasks');
  await visitor.tasks.addLine('Call mom tomorrow at 17:00', 'Call mom');
  await visitor.open('/settings');
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Calendar (ICS)' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('docket-tasks.ics');
  expect(await readFile(await download.path(), 'utf8')).toContain('SUMMARY:Call mom');

  await page.getByRole('button', { name: 'Make a link' }).click();
  const field = page.getByLabel('Copy your link now. You cannot see it again.');
  const link = await field.inputValue();
  const calendar = await request.get(new URL(link).pathname);
  expect(await calendar.text()).toContain('BEGIN:VEVENT');
  await visitor.open('/settings');
  await expect(field).toHaveCount(0);
  await page.getByRole('button', { name: 'Revoke' }).last().click();
  await expect(page.getByText('That link is revoked.')).toBeVisible();
  expect((await request.get(new URL(link).pathname)).status()).toBe(404);
});
