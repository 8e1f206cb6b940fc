import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

// The tests use the system's Chromium, or else Playwright's own.
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

// The same for Firefox. Playwright drives its own Firefox by its own protocol, and the system's by WebDriver BiDi.
const installed = [process.env.FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox', '/snap/bin/firefox'];
const firefox = installed.find((path) => path !== undefined && existsSync(path));

// Each database has its own folder, so that the second run does not delete the traces of the first.
const run = process.env.E2E_DATABASE_URL ? 'postgres' : 'sqlite';

export default defineConfig({
  testDir: 'specs',
  outputDir: `test-results/${run}`,
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/summary.json' }]],
  use: {
    ...devices['Desktop Chrome'],
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: existsSync(chromium) ? chromium : undefined,
      // No sandbox, because test machines run as root. The rest keeps the browser from calling home.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  // Every spec runs with and without JavaScript, except those about functions that need scripts.
  projects: [
    { name: 'chromium', testIgnore: ['**/*.phone.spec.ts', '**/protocols/**'] },
    {
      name: 'no-javascript',
      testIgnore: ['**/*.hydrate.spec.ts', '**/*.phone.spec.ts', '**/protocols/**'],
      // While an element moves, Playwright looks again after a pause that a timer of the page ends. Without JavaScript such
      // a timer never fires, so nothing may move.
      use: { javaScriptEnabled: false, contextOptions: { reducedMotion: 'reduce' } },
    },
    {
      name: 'phone',
      testMatch: ['**/*.phone.spec.ts', '**/accounts.spec.ts', '**/settings.spec.ts'],
      use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
    },
    // The main job in the other family of browsers.
    {
      name: 'firefox',
      testMatch: '**/main-job.spec.ts',
      use: {
        ...devices['Desktop Firefox'],
        channel: firefox ? 'moz-firefox' : undefined,
        launchOptions: { executablePath: firefox, args: [] },
      },
    },
    // The protocols with their official clients, without a browser.
    { name: 'protocols', testMatch: '**/protocols/*.spec.ts' },
  ],
});
