import { expect, Gate, test } from '../support/test';

test.use({ scripted: true });

test('what the model thought is folded above its answer', async ({ visitor, model, javaScriptEnabled }) => {
  const { chat } = visitor;
  const more = new Gate();
  const text = 'Think about zebras';
  model.on(text, async (reply) => {
    reply.say('<thi');
    reply.say('nk>Zebras are < lions.');
    if (javaScriptEnabled) await more.opened;
    reply.say('</think>\n\nThey have **stripes**.');
  });
  await visitor.signUp();
  if (javaScriptEnabled) {
    await chat.say(text);
    await expect(chat.lastReply.getByText('Thinking…')).toBeVisible();
    await expect(chat.lastReply).not.toContainText('<thi');
    more.open();
    await expect(chat.lastReply).toContainText('They have stripes.');
    await chat.settled();
  } else {
    await chat.ask(text, 'They have stripes.');
  }
  for (const reload of [false, true]) {
    if (reload) await visitor.reload();
    const thought = chat.lastReply.getByText('Zebras are < lions.');
    await expect(thought).toBeHidden();
    await chat.lastReply.getByText(/^Thought for \d+ s$/).click();
    await expect(thought).toBeVisible();
    await expect(chat.lastReply.locator('strong')).toHaveText('stripes');
  }
});
