import { expect, test } from '../support/test';

test('the client’s files are kept for good, and those of another build are not there', async ({ visitor, page, request }) => {
  const files = new Map<string, string | null>();
  page.on('response', async (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith('/pkg/')) files.set(pathname, await response.headerValue('cache-control'));
  });
  await visitor.signUp();
  const build = await page.locator('html').getAttribute('data-build');
  expect(build).toMatch(/^[0-9a-f]{16}$/);
  const names = ['docket.css', 'docket.js', 'docket.wasm'];
  await expect(() => expect([...files.keys()].sort()).toEqual(names.map((name) => `/pkg/${build}/${name}`))).toPass();
  for (const keep of files.values()) expect(keep).toBe('public, max-age=31536000, immutable');

  for (const name of names) {
    const foreign = await request.get(`/pkg/0123456789abcdef/${name}`);
    // A page of another build gets these styles, and keeps them for no other.
    if (name.endsWith('.css')) expect(foreign.headers()['cache-control']).toBe('no-store');
    else expect(foreign.status()).toBe(404);
    const plain = await request.get(`/pkg/${name}`);
    expect(plain.headers()['cache-control']).toBe('public, no-cache');
  }
});

test('a page of an older Docket says that it is one', async ({ visitor, page }) => {
  await visitor.signUp();
  await page.route('**/chat', async (route) => {
    const response = await route.fetch();
    const html = (await response.text()).replace(/data-build="\w+"/, 'data-build="0123456789abcdef"');
    await route.fulfill({ response, body: html });
  });
  await visitor.reload();
  await expect(visitor.account.alert).toHaveText(/Docket was updated/);
  await page.unroute('**/chat');
  await visitor.account.alert.getByRole('link', { name: 'Reload the page' }).click();
  await visitor.hydrated();
  await visitor.chat.ask('Hello', /./);
  await expect(visitor.account.alert).toHaveCount(0);
});
