import { type Locator, type Page, expect } from '@playwright/test';

/** The box in the side bar, and the page with the results. */
export class Search {
  readonly box: Locator;
  readonly results: Locator;
  readonly hits: Locator;
  readonly summary: Locator;

  constructor(private readonly page: Page) {
    this.box = page.getByRole('searchbox', { name: 'Search', exact: true });
    const main = page.getByRole('main');
    this.results = main.getByRole('listitem');
    this.hits = main.locator('mark');
    this.summary = main.getByRole('status').first();
  }

  /** Searches and waits for the page with the results. */
  async find(words: string): Promise<void> {
    await this.box.fill(words);
    await this.box.press('Enter');
    await expect(this.page).toHaveURL((url) => url.pathname === '/search' && url.searchParams.get('q') === words);
  }

  /** The results of a kind: "Tasks", "Conversations" or "Messages". */
  group(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true }).getByRole('listitem');
  }
}
