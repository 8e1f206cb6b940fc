import type { Page } from '@playwright/test';
import { Gate } from './fake-openai';

/** Loads the page while the script is still on its way. The gate lets it arrive. */
export async function beforeTheClient(page: Page): Promise<Gate> {
  const arrived = new Gate();
  await page.route('**/*.wasm', async (route) => {
    await arrived.opened;
    await route.continue().catch(() => undefined); // the page that asked may be gone
  });
  await page.reload({ waitUntil: 'domcontentloaded' });
  return arrived;
}
