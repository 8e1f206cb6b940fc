import { createHmac } from 'node:crypto';
import { type Received, testWithReceiver } from '../support/receiver';
import { expect } from '../support/test';

const test = testWithReceiver('WEBHOOK_ADDRESSES');

/** The signature that a message must have. */
function signature(secret: string, { headers, text }: Received): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

test('somebody adds a webhook, tries it, and sees what was delivered', async ({ visitor, page, receiver }) => {
  receiver.begin(200);
  await visitor.signUp();
  await visitor.open('/settings');
  await visitor.hydrated();
  const section = page.getByRole('region', { name: 'Webhooks', exact: true });

  // A refused address stays in its field.
  const address = section.getByRole('textbox', { name: 'Address' });
  await address.fill('https://127.0.0.1/hook');
  await section.getByRole('button', { name: 'Add webhook' }).click();
  await expect(section.getByRole('alert')).toContainText('Docket cannot tell this address.');
  await expect(address).toHaveValue('https://127.0.0.1/hook');

  await visitor.hydrated();
  await address.fill(`${receiver.origin}/hook`);
  await section.getByRole('checkbox', { name: 'A reminder is due' }).uncheck();
  await section.getByRole('button', { name: 'Add webhook' }).click();
  const secretField = section.getByRole('textbox', { name: /Copy the secret now/ });
  await expect(secretField).toHaveValue(/^whsec_[A-Za-z0-9]{40}$/);
  const secret = await secretField.inputValue();
  const hook = section.getByRole('listitem', { name: `Webhook ${receiver.origin}/hook` });
  await expect(hook).toContainText('task.created, task.updated, task.completed, task.deleted');
  await expect(hook).not.toContainText('reminder.due');
  await visitor.open('/settings');
  await expect(secretField).toBeHidden();

  await visitor.hydrated();
  await hook.getByRole('button', { name: 'Send a test' }).click();
  await expect(section.getByText('The address has taken the test.')).toBeVisible();
  await expect.poll(() => receiver.received.length).toBe(1);
  expect(receiver.received[0].headers['webhook-signature']).toBe(signature(secret, receiver.received[0]));
  await hook.getByText('Last deliveries').click();
  await expect(hook.getByRole('row', { name: /webhook\.test Delivered: status 200/ })).toBeVisible();
  await expect(hook.getByRole('button', { name: /Send again/ })).toHaveCount(0);

  // A task that is added on its page.
  await visitor.open('/chat');
  await visitor.chat.ask('Add a task to buy milk', /buy milk/i);
  await expect.poll(() => receiver.received.length).toBe(2);
  const [, told] = receiver.received;
  expect(JSON.parse(told.text)).toMatchObject({ type: 'task.created', data: { by: { kind: 'assistant' } } });
  expect(told.headers['webhook-signature']).toBe(signature(secret, told));
  await expect(async () => {
    await visitor.open('/settings');
    await hook.getByText('Last deliveries').click();
    await expect(hook.getByRole('row', { name: /task\.created Delivered: status 200/ })).toBeVisible({ timeout: 1000 });
  }).toPass();
  await visitor.hydrated();
  await hook.getByRole('button', { name: /Send again: task\.created/ }).click();
  await expect(section.getByText('It is sent again.')).toBeVisible();
  await expect.poll(() => receiver.received.length).toBe(3);
  expect(receiver.received[2].headers['webhook-id']).toBe(told.headers['webhook-id']);
});

test('somebody pauses, renews and removes a webhook', async ({ visitor, page, receiver }) => {
  receiver.begin(500);
  await visitor.signUp();
  await visitor.open('/settings');
  await visitor.hydrated();
  const section = page.getByRole('region', { name: 'Webhooks', exact: true });
  await section.getByRole('textbox', { name: 'Address' }).fill(`${receiver.origin}/other`);
  await section.getByRole('button', { name: 'Add webhook' }).click();
  const hook = section.getByRole('listitem', { name: `Webhook ${receiver.origin}/other` });
  await expect(hook).toBeVisible();

  const press = async (name: string, words: string) => {
    await visitor.hydrated();
    await hook.getByRole('button', { name, exact: false }).first().click();
    await expect(section.getByText(words)).toBeVisible();
  };
  await press('Pause', 'That webhook is paused.');
  await expect(hook.getByText('Paused', { exact: true })).toBeVisible();
  await press('Send a test', 'The address has not taken the test.');
  await hook.getByText('Last deliveries').click();
  await expect(hook.getByRole('row', { name: /Given up: status 500/ })).toBeVisible();
  await press('New secret', 'Copy the secret now.');
  await press('Resume', 'That webhook goes on.');
  await expect(hook.getByText('Paused', { exact: true })).toBeHidden();
  await press('Remove', 'That webhook is removed.');
  await expect(hook).toBeHidden();
});
