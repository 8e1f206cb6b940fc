import type { Page } from '@playwright/test';
import { expect, test } from '../support/test';

test.use({ scripted: true, permissions: ['clipboard-read', 'clipboard-write'] });

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

test('a message and a piece of its code are copied', async ({ visitor, page, model }) => {
  const { chat } = visitor;
  model.on('Show me', (reply) => reply.say('Like **this**:\n\n```rust\nlet a = 1;\nlet b = 2;\n```\n\nThat is all.'));
  await visitor.signUp();
  await chat.ask('Show me', 'That is all.');
  const code = chat.lastReply.getByRole('button', { name: 'Copy code' });
  await code.focus();
  await code.press('Enter');
  await expect(chat.lastReply.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await clipboard(page)).toBe('let a = 1;\nlet b = 2;');
  await expect(code).toBeVisible();

  await chat.lastReply.hover();
  await chat.lastReply.getByRole('button', { name: 'Copy message' }).click();
  await expect.poll(() => clipboard(page)).toMatch(/^Like this:\s+let a = 1;\nlet b = 2;\s+That is all\.$/);
  const html = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    return (await item?.getType('text/html'))?.text();
  });
  expect(html).toContain('<strong>this</strong>');
  expect(html).not.toContain('<button');

  await chat.questions.first().hover();
  await chat.questions.first().getByRole('button', { name: 'Copy message' }).click();
  await expect.poll(() => clipboard(page)).toBe('Show me');
});

test('a page without HTTPS copies too', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await chat.ask('Hello', 'OK.');
  await page.evaluate(() => {
    Object.assign(window, { clipboardOf: navigator.clipboard });
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined });
  });
  await chat.lastReply.hover();
  await chat.lastReply.getByRole('button', { name: 'Copy message' }).click();
  await expect(chat.lastReply.getByRole('button', { name: 'Copied' })).toBeVisible();
  const copied = () => page.evaluate(() => (window as unknown as { clipboardOf: Clipboard }).clipboardOf.readText());
  expect(await copied()).toBe('OK.');
});
