import { type Locator, type Page, expect } from '@playwright/test';

/** The menu of the open conversation, and its effects. */
export class Manage {
  readonly openButton: Locator;
  readonly menu: Locator;
  readonly titleField: Locator;
  readonly undoButton: Locator;
  readonly notice: Locator;

  constructor(
    private readonly page: Page,
    private readonly javaScript: boolean,
  ) {
    this.openButton = page.getByRole('button', { name: 'Manage conversation', exact: true });
    this.menu = page.getByRole('group', { name: 'Manage conversation', exact: true });
    this.titleField = this.menu.getByRole('textbox', { name: 'Title', exact: true });
    this.notice = page.getByRole('status').filter({ hasText: 'Conversation deleted.' });
    this.undoButton = this.notice.getByRole('button', { name: 'Undo', exact: true });
  }

  async open(): Promise<void> {
    await this.openButton.click();
    await expect(this.menu).toBeVisible();
  }

  /** Presses a button of the menu and waits until the server has accepted it. */
  async press(name: string): Promise<void> {
    await this.open();
    await this.taken(() => this.menu.getByRole('button', { name, exact: true }).click());
  }

  async rename(title: string): Promise<void> {
    await this.open();
    await this.titleField.fill(title);
    await this.taken(() => this.menu.getByRole('button', { name: 'Rename', exact: true }).click());
  }

  async undo(): Promise<void> {
    await this.taken(() => this.undoButton.click());
  }

  /** Downloads the open conversation as this kind of file. Returns the file's name and content. */
  async export(kind: 'Markdown' | 'JSON'): Promise<[string, string]> {
    await this.open();
    const download = this.page.waitForEvent('download');
    await this.menu.getByRole('link', { name: `Export as ${kind}`, exact: true }).click();
    const file = await download;
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    await this.page.keyboard.press('Escape');
    return [file.suggestedFilename(), Buffer.concat(chunks).toString('utf8')];
  }

  private async taken(action: () => Promise<void>): Promise<void> {
    const answer = this.page.waitForResponse(/\/rpc\/chat\/(rename|pin|archive|delete|restore)/);
    const load = this.javaScript ? undefined : this.page.waitForEvent('load');
    await action();
    expect((await answer).status()).toBeLessThan(400);
    await load;
  }
}
