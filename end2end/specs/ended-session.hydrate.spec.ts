import { expect, Gate, test } from '../support/test';

test.use({ scripted: true });

test('a reply goes on when the session of its reader ends, and is there after the log-in', async ({
  visitor,
  another,
  page,
  model,
}) => {
  const { chat, account } = visitor;
  const [more, end] = [new Gate(), new Gate()];
  model.on('Take your time', async (reply) => {
    reply.say('One.');
    await more.opened;
    reply.say(' Two.');
    await end.opened;
    reply.say(' Three.');
  });
  const who = await visitor.signUp();
  await chat.say('Take your time');
  await expect(chat.lastReply).toContainText('One.');
  await expect(page).toHaveURL(/\/chat\/\d+$/);
  await chat.composer.fill('The next thing');

  const other = await another();
  await other.logIn(who);
  await other.open('/settings');
  await other.settings.logOutOthers.click();

  await expect(account.alert).toHaveText(/^You were logged out\. Log in again/);
  await expect(chat.lastReply).toContainText('Log in again to read on');
  await expect(chat.lastReply).not.toContainText('Connection lost');
  await expect(chat.stopButton).toBeHidden();
  more.open();
  const here = page.url();
  await visitor.goesToLogIn();
  await account.logIn(who.email, who.password);
  await expect(page).toHaveURL(here);
  await visitor.hydrated();
  await expect(chat.lastReply).toContainText('One. Two.');
  await expect(chat.composer).toHaveValue('The next thing');
  end.open();
  await expect(chat.lastReply).toContainText('One. Two. Three.');
  await expect(chat.questions).toHaveCount(1);
});

test('a reply is read on when its session was only replaced, by a changed password', async ({
  visitor,
  page,
  model,
}) => {
  const { chat } = visitor;
  const end = new Gate();
  model.on('Slowly, please', async (reply) => {
    reply.say('One.');
    await end.opened;
    reply.say(' Two.');
  });
  const who = await visitor.signUp();
  await chat.say('Slowly, please');
  await expect(chat.lastReply).toContainText('One.');

  const tab = await visitor.anotherTab();
  await tab.open('/settings');
  const follow = page.waitForResponse(/\/rpc\/chat\/follow/);
  await tab.settings.setPassword(who.password, 'another password');
  await tab.settings.says('Your password is changed.');
  expect((await follow).status()).toBe(200);
  end.open();
  await expect(chat.lastReply).toContainText('One. Two.');
  await expect(visitor.account.alert).toBeHidden();
});

test('the next action says so, once', async ({ visitor, another, page }) => {
  const { chat, tasks, account } = visitor;
  const who = await visitor.signUp();
  await tasks.add('Buy milk');
  await chat.composer.fill('Not sent yet');
  const other = await another();
  await other.logIn(who);
  await other.open('/settings');
  await other.settings.logOutOthers.click();
  await expect(other.settings.devices).toHaveCount(1);

  await tasks.box('Buy milk').click();
  await expect(account.alert).toHaveText(/^You were logged out\. Log in again/);
  await chat.sendButton.click();
  await expect(chat.questions).toHaveCount(0);
  await expect(chat.composer).toHaveValue('Not sent yet');
  await expect(account.alert).toHaveCount(1);
  await visitor.goesToLogIn();
  await account.logIn(who.email, who.password);
  await expect(page).toHaveURL('/chat');
  await expect(chat.composer).toHaveValue('Not sent yet');
  await expect(tasks.box('Buy milk')).not.toBeChecked();

  await visitor.open('/settings');
  await other.open('/settings');
  await other.settings.logOutOthers.click();
  await expect(other.settings.devices).toHaveCount(1);
  // A page without the client leads there at once.
  await visitor.settings.rename('Nobody');
  await expect(page).toHaveURL('/login?next=%2Fsettings');
});

test('a page that cannot be had any more leads to the log-in and back', async ({ visitor, another, page }) => {
  const { chat, account } = visitor;
  const who = await visitor.signUp();
  await chat.ask('Hello', 'OK.');
  const { number } = chat;
  await chat.startNew();
  const other = await another();
  await other.logIn(who);
  await other.open('/settings');
  await other.settings.logOutOthers.click();
  await expect(other.settings.devices).toHaveCount(1);

  await chat.link(number).click();
  const main = page.getByRole('main');
  await expect(main).toContainText('You were logged out');
  await main.getByRole('link', { name: 'Log in again' }).click();
  await visitor.hydrated();
  await account.logIn(who.email, who.password);
  await expect(page).toHaveURL(`/chat/${number}`);
  await expect(chat.questions).toHaveText([/Hello/]);
});
