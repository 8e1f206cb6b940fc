import type { Request } from '@playwright/test';
import { expect, test } from '../support/test';

// What a browser may fetch for a new chat. The aim is 250,000 bytes and 6 requests: lower these when they can be lowered.
const BYTES = 465_000;
const REQUESTS = 6;

test('a chat weighs no more than it may', async ({ visitor, page }) => {
  await visitor.signUp();
  const client = await page.context().newCDPSession(page);
  await client.send('Network.clearBrowserCache');
  const requests: Request[] = [];
  page.on('request', (request) => requests.push(request));
  // The last that it does: it listens for changes, by a request that stays open.
  const listens = page.waitForRequest('**/rpc/live/events');
  await visitor.open('/chat');
  await listens;

  const fetched = requests.filter((request) => !request.url().endsWith('/rpc/live/events'));
  const sizes = await Promise.all(fetched.map(async (request) => (await request.sizes()).responseBodySize));
  const list = fetched.map((request, at) => `${sizes[at]} ${new URL(request.url()).pathname}`).join('\n');
  expect(sizes.reduce((sum, size) => sum + size, 0), list).toBeLessThan(BYTES);
  expect(fetched.length, list).toBeLessThanOrEqual(REQUESTS);
});
