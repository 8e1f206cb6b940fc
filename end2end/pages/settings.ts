import { type Locator, type Page, expect } from '@playwright/test';

/** /settings, with a region for each subject. */
export class Settings {
  readonly account: Locator;
  readonly name: Locator;
  readonly saveName: Locator;
  readonly currentPassword: Locator;
  readonly newPassword: Locator;
  readonly endSessions: Locator;
  readonly changePassword: Locator;
  /** One for each log-in, this one first. */
  readonly devices: Locator;
  readonly logOutOthers: Locator;
  /** One for each app that is connected. */
  readonly apps: Locator;
  /** One for each personal access token. */
  readonly tokens: Locator;
  readonly tokenName: Locator;
  readonly tokenPassword: Locator;
  /** The text of a token that was just made. */
  readonly madeToken: Locator;
  readonly exportLink: Locator;
  readonly confirmation: Locator;
  readonly password: Locator;
  readonly deleteButton: Locator;
  private readonly permission: Locator;
  private readonly makeTokenButton: Locator;
  private readonly status: Locator;

  constructor(page: Page) {
    const region = (name: string) => page.getByRole('region', { name, exact: true });
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    this.account = region('Account');
    this.name = this.account.getByRole('textbox', { name: 'Name', exact: true });
    this.saveName = button('Save name');
    this.currentPassword = page.getByLabel('Current password', { exact: true });
    this.newPassword = page.getByLabel('New password', { exact: true });
    this.endSessions = region('Password').getByRole('checkbox', { name: 'Log out all other devices', exact: true });
    this.changePassword = button('Change password');
    this.devices = region('Devices').getByRole('listitem');
    this.logOutOthers = button('Log out all other devices');
    this.apps = region('Connected apps').getByRole('listitem');
    const tokens = region('Access tokens');
    this.tokens = tokens.getByRole('listitem');
    this.tokenName = tokens.getByRole('textbox', { name: 'Name of the token', exact: true });
    this.tokenPassword = tokens.getByLabel('Your password', { exact: true });
    this.madeToken = tokens.getByLabel('Copy your new token now. You cannot see it again.', { exact: true });
    this.permission = tokens.getByLabel('It may', { exact: true });
    this.makeTokenButton = tokens.getByRole('button', { name: 'Make a token', exact: true });
    this.exportLink = page.getByRole('link', { name: 'Export my data', exact: true });
    const deletion = region('Delete account');
    this.confirmation = deletion.getByLabel('Your email address', { exact: true });
    this.password = deletion.getByLabel('Your password', { exact: true });
    this.deleteButton = button('Delete my account');
    this.status = page.getByRole('status').filter({ hasText: /\w/ });
  }

  /** Waits until the page says that something was done. */
  async says(words: string): Promise<void> {
    await expect(this.status).toHaveText(words);
  }

  async rename(name: string): Promise<void> {
    await this.name.fill(name);
    await this.saveName.click();
  }

  async setPassword(current: string, next: string): Promise<void> {
    await this.currentPassword.fill(current);
    await this.newPassword.fill(next);
    await this.changePassword.click();
  }

  /** Switches off the browser's own check of passwords, so that the server answers. */
  async allowAnyPassword(): Promise<void> {
    await this.newPassword.evaluate((field) => ((field as HTMLInputElement).form!.noValidate = true));
  }

  async makeToken(name: string, permission: 'read' | 'write', password: string): Promise<void> {
    await this.tokenName.fill(name);
    await this.permission.selectOption(permission);
    await this.tokenPassword.fill(password);
    await this.makeTokenButton.click();
  }

  /** Logs out a device that is not this one. */
  async logOut(device: Locator): Promise<void> {
    await device.getByRole('button', { name: /^Log out / }).click();
  }

  async delete(email: string, password: string): Promise<void> {
    await this.confirmation.fill(email);
    await this.password.fill(password);
    await this.deleteButton.click();
  }
}
