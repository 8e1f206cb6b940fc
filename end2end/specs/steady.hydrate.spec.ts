import type { Locator } from '@playwright/test';
import { expect, Gate, test } from '../support/test';

test.use({ scripted: true });

/** Where words stand, measured from the beginning of the conversation. */
const place = (reply: Locator, words: string) =>
  reply.evaluate((element, words) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode as Text;
      const at = text.data.indexOf(words);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + words.length);
      const log = element.closest('.log') as Element;
      return Math.round(range.getBoundingClientRect().top - log.getBoundingClientRect().top);
    }
    throw new Error(`"${words}" is not there`);
  }, words);

test('what is read does not move when raw text becomes a page', async ({ visitor, model }) => {
  const { chat } = visitor;
  const [second, third, heading, last, end] = [new Gate(), new Gate(), new Gate(), new Gate(), new Gate()];
  model.on('Tell me', async (reply) => {
    reply.say('Alpha is the first word.');
    await second.opened;
    reply.say('\n\nBeta is the second one.\n\n');
    await third.opened;
    reply.say('Gamma comes third.\n\n- Delta\n- Epsilon');
    await heading.opened;
    reply.say('\n\n# Zeta');
    await last.opened;
    reply.say('\n\nEta is the last.');
    await end.opened;
  });
  await visitor.signUp();
  await chat.say('Tell me');
  const reply = chat.lastReply;
  await expect(reply.locator('.tail')).toContainText('Alpha is the first word.');
  const alpha = await place(reply, 'Alpha');
  second.open();
  await expect(reply.locator('.prose')).toHaveCount(1);
  await expect(reply.locator('.tail')).toContainText('Beta is the second one.');
  expect(await place(reply, 'Alpha')).toBe(alpha);
  const beta = await place(reply, 'Beta');
  third.open();
  await expect(reply.locator('.tail')).toContainText('Epsilon');
  expect(await place(reply, 'Beta')).toBe(beta);
  const delta = await place(reply, 'Delta');
  heading.open();
  await expect(reply.locator('.tail')).toContainText('Zeta');
  expect(await place(reply, 'Delta')).toBe(delta);
  last.open();
  await expect(reply.locator('.tail')).toContainText('Eta is the last.');
  const words = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon', 'Zeta', 'Eta'];
  const before = await Promise.all(words.map((word) => place(reply, word)));
  end.open();
  await chat.settled();
  await expect(reply.locator('.prose')).toHaveCount(1);
  const after = await Promise.all(words.map((word) => place(reply, word)));
  expect(after).toEqual(before);
});

test('what is on the screen never goes down again while a reply is written', async ({ visitor, page, model }) => {
  const { chat } = visitor;
  const gates = [new Gate(), new Gate(), new Gate(), new Gate()];
  // Its marks make the raw text of each block longer by lines than what it becomes.
  const far = 'https://example.org/that/is/far/longer/than/the/words/for/it/and/hidden/in/the/page';
  const marked = `An [address](${far}) `.repeat(4);
  model.on('Tell me', async (reply) => {
    reply.say('A line.\n\n'.repeat(40));
    for (const gate of gates) {
      reply.say(`${marked}\n\n`);
      await gate.opened;
    }
  });
  await visitor.signUp();
  await chat.say('Tell me');
  await expect(chat.lastReply.locator('.tail')).toContainText('An [address]');
  const first = chat.questions.first();
  const tops = [await first.evaluate((shown) => shown.getBoundingClientRect().top)];
  for (const [index, gate] of gates.entries()) {
    gate.open();
    if (index < gates.length - 1) await expect(chat.lastReply.getByRole('link')).toHaveCount(4 * (index + 1));
    else await chat.settled();
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
    tops.push(await first.evaluate((shown) => shown.getBoundingClientRect().top));
  }
  expect(tops).toEqual([...tops].sort((one, other) => other - one));
});
