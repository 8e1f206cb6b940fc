import { type Locator, type Page, expect } from '@playwright/test';

/** The cards of reminders, which every page of somebody who is logged in has. */
export class Reminders {
  readonly region: Locator;
  readonly cards: Locator;

  constructor(private readonly page: Page) {
    this.region = page.getByRole('alert', { name: 'Reminders', exact: true });
    this.cards = this.region.getByRole('form');
  }

  card(title: string): Locator {
    return this.region.getByRole('form', { name: title, exact: true });
  }

  button(title: string, name: 'Done' | 'Dismiss' | '10 min' | '1 h' | 'Tomorrow, 9:00'): Locator {
    return this.card(title).getByRole('button', { name, exact: true });
  }

  async snooze(title: string, by: '10 min' | '1 h' | 'Tomorrow, 9:00'): Promise<void> {
    await this.card(title).getByText('Snooze', { exact: true }).click();
    await this.button(title, by).click();
  }

  /** Adds a task that reminds in a moment, behind the page's back. */
  async plan(title: string, due?: string): Promise<void> {
    const soon = new Date(Date.now() + 1500).toISOString();
    const form: Record<string, string> = { title, 'plan[reminders]': soon, ...(due && { 'plan[due]': due }) };
    const { origin } = new URL(this.page.url());
    const headers = { origin, accept: 'application/json' };
    expect((await this.page.request.post('/rpc/tasks/add', { form, headers })).status()).toBe(200);
  }

  /** The same for several tasks, and waits until the server has told all of them. */
  async tell(...titles: string[]): Promise<void> {
    for (const title of titles) await this.plan(title);
    const { origin } = new URL(this.page.url());
    const headers = { origin, accept: 'application/json' };
    const told = async () => {
      const answer = await this.page.request.post('/rpc/reminders/list', { headers });
      return (await answer.json()).length;
    };
    await expect.poll(told).toBe(titles.length);
  }
}
