import { expect, test } from '../support/test';

test.use({ scripted: true });

const attack = '<script>window.attacked = 1</script><img src="x" onerror="window.attacked = 1">';

test('a reply is shown as the Markdown it is', async ({ visitor, model }) => {
  const text = 'Show me some Markdown';
  model.on(text, (reply) => reply.say('This is **bold**.\n\n- one\n- two\n\n`code` and [a link](https://example.org/)'));
  await visitor.signUp();
  await visitor.chat.ask(text, 'This is bold.');
  const { lastReply } = visitor.chat;
  await expect(lastReply.locator('strong')).toHaveText('bold');
  await expect(lastReply.getByRole('listitem')).toHaveText(['one', 'two']);
  await expect(lastReply.locator('code')).toHaveText('code');
  await expect(lastReply.getByRole('link', { name: 'a link' })).toHaveAttribute('href', 'https://example.org/');
});

test('bare addresses, aligned tables and code keep what they say', async ({ visitor, model }) => {
  const text = 'Show me more';
  const table = '| item | price |\n|:-----|------:|\n| milk | 2 |';
  model.on(text, (reply) => reply.say(`See https://example.org/a_b.\n\n${table}\n\n\`\`\`python\nprint(1)\n\`\`\``));
  await visitor.signUp();
  await visitor.chat.ask(text, 'See https://example.org/a_b.');
  const { lastReply } = visitor.chat;
  await expect(lastReply.getByRole('link')).toHaveAttribute('href', 'https://example.org/a_b');
  await expect(lastReply.getByRole('cell', { name: '2' })).toHaveCSS('text-align', 'right');
  await expect(lastReply.locator('pre code')).toHaveClass('language-python');
  await expect(lastReply.locator('pre code')).toHaveText('print(1)');
});

test('HTML and scripts in a reply do nothing', async ({ visitor, model, page }) => {
  const text = 'Please attack me';
  model.on(text, (reply) => reply.say(`Before ${attack} [click](javascript:attacked=1) after`));
  await visitor.signUp();
  await visitor.chat.ask(text, /Before.*after/s);
  for (const reload of [false, true]) {
    if (reload) await visitor.reload();
    await expect(visitor.chat.lastReply).toContainText(/Before.*after/s);
    await expect(visitor.chat.lastReply.locator('script, img, [onerror], [href^="javascript"]')).toHaveCount(0);
    expect(await page.evaluate(() => 'attacked' in window)).toBe(false);
  }
});

test('what a person writes is shown as they wrote it', async ({ visitor, page }) => {
  await visitor.signUp();
  await visitor.chat.ask(`**not bold** ${attack}`, 'OK.');
  await visitor.tasks.add(attack);
  for (const reload of [false, true]) {
    if (reload) await visitor.reload();
    await expect(visitor.chat.questions.last()).toContainText(`**not bold** ${attack}`);
    await expect(visitor.chat.questions.last().locator('strong, script, img')).toHaveCount(0);
    await expect(visitor.tasks.box(attack)).toBeVisible();
    await expect(visitor.tasks.region.locator('script, img')).toHaveCount(0);
    expect(await page.evaluate(() => 'attacked' in window)).toBe(false);
  }
});
