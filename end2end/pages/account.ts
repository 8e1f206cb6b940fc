import type { Locator, Page } from '@playwright/test';
import type { Person } from './person';

/** The forms of /signup, /login, /forgot-password and /reset-password, and the log-out button. */
export class Account {
  readonly form: Locator;
  readonly name: Locator;
  readonly email: Locator;
  readonly password: Locator;
  readonly newPassword: Locator;
  readonly createButton: Locator;
  readonly logInButton: Locator;
  readonly logOutButton: Locator;
  readonly forgotLink: Locator;
  readonly setButton: Locator;
  /** The error of a refused form, or of one of its fields. */
  readonly alert: Locator;

  constructor(page: Page) {
    this.form = page.locator('form');
    this.name = page.getByRole('textbox', { name: 'Name', exact: true });
    this.email = page.getByRole('textbox', { name: 'Email', exact: true });
    // A password field has no role.
    this.password = page.getByLabel('Password', { exact: true });
    this.newPassword = page.getByLabel('New password', { exact: true });
    this.createButton = page.getByRole('button', { name: 'Create account', exact: true });
    this.logInButton = page.getByRole('button', { name: 'Log in', exact: true });
    this.logOutButton = page.getByRole('button', { name: 'Log out', exact: true });
    this.forgotLink = page.getByRole('link', { name: 'Forgot password?', exact: true });
    this.setButton = page.getByRole('button', { name: 'Set the password', exact: true });
    this.alert = page.getByRole('alert').filter({ hasText: /\w/ });
  }

  async signUp(who: Person): Promise<void> {
    await this.name.fill(who.name);
    await this.email.fill(who.email);
    await this.password.fill(who.password);
    await this.createButton.click();
  }

  /** Switches off the browser's own checks, so that the server answers. */
  async allowAnything(): Promise<void> {
    await this.form.evaluate((form) => ((form as HTMLFormElement).noValidate = true));
  }

  async logIn(email: string, password: string): Promise<void> {
    await this.email.fill(email);
    await this.password.fill(password);
    await this.logInButton.click();
  }
}
