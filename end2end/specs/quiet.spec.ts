import { expect, test } from '../support/test';

test('the page asks nobody else for anything, and has nothing to complain about', async ({ visitor, page, server }) => {
  const elsewhere: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(`${server.url}/`) && !request.url().startsWith('data:')) {
      elsewhere.push(request.url());
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));

  await visitor.signUp();
  await visitor.chat.ask('Add a task to buy milk', /buy milk/i);
  await visitor.reload();
  await visitor.tasks.tick('Buy milk', true);
  await visitor.chat.startNew();
  for (const path of ['/tasks', '/settings', '/chat']) await visitor.open(path);
  await visitor.logOut();

  expect(elsewhere).toEqual([]);
  expect(complaints).toEqual([]);
});
