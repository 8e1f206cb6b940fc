import type { CDPSession, Page } from '@playwright/test';
import { expect, test } from '../support/test';

// Passkeys belong to a name.
test.use({ host: 'localhost' });

/** Gives the page's browser an authenticator of Chromium's, which asks nobody. Returns what controls it. */
async function authenticator(page: Page): Promise<{ client: CDPSession; id: string }> {
  const client = await page.context().newCDPSession(page);
  await client.send('WebAuthn.enable');
  const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { client, id: authenticatorId };
}

/** Whether the person touches the authenticator when it asks. */
async function touch({ client, id }: { client: CDPSession; id: string }, enabled: boolean): Promise<void> {
  await client.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: id, enabled });
}

test('somebody adds a passkey, logs in with it, renames it and removes it', async ({ visitor, page }) => {
  const key = await authenticator(page);
  await visitor.signUp();
  await visitor.open('/settings');
  const card = page.getByRole('region', { name: 'Passkeys', exact: true });
  const add = card.getByRole('button', { name: 'Add a passkey', exact: true });
  await add.click();
  await visitor.settings.says('Your passkey is added.');
  await expect(card.getByRole('listitem')).toHaveCount(1);
  await expect(card.getByRole('listitem')).toContainText(/Chrome on \w+/);
  await add.click();
  await expect(card.getByRole('alert')).toHaveText('This device or password manager has a passkey for you already.');

  await touch(key, false);
  await visitor.logOut();
  await expect(page.getByLabel('Email', { exact: true })).toHaveAttribute('autocomplete', 'username webauthn');
  await touch(key, true);
  await page.getByRole('button', { name: 'Log in with a passkey', exact: true }).click();
  await expect(page).toHaveURL('/chat');
  await visitor.hydrated();

  await visitor.open('/settings');
  await card.getByText('Rename', { exact: true }).click();
  await card.getByRole('textbox').fill('My laptop');
  await card.getByRole('button', { name: 'Save', exact: true }).click();
  await visitor.settings.says('The passkey is renamed.');
  await card.getByRole('button', { name: 'Remove My laptop', exact: true }).click();
  await expect(card.getByText('The passkey is removed.', { exact: true })).toBeVisible();
  await expect(card.getByRole('listitem')).toHaveCount(0);

  // The device still has it.
  await touch(key, false);
  await visitor.logOut();
  await touch(key, true);
  await page.getByRole('button', { name: 'Log in with a passkey', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Docket does not know this passkey.');
  await expect(page).toHaveURL('/login');
});

test('a person whom the device does not know learns why nothing happens', async ({ visitor, page }) => {
  const { client, id } = await authenticator(page);
  await client.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: false });
  await visitor.signUp();
  await visitor.open('/settings');
  const card = page.getByRole('region', { name: 'Passkeys', exact: true });
  await card.getByRole('button', { name: 'Add a passkey', exact: true }).click();
  await expect(card.getByRole('alert')).toContainText('No passkey was used.');
  await expect(card.getByRole('listitem')).toHaveCount(0);
});
