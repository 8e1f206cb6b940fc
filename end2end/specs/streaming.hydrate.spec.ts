import { expect, Gate, test } from '../support/test';

test.use({ scripted: true });

test('a reply grows while it is written', async ({ visitor, model }) => {
  const { chat } = visitor;
  const more = new Gate();
  model.on('Tell me a story', async (reply) => {
    reply.say('Once upon a time');
    await more.opened;
    reply.say(' there was a list.');
  });
  await visitor.signUp();
  await chat.say('Tell me a story');
  await expect(chat.lastReply).toContainText('Once upon a time');
  await expect(chat.stopButton).toBeVisible();
  await expect(chat.lastReply).not.toContainText('there was a list');
  more.open();
  await expect(chat.lastReply).toContainText('Once upon a time there was a list.');
  await chat.settled();
});

test('Enter sends, Shift+Enter begins a new line', async ({ visitor }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await chat.composer.fill('First line');
  await chat.composer.press('Shift+Enter');
  await chat.composer.pressSequentially('second line');
  await expect(chat.composer).toHaveValue('First line\nsecond line');
  await chat.composer.press('Enter');
  await chat.questionIs(0, 'second line');
  await expect(chat.composer).toHaveValue('');
  await expect(chat.lastReply).toContainText('OK.');
});

test('Stop ends the reply and keeps what it has said', async ({ visitor, model }) => {
  const { chat } = visitor;
  const hungUp = new Gate();
  model.on('Count to a million', async (reply) => {
    reply.say('One, two, three');
    await reply.closed;
    hungUp.open();
  });
  await visitor.signUp();
  await chat.say('Count to a million');
  await expect(chat.lastReply).toContainText('One, two, three');
  await chat.stopButton.click();
  await hungUp.opened; // the provider must not be paid for words that nobody reads
  await expect(chat.stopButton).toBeHidden();
  for (const reload of [false, true]) {
    if (reload) await visitor.reload();
    await expect(chat.lastReply).toContainText('One, two, three');
    await expect(chat.lastReply).toContainText('Stopped');
  }
  await chat.ask('And now something else', 'OK.');
});

test('a failure is told kindly, and Retry mends it', async ({ visitor, model }) => {
  const { chat } = visitor;
  let broken = true;
  model.on('What is up?', (reply) => (broken ? reply.refuse(500) : reply.say('All is well again.')));
  await visitor.signUp();
  await chat.say('What is up?');
  // Docket tries a few times before it gives up.
  await expect(chat.retryButton).toBeVisible({ timeout: 40_000 });
  await expect(chat.lastReply).toContainText(/provider|try again/i);
  await expect(chat.conversation).not.toContainText(/500|refused by the test/);

  await visitor.reload();
  await expect(chat.questions).toHaveText([/What is up\?/]);
  broken = false;
  await chat.retryButton.click();
  await expect(chat.lastReply).toContainText('All is well again.');
  await chat.settled();
  await expect(chat.retryButton).toBeHidden();
  await expect(chat.questions).toHaveCount(1);
});

test('a reply that breaks off keeps its beginning and can be had again', async ({ visitor, model }) => {
  const { chat } = visitor;
  const seen = new Gate();
  let broken = true;
  model.on('Recite something', async (reply) => {
    if (!broken) return reply.say('The boy stood on the burning deck, whence all but he had fled.');
    reply.say('The boy stood on');
    await seen.opened;
    reply.cut();
  });
  await visitor.signUp();
  await chat.say('Recite something');
  await expect(chat.lastReply).toContainText('The boy stood on');
  seen.open();
  await expect(chat.retryButton).toBeVisible({ timeout: 40_000 });
  await expect(chat.lastReply).toContainText('The boy stood on');
  broken = false;
  await chat.retryButton.click();
  await expect(chat.lastReply).toContainText('whence all but he had fled');
});

test('a reply goes on while nobody looks, and a reload finds it', async ({ visitor, model, another, page }) => {
  const { chat } = visitor;
  const [away, back] = [new Gate(), new Gate()];
  model.on('Take your time', async (reply) => {
    reply.say('One.');
    await away.opened;
    reply.say(' Two.');
    await back.opened;
    reply.say(' Three.');
  });
  const who = await visitor.signUp();
  await chat.say('Take your time');
  await expect(chat.lastReply).toContainText('One.');
  await expect(page).toHaveURL(/\/chat\/\d+$/);

  away.open();
  await visitor.reload();
  await expect(chat.questions).toHaveText([/Take your time/]);
  await expect(chat.lastReply).toContainText('One. Two.');
  await expect(chat.stopButton).toBeVisible();

  // The same on a second device.
  const other = await another();
  await other.logIn(who);
  await other.open(new URL(page.url()).pathname);
  await expect(other.chat.lastReply).toContainText('One. Two.');

  back.open();
  for (const { chat } of [visitor, other]) {
    await expect(chat.lastReply).toContainText('One. Two. Three.');
    await chat.settled();
    await expect(chat.replies).toHaveCount(1);
  }
});

test('going to another conversation and back does not disturb a reply', async ({ visitor, model }) => {
  const { chat } = visitor;
  const more = new Gate();
  model.on('Slowly, please', async (reply) => {
    reply.say('One.');
    await more.opened;
    reply.say(' Two.');
  });
  await visitor.signUp();
  await chat.ask('Hello', 'OK.');
  const first = chat.number;
  await chat.startNew();
  await chat.say('Slowly, please');
  await expect(chat.lastReply).toContainText('One.');
  await expect.poll(() => chat.number).toMatch(/^\d+$/);
  const second = chat.number;
  await chat.link(first).click();
  await expect(chat.questions).toHaveText([/Hello/]);
  await expect(chat.conversation).not.toContainText('One.');
  await chat.link(second).click();
  await expect(chat.lastReply).toContainText('One.');
  more.open();
  await expect(chat.lastReply).toContainText('One. Two.');
  await chat.settled();
});

test('a message that cannot be sent is not lost', async ({ visitor, page }) => {
  const { chat } = visitor;
  await visitor.signUp();
  await page.context().setOffline(true);
  await chat.say('Remember this');
  await expect(chat.questions.getByRole('alert')).toContainText('Not sent');
  await page.context().setOffline(false);
  await chat.retryButton.click();
  await expect(chat.lastReply).toContainText('OK.');
  await expect(chat.questions).toHaveText([/Remember this/]);
  await expect(chat.questions.getByRole('alert')).toBeHidden();
});
