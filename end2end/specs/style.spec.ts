import { type Locator } from '@playwright/test';
import { expect, test } from '../support/test';

const box = async (of: Locator) => (await of.boundingBox())!;

test('paper shows all of a conversation and of the tasks, and nothing to press', async ({ visitor, page }) => {
  const { chat, tasks } = visitor;
  await visitor.signUp();
  for (const what of ['ferns', 'roses', 'palms', 'herbs']) await chat.ask(`Add water the ${what}`, /water/i);
  await page.setViewportSize({ width: 800, height: 400 });
  await page.emulateMedia({ media: 'print' });
  // Nothing scrolls within the page, so that the paper has all of it.
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll('.workspace, .chat, .scroller, .panel')]
      .filter((part) => part.scrollHeight > part.clientHeight + 1)
      .map((part) => part.className),
  );
  expect(cut).toEqual([]);
  const [first, last] = [await box(chat.questions.first()), await box(chat.lastReply)];
  expect(last.y).toBeGreaterThan(first.y + 200);
  await expect(chat.questions.first().locator('time')).toHaveCSS('opacity', '1');
  const row = tasks.region.getByText(/water the ferns/i).first();
  await expect(row).toBeVisible();
  expect((await box(row)).y).toBeGreaterThan(last.y);
  for (const tool of [chat.composer, chat.sendButton, tasks.newTask, chat.newChat.first()]) await expect(tool).toBeHidden();

  await page.emulateMedia({ media: 'screen' });
  await visitor.open('/tasks');
  await page.emulateMedia({ media: 'print' });
  await expect(tasks.boxes).toHaveCount(4);
  const scrolls = await page.locator('main').evaluate((main) => main.scrollHeight > main.clientHeight + 1);
  expect(scrolls).toBe(false);
});

test('what has the focus is seen in colours of the person’s own', async ({ visitor, page }) => {
  await visitor.signUp();
  await visitor.tasks.add('Buy milk');
  await page.emulateMedia({ forcedColors: 'active' });
  const outline = (of: Locator, pseudo?: string) =>
    of.evaluate((element, pseudo) => getComputedStyle(element, pseudo).outlineStyle, pseudo);
  await visitor.chat.composer.focus();
  expect(await outline(page.locator('.composer-box'))).toBe('solid');
  // The keyboard has led there.
  await page.keyboard.press('Tab');
  const rings: string[] = [];
  for (let step = 0; step < 40; step += 1) {
    const bare = await page.evaluate(() => {
      const here = document.activeElement;
      if (!here || here === document.body) return 'end';
      const around = [here, here.closest('.composer-box')].filter((part) => part !== null);
      const styles = around.flatMap((part) => [getComputedStyle(part), getComputedStyle(part, '::before')]);
      return styles.some((style) => style.outlineStyle !== 'none') ? '' : here.outerHTML.slice(0, 120);
    });
    if (bare === 'end') break;
    if (bare) rings.push(bare);
    await page.keyboard.press('Tab');
  }
  expect(rings).toEqual([]);
});

test('a question stands near its answer, and an empty chat has no empty strip', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await expect(page.locator('.chat > .page-bar')).toBeHidden();
  await expect(chat.conversations).toContainText('Your chats will be listed here.');
  await chat.ask('Add buy milk', /buy milk/i);
  await chat.ask('Add call mom', /call mom/i);
  await expect(page.locator('.chat > .page-bar')).toBeVisible();
  await expect(chat.conversations).not.toContainText('Your chats will be listed here.');
  const [answer, question, reply] = [await box(chat.replies.first()), await box(chat.questions.last()), await box(chat.lastReply)];
  const between = question.y - (answer.y + answer.height);
  const within = reply.y - (question.y + question.height);
  expect(between).toBeGreaterThan(within * 2);
});

test('the name of the person is whole', async ({ visitor, page }) => {
  const { person } = await import('../pages/person');
  await visitor.signUp({ ...person(), name: 'Maximiliane von Hohenlohe-Schillingsfürst' });
  const name = page.locator('.account-name');
  await expect(name).toHaveText('Maximiliane von Hohenlohe-Schillingsfürst');
  expect(await name.evaluate((name) => name.scrollWidth <= name.clientWidth)).toBe(true);
  const [text, button] = [await box(name), await box(visitor.account.logOutButton)];
  expect(text.x + text.width).toBeLessThanOrEqual(button.x);
});
