import { runPython } from '../../support/python';
import { expect, test } from '../../support/test';

// Schemathesis sends thousands of requests in the name of one person.
test.use({ settings: { QUOTA_REQUESTS_PER_MINUTE: '1000000', QUOTA_CONCURRENT_RUNS: '1000' } });

test('schemathesis finds nothing, with every check and in every phase', async ({ server }) => {
  test.setTimeout(240_000);
  const report = await runPython('rest.py', [server.url]).catch((failed: { stdout: string }) => failed.stdout);
  expect(report, report).not.toContain('❌');
  for (const phase of ['Examples', 'Coverage', 'Fuzzing', 'Stateful']) expect(report).toContain(`✅ ${phase}`);
});

test('the docs page can be read with and without scripts, and brings nothing from elsewhere', async ({ page, server }) => {
  const foreign: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url)) foreign.push(request.url());
  });
  page.on('console', (message) => problems.push(message.text()));
  await page.goto(`${server.url}/api/docs`);
  const operation = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'Add a task' }) });
  await expect(operation).toContainText('/api/$USER_ID/tasks');
  await page.getByRole('searchbox', { name: 'Find' }).fill('post task');
  await expect(page.getByRole('link', { name: 'Add a task' }).first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Delete a conversation' })).toBeHidden();
  expect(foreign).toEqual([]);
  expect(problems).toEqual([]);
});
