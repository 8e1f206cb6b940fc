import { type Page, type Response, expect } from '@playwright/test';
import type { BrowserLog } from '../support/browser-log';
import { Account } from './account';
import { Chat } from './chat';
import { Manage } from './manage';
import { type Person, person } from './person';
import { Reminders } from './reminders';
import { Search } from './search';
import { Settings } from './settings';
import { Tasks } from './tasks';

/** A person in front of a browser, and the parts of the page that they see. */
export class Visitor {
  readonly account: Account;
  readonly chat: Chat;
  readonly tasks: Tasks;
  readonly settings: Settings;
  readonly manage: Manage;
  readonly search: Search;
  readonly reminders: Reminders;

  constructor(
    readonly page: Page,
    readonly javaScript: boolean,
    readonly log: BrowserLog,
  ) {
    this.account = new Account(page);
    this.chat = new Chat(page);
    this.tasks = new Tasks(page, javaScript);
    this.settings = new Settings(page);
    this.manage = new Manage(page, javaScript);
    this.search = new Search(page);
    this.reminders = new Reminders(page);
  }

  /** Goes to a page and waits until it is complete. */
  async open(path: string): Promise<Response | null> {
    const response = await this.page.goto(path);
    await this.hydrated();
    return response;
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.hydrated();
  }

  /**
   * Waits until the page is hydrated or, if it has no client, its scripts have run. Without JavaScript there is nothing
   * to wait for. On a busy machine that may take its time: no test is about how long.
   */
  async hydrated(): Promise<void> {
    if (!this.javaScript) return;
    try {
      await this.page.locator('body:is([data-hydrated], [data-plain])').waitFor({ state: 'attached', timeout: 40_000 });
    } catch (error) {
      throw new Error(`${this.page.url()} is not hydrated.\n${this.log}`, { cause: error });
    }
  }

  /** Makes an account and arrives at the chat. */
  async signUp(who: Person = person()): Promise<Person> {
    await this.open('/signup');
    await this.account.signUp(who);
    await this.arrivesAtChat();
    return who;
  }

  /** Shows or hides the page, as if the person changed tabs. */
  async look(at: boolean): Promise<void> {
    await this.page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, !at);
  }

  async logIn(who: Person): Promise<void> {
    await this.open('/login');
    await this.account.logIn(who.email, who.password);
    await this.arrivesAtChat();
  }

  async logOut(): Promise<void> {
    // On a small screen the button is in a drawer. The style sheet decides that, so it must be loaded.
    await this.page.waitForLoadState('load');
    const menu = this.page.getByRole('button', { name: 'Open menu', exact: true });
    await expect(menu.or(this.account.logOutButton).first()).toBeVisible();
    if (await menu.isVisible()) await menu.click();
    await this.account.logOutButton.click();
    await expect(this.page).toHaveURL('/login');
    await this.hydrated();
  }

  /** Goes to the log-in page after the session has ended elsewhere. Without JavaScript the person is there already. */
  async goesToLogIn(): Promise<void> {
    if (this.javaScript) await this.page.getByRole('alert').getByRole('link', { name: 'Log in again' }).click();
    await expect(this.page).toHaveURL(/\/login/);
    await this.hydrated();
  }

  /** Opens another page in the same browser. */
  async anotherTab(): Promise<Visitor> {
    return new Visitor(await this.page.context().newPage(), this.javaScript, this.log);
  }

  private async arrivesAtChat(): Promise<void> {
    await expect(this.page).toHaveURL('/chat');
    await expect(this.chat.composer).toBeVisible();
    await this.hydrated();
  }
}
