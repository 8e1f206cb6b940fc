import { type Locator, type Page, expect } from '@playwright/test';

/** The person's tasks beside the chat. */
export class Tasks {
  readonly region: Locator;
  readonly newTask: Locator;
  readonly addButton: Locator;
  readonly titleField: Locator;
  readonly descriptionField: Locator;
  readonly saveButton: Locator;
  readonly boxes: Locator;

  constructor(
    private readonly page: Page,
    private readonly javaScript: boolean,
  ) {
    this.region = page.getByRole('region', { name: 'Tasks', exact: true });
    this.newTask = this.region.getByRole('textbox', { name: 'New task', exact: true });
    this.addButton = this.region.getByRole('button', { name: 'Add', exact: true });
    this.boxes = this.region.getByRole('checkbox');
    this.titleField = this.region.getByRole('textbox', { name: 'Title', exact: true });
    this.descriptionField = this.region.getByRole('textbox', { name: 'Description', exact: true });
    this.saveButton = this.region.getByRole('button', { name: 'Save', exact: true });
  }

  /** The checkbox of the task with this title. */
  box(title: string | RegExp): Locator {
    return this.region.getByRole('checkbox', { name: title });
  }

  /** A row's button, such as "Edit Buy milk". */
  button(verb: 'Edit' | 'Delete' | 'Update', title: string): Locator {
    return this.region.getByRole('button', { name: `${verb} ${title}` });
  }

  /** Opens the fields of a task. */
  async open(title: string): Promise<void> {
    await this.button('Edit', title).click();
    await expect(this.titleField).toHaveValue(title);
  }

  async add(title: string): Promise<void> {
    await this.newTask.fill(title);
    await this.saved(() => this.addButton.click());
    await expect(this.box(title)).toBeVisible();
  }

  /** Ticks a task or removes the tick. Without JavaScript the row has a button that sends the change. */
  async tick(title: string, done: boolean): Promise<void> {
    const box = this.box(title);
    await expect(box).toBeChecked({ checked: !done });
    if (this.javaScript) {
      await this.saved(() => box.click());
    } else {
      await box.click();
      await this.saved(() => this.button('Update', title).click());
    }
    await expect(box).toBeChecked({ checked: done });
  }

  async edit(title: string, to: { title: string; description: string }): Promise<void> {
    await this.open(title);
    await this.titleField.fill(to.title);
    await this.descriptionField.fill(to.description);
    await this.saved(() => this.saveButton.click());
    await expect(this.box(to.title)).toBeVisible();
  }

  async delete(title: string): Promise<void> {
    await this.open(title);
    await this.saved(() => this.button('Delete', title).click());
    await expect(this.box(title)).toHaveCount(0);
  }

  /** Changes a task and waits for the server, because the page may show the change sooner. */
  private async saved(action: () => Promise<void>): Promise<void> {
    const answer = this.page.waitForResponse(/\/rpc\/tasks\/(add|complete|update|delete)/);
    const load = this.javaScript ? undefined : this.page.waitForEvent('load');
    await action();
    expect((await answer).status()).toBeLessThan(400);
    await load;
  }
}
