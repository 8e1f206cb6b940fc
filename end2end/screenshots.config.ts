import { defineConfig } from '@playwright/test';
import base from './playwright.config';

// npm run screenshots: pictures to look at, in test-results/screenshots, and the one in the README.
export default defineConfig({
  ...base,
  testDir: '.',
  outputDir: 'test-results/screenshots-run',
  reporter: 'list',
  projects: [{ name: 'screenshots', testMatch: 'screenshots.ts' }],
});
