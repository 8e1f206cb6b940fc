import { type Locator, type Page, expect } from '@playwright/test';

/** The person's tasks, beside the chat or on their own pages. */
export class Tasks {
  readonly region: Locator;
  readonly newTask: Locator;
  readonly addButton: Locator;
  readonly titleField: Locator;
  readonly descriptionField: Locator;
  readonly saveButton: Locator;
  readonly boxes: Locator;
  /** The titles of the tasks that are to do, in their order. */
  readonly titles: Locator;
  /** What the field for a new task has understood. */
  readonly preview: Locator;
  /** What was just done, with the way to undo it. */
  readonly toast: Locator;

  constructor(
    private readonly page: Page,
    private readonly javaScript: boolean,
  ) {
    this.region = page.getByRole('region', { name: 'Tasks', exact: true });
    this.newTask = this.region.getByRole('textbox', { name: 'New task', exact: true });
    this.addButton = this.region.getByRole('button', { name: 'Add', exact: true });
    this.boxes = this.region.getByRole('checkbox');
    this.titles = this.region.locator('.tasks').first().locator('label[for^=task-]').and(this.region.locator('.tick label'));
    this.preview = this.region.locator('.preview');
    this.toast = page.getByRole('status').filter({ hasText: /Undo/ });
    this.titleField = this.region.getByRole('textbox', { name: 'Title', exact: true });
    this.descriptionField = this.region.getByRole('textbox', { name: 'Description', exact: true });
    this.saveButton = this.region.getByRole('button', { name: 'Save', exact: true });
  }

  /** The checkbox of the task with this title. */
  box(title: string | RegExp): Locator {
    return this.region.getByRole('checkbox', { name: title });
  }

  /** The row of the task with this title. */
  row(title: string | RegExp): Locator {
    return this.region.locator('li.task').filter({ has: this.page.getByRole('checkbox', { name: title }) });
  }

  /** The handle by which a task is moved. */
  handle(title: string | RegExp): Locator {
    return this.row(title).locator('.handle');
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

  /** Adds a task by a line whose title is only a part of it. */
  async addLine(line: string, title: string | RegExp): Promise<void> {
    await this.newTask.fill(line);
    await this.saved(() => this.addButton.click());
    await expect(this.box(title)).toBeVisible();
  }

  /** Sets when a task is due, in its small editor. */
  async plan(title: string, to: { due: string; time?: string }): Promise<void> {
    await this.open(title);
    await this.region.getByLabel('Due on').fill(to.due);
    await this.region.getByLabel('At', { exact: true }).fill(to.time ?? '');
    await this.saved(() => this.saveButton.click());
  }

  /** Opens the page of a task. */
  async openPage(title: string): Promise<void> {
    await this.open(title);
    await this.region.getByRole('link', { name: `More of ${title}` }).click();
    await expect(this.page).toHaveURL(/\/tasks\/\d+$/);
    await expect(this.page.getByLabel('Title')).toHaveValue(title);
  }

  /** Marks a task as done, also if its row has changed by then. */
  async press(title: string): Promise<void> {
    if (this.javaScript) {
      await this.saved(() => this.box(title).click());
    } else {
      await this.box(title).click();
      await this.saved(() => this.button('Update', title).click());
    }
  }

  /** Undoes what was just done. */
  async undo(): Promise<void> {
    await this.saved(() => this.toast.getByRole('button', { name: 'Undo', exact: true }).click());
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
    const answer = this.page.waitForResponse(/\/rpc\/tasks\/(add|complete|update|delete|take-back)/);
    const load = this.javaScript ? undefined : this.page.waitForEvent('load');
    await action();
    expect((await answer).status()).toBeLessThan(400);
    await load;
  }
}
